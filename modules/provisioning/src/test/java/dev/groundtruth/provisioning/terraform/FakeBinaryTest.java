package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundtruth.provisioning.command.CommandNotFoundException;
import dev.groundtruth.provisioning.command.CommandNotStartedException;
import dev.groundtruth.provisioning.internal.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real binary cannot be brought to do, done by a script. */
@Timeout(60)
class FakeBinaryTest {

  @TempDir Path folder;

  private Path binary;
  private Path stack;

  @BeforeEach
  void write_files() throws IOException {
    stack = Stacks.write(folder.resolve("stack"), "main.tf", "");
    binary = install(folder);
  }

  /** The script as a file that can be executed. */
  static Path install(Path folder) throws IOException {
    Path binary = folder.resolve("terraform");
    try (InputStream script = FakeBinaryTest.class.getResourceAsStream("fake-terraform")) {
      Files.copy(script, binary);
    }
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
    return binary;
  }

  private TerraformBuilder playing(String play) {
    return Terraform.in(stack)
        .binary(binary.toString())
        .logs(folder.resolve("logs"))
        .environment("FAKE", play)
        .environment("FAKE_FOLDER", folder.toString());
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @Test
  void says_that_output_is_not_what_it_should_be() {
    try (Terraform terraform = playing("garbage").open()) {
      assertThatExceptionOfType(UnreadableOutputException.class)
          .isThrownBy(terraform::outputs)
          .withMessageContaining("wrote no outputs in JSON, perhaps you should check that")
          .satisfies(e -> assertThat(e.log()).as("might show secrets").isEmpty());
      assertThatExceptionOfType(UnreadableOutputException.class)
          .isThrownBy(terraform::version)
          .withMessageContaining("wrote no version")
          .satisfies(e -> assertThat(e.log().orElseThrow()).exists());
      assertThatExceptionOfType(UnreadableOutputException.class)
          .isThrownBy(() -> terraform.state().read())
          .withMessageContaining("wrote no state in JSON");
      assertThatExceptionOfType(UnreadableOutputException.class)
          .isThrownBy(terraform::validate)
          .withMessageContaining("wrote no validation in JSON");
      assertThatExceptionOfType(UnreadableOutputException.class)
          .isThrownBy(() -> terraform.plan().plan())
          .withMessageContaining("wrote no plan in JSON");
      assertThatExceptionOfType(OperationFailedException.class).isThrownBy(terraform::test);
    }
  }

  @Test
  void names_the_limit_of_silence_after_silence() {
    try (Terraform terraform =
        playing("silent")
            .timeout(Phase.READ, Duration.ofMinutes(1))
            .inactivityTimeout(Duration.ofMillis(300))
            .open()) {
      assertThatExceptionOfType(OperationStoppedException.class)
          .isThrownBy(terraform::validate)
          .withMessageContaining(
              "wrote nothing for longer than its PT0.3S,"
                  + " perhaps you should raise the inactivity timeout\n");
    }
  }

  @Test
  void shows_what_a_crash_wrote() {
    try (Terraform terraform = playing("garbage-and-failure").open()) {
      assertThatExceptionOfType(OperationFailedException.class)
          .isThrownBy(terraform::plan)
          .withMessageContaining("panic: runtime error: index out of range")
          .withMessageContaining("exit code 11");
    }
  }

  @Test
  void says_which_version_a_feature_needs() throws Exception {
    try (Terraform terraform = playing("old").open()) {
      assertThatExceptionOfType(UnsupportedVersionException.class)
          .isThrownBy(terraform::test)
          .withMessageStartingWith(
              "Terraform 1.5.7 has no test -json, perhaps you should use Terraform 1.6.0 or"
                  + " OpenTofu 1.6.0, or newer");
      assertThatExceptionOfType(UnsupportedVersionException.class)
          .isThrownBy(() -> terraform.plan(PlanOptions.defaults().exclude("a.b")))
          .withMessageStartingWith(
              "Terraform 1.5.7 has no plan -exclude, perhaps you should use OpenTofu 1.9.0 or"
                  + " newer");
    }
    assertThat(calls().stream().filter(call -> call.startsWith("version"))).hasSize(1);
    assertThat(calls().stream().filter(call -> call.startsWith("plan"))).isEmpty();
  }

  @Test
  void initializes_without_events_where_there_are_none() throws Exception {
    try (Terraform terraform = playing("old").open()) {
      terraform.init();
      terraform.init();
    }
    assertThat(calls())
        .containsExactly(
            "init -no-color -json", "version -json", "init -no-color", "init -no-color");
  }

  @Test
  void says_that_a_version_is_too_old_to_tell_itself() {
    try (Terraform terraform = playing("ancient").open()) {
      assertThatExceptionOfType(UnreadableOutputException.class)
          .isThrownBy(terraform::plan)
          .withMessageContaining("is Terraform 0.15.4 or newer, or OpenTofu");
    }
  }

  @Test
  void tells_throttling_and_keeps_every_attempt() throws Exception {
    try (Terraform terraform =
        playing("throttled")
            .retries(
                Phase.PLAN, Retries.upTo(3).delayed(Duration.ofMillis(1), Duration.ofMillis(2)))
            .open()) {
      assertThatExceptionOfType(LimitExceededException.class)
          .isThrownBy(terraform::plan)
          .withMessageContaining("There were too many calls at once (creating EC2 VPC)")
          .satisfies(e -> assertThat(e.earlierAttempts()).hasSize(2));
    }
    assertThat(calls()).hasSize(3);
  }

  @Test
  void plans_again_after_throttling() throws Exception {
    try (Terraform terraform =
        playing("throttled-once")
            .retries(
                Phase.PLAN, Retries.upTo(2).delayed(Duration.ofMillis(1), Duration.ofMillis(2)))
            .open()) {
      assertThat(terraform.plan().hasChanges()).isFalse();
    }
    assertThat(calls()).hasSize(2);
  }

  @Test
  void tells_a_full_disk() {
    try (Terraform terraform = playing("full").open()) {
      assertThatExceptionOfType(DiskFullException.class)
          .isThrownBy(terraform::plan)
          .withMessageStartingWith(
              "There is no space left on a disk that terraform writes to (Failed to write plan"
                  + " file), perhaps you should free some");
    }
  }

  @Test
  void does_not_take_a_failure_for_changes() {
    try (Terraform terraform = playing("failed-with-2").open()) {
      assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(terraform::plan);
      assertThatExceptionOfType(InvalidConfigurationException.class)
          .as("a plan that failed says nothing about idempotence")
          .isThrownBy(terraform::verifyIdempotent);
    }
  }

  @Test
  void reads_machine_formats_between_warnings() {
    try (Terraform terraform = playing("warnings").open()) {
      SavedPlan plan = terraform.plan();
      assertThat(plan.warnings())
          .singleElement()
          .satisfies(warning -> assertThat(warning.summary()).isEqualTo("Deprecated"));
      assertThat(terraform.apply(plan).outputs().text("a")).isEqualTo("{\n");
    }
  }

  @Test
  void says_what_to_do_about_a_missing_binary() {
    try (Terraform terraform =
        playing("none").binary(folder.resolve("missing/tofu").toString()).open()) {
      assertThatExceptionOfType(CommandNotFoundException.class)
          .isThrownBy(terraform::init)
          .withMessage(
              folder.resolve("missing/tofu")
                  + " is not there, perhaps you should install tofu, run bin/setup --for dev, or"
                  + " name its path as the binary");
    }
    try (Terraform terraform = playing("none").binary(stack.resolve("main.tf").toString()).open()) {
      assertThatExceptionOfType(CommandNotStartedException.class)
          .isThrownBy(terraform::init)
          .withMessageContaining("is not executable, perhaps you should run chmod +x");
    }
  }

  @Test
  void keeps_logs_nobody_asked_for_only_after_a_failure() throws Exception {
    Path log;
    try (Terraform terraform =
        Terraform.in(stack)
            .binary(binary.toString())
            .environment("FAKE", "full")
            .environment("FAKE_FOLDER", folder.toString())
            .open()) {
      log = logOf(terraform);
    }
    assertThat(log).exists();
    PrivateFiles.deleteTree(log.getParent());
  }

  private static Path logOf(Terraform terraform) {
    try {
      terraform.plan();
      throw new AssertionError("The plan should have failed");
    } catch (DiskFullException e) {
      return e.log().orElseThrow();
    }
  }
}
