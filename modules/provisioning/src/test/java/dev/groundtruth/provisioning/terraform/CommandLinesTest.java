package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commands are run, with a runner that runs none. */
class CommandLinesTest {

  private static final String VERSION = "{\"terraform_version\":\"1.12.6\",\"platform\":\"x\"}";
  private static final String OUTPUTS =
      "{\"type\":\"outputs\",\"outputs\":{\"a\":{\"sensitive\":false,\"type\":\"string\","
          + "\"value\":\"x\"},\"s\":{\"sensitive\":true,\"type\":\"string\"}}}\n";

  @TempDir Path folder;

  private final List<Command> commands = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Redactor redactor = new Redactor();
  private String stdout = "";
  private int exitCode;

  private final CommandRunner runner =
      (command, listener) -> {
        commands.add(command);
        for (String argument : command.arguments()) {
          String path = argument.substring(argument.indexOf('=') + 1);
          if (argument.startsWith("-out=")) {
            write(Path.of(path), "plan");
          } else if (path.endsWith(".json") && Files.exists(Path.of(path))) {
            files.put(argument.substring(0, argument.indexOf('=')), read(Path.of(path)));
          }
        }
        return CommandResult.of(exitCode, stdout);
      };

  private Terraform terraform;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("main.tf"), "");
    terraform = builder().open();
  }

  private TerraformBuilder builder() {
    return Terraform.in(folder).runner(runner, redactor);
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The words of the only command, files replaced by {@code FILE}. */
  private List<String> words() {
    assertThat(commands).hasSize(1);
    return commands.get(0).arguments().stream()
        .map(word -> word.replaceFirst("=/.*/\\d+\\.(tfplan|tfvars\\.json)$", "=FILE.$1"))
        .toList();
  }

  @Test
  void keeps_what_would_change_a_command_away_from_it() {
    terraform.init();

    Command command = commands.get(0);
    assertThat(command.program()).isEqualTo("terraform");
    assertThat(command.directory()).contains(folder);
    assertThat(command.environment())
        .containsEntry("TF_IN_AUTOMATION", "1")
        .containsEntry("TF_INPUT", "0")
        .containsEntry("CHECKPOINT_DISABLE", "1");
    assertThat(command.inherited())
        .contains("PATH", "HOME", "AWS_*", "TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR")
        .noneMatch(
            name ->
                Stream.of("TF_VAR_x", "TF_CLI_ARGS", "TF_WORKSPACE", "TF_LOG", "TF_DATA_DIR")
                    .anyMatch(
                        stray ->
                            name.endsWith("*")
                                ? stray.startsWith(name.substring(0, name.length() - 1))
                                : stray.equals(name)));
  }

  @Test
  void does_not_let_callers_set_what_it_sets_itself() {
    for (String name : List.of("TF_VAR_x", "TF_CLI_ARGS_plan", "TF_INPUT", "TF_WORKSPACE")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder().inherit(name.substring(0, 4) + "*"))
          .withMessageContaining("is set by this library");
      assertThatIllegalArgumentException().isThrownBy(() -> builder().inherit("*"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder().environment(name, "x"))
          .withMessageContaining(name + " is set by this library, perhaps you should use");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder().environment(name, Secret.of("x")));
      assertThatIllegalArgumentException().isThrownBy(() -> builder().inherit(name));
    }
  }

  @Test
  void passes_environment_workspace_limits_and_cache() {
    Terraform other =
        builder()
            .binary("tofu")
            .environment("A", "b")
            .environment("B", Secret.of("hidden-value"))
            .inherit("GOOGLE_*")
            .workspace("blue")
            .timeout(Phase.INIT, Duration.ofMinutes(3))
            .grace(Phase.INIT, Duration.ofSeconds(7))
            .pluginCache(folder.resolve("cache"))
            .open();
    other.init();

    Command command = commands.get(0);
    assertThat(command.program()).isEqualTo("tofu");
    assertThat(command.environment())
        .containsEntry("A", "b")
        .containsEntry("TF_WORKSPACE", "blue")
        .containsEntry("TF_PLUGIN_CACHE_DIR", folder.resolve("cache").toString());
    assertThat(command.secretEnvironment()).containsEntry("B", Secret.of("hidden-value"));
    assertThat(command.inherited()).contains("GOOGLE_*");
    assertThat(command.timeout()).contains(Duration.ofMinutes(3));
    assertThat(command.grace()).isEqualTo(Duration.ofSeconds(7));
    assertThat(folder.resolve("cache")).isDirectory();
  }

  @Test
  void refuses_limits_that_are_none() {
    TerraformBuilder other = builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.timeout(Phase.APPLY, Duration.ZERO))
        .withMessageContaining("timeout of Phase.APPLY");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.grace(Phase.APPLY, Duration.ofSeconds(-1)))
        .withMessageContaining("grace of Phase.APPLY");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.inactivityTimeout(Duration.ofMillis(-1)))
        .withMessageContaining("inactivity timeout");
  }

  @Test
  void refuses_a_parallelism_of_nothing() {
    PlanOptions options = PlanOptions.defaults();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.parallelism(0))
        .withMessage("A parallelism of 0 does nothing, perhaps you should write 1");
  }

  @Test
  void gives_an_apply_a_long_grace_and_reading_a_short_one() {
    assertThat(Phase.APPLY.defaultGrace()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    terraform.workspaces().current();
    assertThat(commands.get(0).grace()).isEqualTo(Phase.READ.defaultGrace());
    assertThat(commands.get(0).timeout()).isEmpty();
  }

  @Test
  void initializes() {
    terraform.init();
    assertThat(words()).containsExactly("init", "-no-color", "-json");
  }

  @Test
  void initializes_with_options() {
    terraform.init(
        InitOptions.defaults()
            .backend("bucket", "b")
            .backend("secret_key", Secret.of("hidden-backend-key"))
            .backendFile(Path.of("/x/backend.hcl"))
            .upgrade()
            .reconfigure()
            .lockFileReadOnly()
            .pluginDirectory(Path.of("/plugins"))
            .locking(Locking.waitFor(Duration.ofSeconds(90)))
            .variables(Variables.none().with("v", 1)));

    assertThat(words())
        .containsExactly(
            "init",
            "-no-color",
            "-backend-config=/x/backend.hcl",
            "-upgrade",
            "-reconfigure",
            "-lockfile=readonly",
            "-plugin-dir=/plugins",
            "-lock-timeout=90000ms",
            "-backend-config=FILE.tfvars.json",
            "-var-file=FILE.tfvars.json",
            "-json");
    assertThat(files.get("-backend-config"))
        .isEqualTo("{\"bucket\":\"b\",\"secret_key\":\"hidden-backend-key\"}");
    assertThat(redactor.redact("x hidden-backend-key y")).isEqualTo("x *** y");
  }

  @Test
  void initializes_without_a_backend_and_migrates_without_events() {
    terraform.init(InitOptions.defaults().withoutBackend());
    assertThat(words()).containsExactly("init", "-no-color", "-backend=false", "-json");
    commands.clear();
    terraform.init(InitOptions.defaults().migrateState().locking(Locking.off()));
    assertThat(words())
        .containsExactly("init", "-no-color", "-migrate-state", "-force-copy", "-lock=false");
  }

  @Test
  void plans_with_locking_and_the_exit_code_that_tells_of_changes() {
    terraform.plan();
    assertThat(words())
        .containsExactly("plan", "-no-color", "-detailed-exitcode", "-out=FILE.tfplan", "-json");
    assertThat(commands.get(0).successCodes()).containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void plans_with_options() {
    Terraform other =
        builder()
            .variable("a", "global")
            .variable("b", "global")
            .variable("password", Secret.of("hidden-password"))
            .open();
    other.plan(
        PlanOptions.defaults()
            .target("module.x")
            .target("aws_instance.a[\"k\"]")
            .replace("aws_instance.b")
            .withoutRefresh()
            .parallelism(3)
            .locking(Locking.waitFor(Duration.ofMillis(1_500)))
            .variablesFile(Path.of("/x/prod.tfvars"))
            .variable("b", "local"));

    assertThat(words())
        .containsExactly(
            "plan",
            "-no-color",
            "-detailed-exitcode",
            "-out=FILE.tfplan",
            "-target=module.x",
            "-target=aws_instance.a[\"k\"]",
            "-replace=aws_instance.b",
            "-refresh=false",
            "-parallelism=3",
            "-lock-timeout=1500ms",
            "-var-file=/x/prod.tfvars",
            "-var-file=FILE.tfvars.json",
            "-json");
    assertThat(files.get("-var-file"))
        .isEqualTo("{\"a\":\"global\",\"b\":\"local\",\"password\":\"hidden-password\"}");
    assertThat(commands.get(0).toString()).doesNotContain("hidden-password");
    assertThat(redactor.redact("hidden-password")).isEqualTo("***");
  }

  @Test
  void plans_in_modes_that_exclude_each_other() {
    terraform.plan(PlanOptions.destroy());
    assertThat(words()).contains("-destroy").doesNotContain("-refresh-only");
    commands.clear();
    terraform.plan(PlanOptions.refreshOnly().exclude("aws_instance.x"));
    assertThat(words()).contains("-refresh-only", "-exclude=aws_instance.x");
  }

  @Test
  void removes_the_files_of_variables_after_the_command() {
    Terraform other = builder().variable("a", 1).open();
    other.plan();
    Path file =
        commands.get(0).arguments().stream()
            .filter(word -> word.startsWith("-var-file="))
            .map(word -> Path.of(word.substring("-var-file=".length())))
            .findFirst()
            .orElseThrow();
    assertThat(file).doesNotExist();
    Path plans = file.getParent();
    assertThat(plans).isDirectory();
    other.close();
    assertThat(plans).doesNotExist();
  }

  @Test
  void applies_saved_plans_only_and_takes_the_outputs_from_its_events() throws Exception {
    exitCode = 2;
    SavedPlan plan = terraform.plan();
    assertThat(plan.hasChanges()).isTrue();
    commands.clear();
    exitCode = 0;
    stdout = OUTPUTS;
    Path path = plan.path();

    ApplyResult result =
        terraform.apply(
            plan,
            ApplyOptions.defaults()
                .parallelism(2)
                .locking(Locking.off())
                .ephemeralVariables(Variables.none().with("e", Secret.of("ephemeral-secret"))));

    assertThat(words())
        .containsExactly(
            "apply",
            "-no-color",
            "-json",
            "-parallelism=2",
            "-lock=false",
            "-var-file=FILE.tfvars.json",
            path.toString());
    assertThat(path).doesNotExist();
    assertThat(result.outputs().text("a")).isEqualTo("x");
    assertThat(commands).as("no process for outputs").hasSize(1);
    stdout = "{\"a\":{\"value\":\"x\"},\"s\":{\"sensitive\":true,\"value\":\"hidden-output\"}}";
    assertThat(result.allOutputs().secret("s").reveal()).isEqualTo("hidden-output");
    assertThat(result.allOutputs().text("a")).isEqualTo("x");
    assertThat(commands).as("one process for all of them").hasSize(2);
    assertThat(commands.get(1).arguments()).containsExactly("output", "-json", "-no-color");
    assertThat(redactor.redact("hidden-output")).isEqualTo("***");
  }

  @Test
  void takes_all_outputs_from_the_events_where_none_is_sensitive() {
    exitCode = 2;
    SavedPlan plan = terraform.plan();
    exitCode = 0;
    stdout = "{\"type\":\"outputs\",\"outputs\":{\"a\":{\"sensitive\":false,\"value\":7}}}\n";
    assertThat(terraform.apply(plan).allOutputs().get("a").integer()).isEqualTo(7);
    assertThat(commands).hasSize(2);
  }

  @Test
  void destroys() {
    terraform.destroy(
        DestroyOptions.defaults()
            .target("a.b")
            .withoutRefresh()
            .parallelism(1)
            .locking(Locking.failFast())
            .variable("x", 1)
            .variables(Variables.none().with("y", 2))
            .variablesFile(Path.of("/v.tfvars")));
    assertThat(words())
        .containsExactly(
            "destroy",
            "-no-color",
            "-auto-approve",
            "-target=a.b",
            "-refresh=false",
            "-parallelism=1",
            "-var-file=/v.tfvars",
            "-var-file=FILE.tfvars.json",
            "-json");
    assertThat(files.get("-var-file")).isEqualTo("{\"x\":1,\"y\":2}");
  }

  @Test
  void imports_locks_providers_draws_and_formats() {
    terraform.importResource(
        "aws_instance.x",
        "i-1",
        ImportOptions.defaults().parallelism(2).locking(Locking.off()).variable("a", 1));
    assertThat(words())
        .containsExactly(
            "import",
            "-no-color",
            "-parallelism=2",
            "-lock=false",
            "-var-file=FILE.tfvars.json",
            "aws_instance.x",
            "i-1");
    commands.clear();
    terraform.lockProviders(
        ProvidersLockOptions.defaults()
            .platform("linux_amd64")
            .platform("darwin_arm64")
            .filesystemMirror(Path.of("/m"))
            .networkMirror(URI.create("https://m.example/"))
            .provider("hashicorp/aws"));
    assertThat(words())
        .containsExactly(
            "providers",
            "lock",
            "-no-color",
            "-platform=linux_amd64",
            "-platform=darwin_arm64",
            "-fs-mirror=/m",
            "-net-mirror=https://m.example/",
            "hashicorp/aws");
    commands.clear();
    terraform.graph(GraphOptions.of(GraphOptions.Operation.DESTROY).drawCycles());
    assertThat(words()).containsExactly("graph", "-type=plan-destroy", "-draw-cycles");
    commands.clear();
    terraform.unformattedFiles(FormatOptions.recursively());
    assertThat(words())
        .containsExactly("fmt", "-no-color", "-check", "-list=true", "-write=false", "-recursive");
    assertThat(commands.get(0).successCodes()).containsExactlyInAnyOrder(0, 3);
  }

  @Test
  void tests() {
    stdout = "{\"type\":\"test_summary\",\"test_summary\":{\"status\":\"pass\"}}\n";
    TestReport report =
        terraform.test(
            TestOptions.defaults()
                .file("a.tftest.hcl")
                .folder("checks")
                .parallelism(4)
                .variable("x", 1));
    assertThat(report.passed()).isTrue();
    assertThat(words())
        .containsExactly(
            "test",
            "-no-color",
            "-filter=a.tftest.hcl",
            "-test-directory=checks",
            "-parallelism=4",
            "-var-file=FILE.tfvars.json",
            "-json");
  }

  @Test
  void names_workspaces_and_locks_exactly() {
    terraform.workspaces().create("a");
    terraform.workspaces().select("b");
    terraform.workspaces().delete("c");
    terraform.state().forceUnlock("id-1");
    assertThat(commands.stream().map(command -> String.join(" ", command.arguments())))
        .containsExactly(
            "workspace new -no-color a",
            "workspace select -no-color b",
            "workspace delete -no-color c",
            "force-unlock -no-color -force id-1");
  }

  @Test
  void lists_workspaces_behind_a_warning() {
    stdout =
        """

        Warning: Unable to open CLI configuration file

          - some detail

          default
        * prod
          prod-2

        """;
    assertThat(terraform.workspaces().list()).containsExactly("default", "prod", "prod-2");
  }

  @Test
  void selects_a_workspace_by_its_whole_name_only() {
    stdout = "* default\n  production\n";
    terraform.workspaces().selectOrCreate("prod");
    terraform.workspaces().selectOrCreate("production");
    assertThat(commands.stream().map(command -> command.arguments().get(1)))
        .containsExactly("list", "new", "list", "select");
  }

  @Test
  void asks_for_the_version_only_when_it_is_needed() {
    stdout = VERSION;
    terraform.init();
    terraform.plan();
    assertThat(commands.stream().map(command -> command.arguments().get(0)))
        .containsExactly("init", "plan");
    assertThat(terraform.version())
        .isEqualTo(new TerraformVersion(Product.OPENTOFU, new Version(1, 12, 6), "x", Map.of()));
  }

  @Test
  void refuses_operands_that_would_be_options() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> terraform.workspaces().create("-force"))
        .withMessage("'-force' is no workspace, perhaps you should look for a slip");
    assertThatIllegalArgumentException().isThrownBy(() -> PlanOptions.defaults().target(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> terraform.importResource("a.b", "-config=x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanOptions.defaults().parallelism(0))
        .withMessageContaining("perhaps you should write 1");
    assertThat(commands).isEmpty();
  }

  @Test
  void refuses_a_plan_that_was_not_written() throws Exception {
    CommandRunner silent = (command, listener) -> CommandResult.of(0, "");
    Terraform other = Terraform.in(folder).binary("true").runner(silent, redactor).open();
    assertThatExceptionOfType(UnreadableOutputException.class)
        .isThrownBy(other::plan)
        .withMessageContaining("wrote no plan, perhaps you should check that true is Terraform");
  }
}
