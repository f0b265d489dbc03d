package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.internal.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingCopyTest {

  @TempDir Path folder;

  private static String module(String source) {
    return "module \"m\" {\n  source = \"" + source + "\"\n}\n";
  }

  @Test
  void copies_a_folder_without_what_belongs_to_another_run() throws Exception {
    Path stack =
        Stacks.write(
            folder.resolve(".hidden/parent/stack"),
            "main.tf",
            "",
            ".terraform.lock.hcl",
            "lock",
            "prod.auto.tfvars",
            "x = 1",
            ".hidden.json",
            "{}",
            "sub/file",
            "f",
            "sub/.terraform/providers/p",
            "p",
            ".terraform/terraform.tfstate",
            "s",
            "terraform.tfstate",
            "s",
            "terraform.tfstate.backup",
            "s",
            "terraform.tfstate.d/w/terraform.tfstate",
            "s",
            ".terraform.tfstate.lock.info",
            "l",
            "errored.tfstate",
            "e",
            "crash.log",
            "c",
            ".git/config",
            "g");
    Path copy;
    try (WorkingCopy working = WorkingCopy.of(stack, Optional.empty(), false)) {
      copy = working.directory();
      assertThat(copy).isNotEqualTo(stack).hasFileName("stack");
      for (String kept :
          new String[] {
            "main.tf", ".terraform.lock.hcl", "prod.auto.tfvars", ".hidden.json", "sub/file"
          }) {
        assertThat(copy.resolve(kept)).hasSameTextualContentAs(stack.resolve(kept));
      }
      for (String left :
          new String[] {
            ".terraform",
            "sub/.terraform",
            "terraform.tfstate",
            "terraform.tfstate.backup",
            "terraform.tfstate.d",
            ".terraform.tfstate.lock.info",
            "errored.tfstate",
            "crash.log",
            ".git"
          }) {
        assertThat(stack.resolve(left)).exists();
        assertThat(copy.resolve(left)).doesNotExist();
      }
    }
    assertThat(copy).doesNotExist();
    assertThat(stack.resolve("terraform.tfstate")).exists();
  }

  @Test
  void copies_the_modules_it_uses_to_where_they_are_expected() throws Exception {
    Stacks.write(
        folder.resolve("repo"),
        "live/prod/main.tf",
        module("../../modules/a"),
        "live/prod/more.tf.json",
        "{\"module\":{\"j\":{\"source\":\"../json\"}}}",
        "live/prod/tests/x.tftest.hcl",
        "run \"r\" {\n  module {\n    source = \"./tests/setup\"\n  }\n}\n",
        "live/prod/tests/setup/main.tf",
        "",
        "live/json/main.tf",
        "",
        "modules/a/main.tf",
        module("../b") + module("hashicorp/consul/aws"),
        "modules/a/nested/file",
        "n",
        "modules/b/main.tf",
        module("../a"),
        "modules/c/main.tf",
        "",
        "big/file",
        "b");
    Path stack = folder.resolve("repo/live/prod");
    try (WorkingCopy working = WorkingCopy.of(stack, Optional.empty(), false)) {
      Path root = working.temporary().orElseThrow().resolve("repo");
      assertThat(working.directory()).isEqualTo(root.resolve("live/prod"));
      assertThat(root.resolve("live/json/main.tf")).exists();
      assertThat(root.resolve("live/prod/tests/setup/main.tf")).exists();
      assertThat(root.resolve("modules/a/nested/file")).hasContent("n");
      assertThat(root.resolve("modules/b/main.tf")).exists();
      assertThat(root.resolve("modules/c")).as("unused").doesNotExist();
      assertThat(root.resolve("big")).as("unused").doesNotExist();
    }
  }

  @Test
  void copies_all_of_a_folder_above_on_request() throws Exception {
    Path repo = Stacks.write(folder.resolve("repo"), "stack/main.tf", "", "keys/x", "k");
    try (WorkingCopy working = WorkingCopy.of(repo.resolve("stack"), Optional.of(repo), false)) {
      assertThat(working.directory().resolve("../keys/x")).hasContent("k");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> WorkingCopy.of(repo.resolve("stack"), Optional.of(repo.resolve("keys")), false))
        .withMessageContaining("is not within")
        .withMessageContaining("perhaps you should name a folder above it");
  }

  @Test
  void keeps_links_within_and_copies_what_others_lead_to() throws Exception {
    Path stack =
        Stacks.write(folder.resolve("stack"), "main.tf", "m", "real/file", "r", "a/b/c", "");
    Stacks.write(folder.resolve("outside"), "file", "o", "deep/file", "d");
    Files.createSymbolicLink(stack.resolve("relative"), Path.of("real/file"));
    Files.createSymbolicLink(stack.resolve("absolute"), stack.resolve("real").toAbsolutePath());
    Files.createSymbolicLink(stack.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(stack.resolve("a/b/up"), Path.of("../../real"));
    Files.createSymbolicLink(stack.resolve("out"), folder.resolve("outside"));
    Files.createSymbolicLink(stack.resolve("out-file"), Path.of("../outside/file"));
    Files.createSymbolicLink(stack.resolve("broken"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.resolve("outside/back"), folder.resolve("outside/deep"));
    try (WorkingCopy working = WorkingCopy.of(stack, Optional.empty(), false)) {
      Path copy = working.directory();
      assertThat(copy.resolve("relative")).isSymbolicLink().hasContent("r");
      assertThat(copy.resolve("absolute/file")).hasContent("r");
      assertThat(copy.resolve("absolute").toRealPath()).isEqualTo(copy.resolve("real"));
      assertThat(copy.resolve("loop")).isSymbolicLink();
      assertThat(copy.resolve("loop").toRealPath()).isEqualTo(copy);
      assertThat(copy.resolve("a/b/up/file")).hasContent("r");
      assertThat(copy.resolve("out/file")).isRegularFile().hasContent("o");
      assertThat(copy.resolve("out").toRealPath()).isEqualTo(copy.resolve("out"));
      assertThat(copy.resolve("out/back/file")).hasContent("d");
      assertThat(copy.resolve("out-file")).isRegularFile().hasContent("o");
      assertThat(Files.isSymbolicLink(copy.resolve("broken"))).isTrue();
    }
    assertThat(folder.resolve("outside/file")).as("is not removed through a link").exists();
    assertThat(stack.resolve("real/file")).exists();
  }

  @Test
  void follows_a_link_to_the_folder_itself() throws Exception {
    Stacks.write(folder.resolve("repo"), "stack/main.tf", module("../m"), "m/main.tf", "");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("repo/stack"));
    try (WorkingCopy working = WorkingCopy.of(folder.resolve("link"), Optional.empty(), false)) {
      assertThat(working.directory().resolve("../m/main.tf")).exists();
    }
  }

  @Test
  void outlives_its_use_on_request() throws Exception {
    Path stack = Stacks.write(folder.resolve("stack"), "main.tf", "");
    Path kept;
    try (Terraform terraform =
        Terraform.in(stack)
            .runner((command, listener) -> CommandResult.of(0, ""), new Redactor())
            .isolated()
            .keepingCopy()
            .open()) {
      kept = terraform.directory();
    }
    assertThat(kept.resolve("main.tf")).exists();
    PrivateFiles.deleteTree(kept.getParent());
  }

  @Test
  void needs_a_configuration() throws Exception {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> Terraform.in(folder.resolve("nowhere")).open())
        .withMessage(
            folder.resolve("nowhere")
                + " is missing, perhaps you should name the folder that contains the .tf files");
    Path file = Files.writeString(folder.resolve("main.tf"), "");
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> Terraform.in(file).open())
        .withMessageContaining("main.tf is no folder, perhaps you should");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> Terraform.in(empty).open())
        .withMessage(
            empty
                + " has no .tf, .tf.json, .tofu or .tofu.json file, perhaps you should name the"
                + " folder of the root module");
  }
}
