package dev.groundtruth.provisioning.terraform;

import static dev.groundtruth.provisioning.terraform.Stacks.TOOLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundtruth.provisioning.RealTool;
import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.TestReport.Status;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All commands, against real tools. */
@Timeout(180)
class CommandsIT {

  @TempDir Path folder;

  private TerraformBuilder in(RealTool tool, Path stack) {
    return Terraform.in(stack).binary(tool.path().toString()).logs(folder.resolve("logs"));
  }

  private Path stack(String... files) throws IOException {
    return Stacks.write(folder.resolve("stack"), files);
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void tells_its_version(RealTool tool) throws Exception {
    try (Terraform terraform = in(tool, stack("main.tf", "")).open()) {
      assertThat(terraform.version().toString())
          .isEqualTo(
              switch (tool) {
                case TERRAFORM_1_11 -> "Terraform 1.11.4";
                case TERRAFORM_1_13 -> "Terraform 1.13.3";
                default -> "OpenTofu 1.12.6";
              });
      assertThat(terraform.version().platform()).contains("_");
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void validates(RealTool tool) throws Exception {
    Path stack = stack("main.tf", "resource \"terraform_data\" \"x\" {\n  input = var.foo\n}\n");
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init(InitOptions.defaults().withoutBackend());
      assertThat(terraform.validate().errors())
          .singleElement()
          .satisfies(
              error -> {
                assertThat(error.summary()).isEqualTo("Reference to undeclared input variable");
                assertThat(error.range().orElseThrow().start().line()).isEqualTo(2);
              });
      Files.writeString(stack.resolve("main.tf"), "output \"x\" {\n  value = 1\n}\n");
      assertThat(terraform.validate().valid()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void finds_files_that_are_not_formatted(RealTool tool) throws Exception {
    Path stack =
        stack(
            "main.tf",
            "locals {\n  a = 1\n}\n",
            "bad.tf",
            "locals {\nb=1\n}\n",
            "sub/bad.tf",
            "locals {\nc=1\n}\n");
    try (Terraform terraform = in(tool, stack).open()) {
      assertThat(terraform.unformattedFiles(FormatOptions.defaults()))
          .containsExactly(Path.of("bad.tf"));
      assertThat(terraform.unformattedFiles(FormatOptions.recursively()))
          .containsExactlyInAnyOrder(Path.of("bad.tf"), Path.of("sub/bad.tf"));
      assertThat(stack.resolve("bad.tf")).content().contains("b=1");
      Files.writeString(stack.resolve("broken.tf"), "locals {");
      assertThatExceptionOfType(InvalidConfigurationException.class)
          .isThrownBy(() -> terraform.unformattedFiles(FormatOptions.defaults()))
          .withMessageContaining("broken.tf");
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void names_what_is_wrong_with_a_configuration(RealTool tool) throws Exception {
    Path stack = stack("main.tf", "variable \"needed\" {\n  type = string\n}\n");
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init();
      assertThatExceptionOfType(InvalidConfigurationException.class)
          .isThrownBy(terraform::plan)
          .withMessageContaining("No value for required variable, main.tf:1")
          .satisfies(
              e ->
                  assertThat(e.log().orElseThrow())
                      .content()
                      .contains("No value for required variable"))
          .withMessageContaining("perhaps you should correct it");
      Files.writeString(
          stack.resolve("main.tf"), "resource \"terraform_data\" \"x\" {\n  bad = 1\n}\n");
      assertThatExceptionOfType(InvalidConfigurationException.class)
          .isThrownBy(terraform::plan)
          .withMessageContaining("Unsupported argument, main.tf:2");
      Files.writeString(stack.resolve("main.tf"), "resource {");
      assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(terraform::plan);
      assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(terraform::init);
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void tells_that_it_is_not_initialized_and_that_a_provider_is_missing(RealTool tool)
      throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path rc =
        Files.writeString(
            folder.resolve("rc"),
            "provider_installation {\n  filesystem_mirror {\n    path = \""
                + empty
                + "\"\n  }\n}\n");
    try (Terraform terraform =
        in(tool, stack("main.tf", ProviderMirror.MAIN))
            .environment("TF_CLI_CONFIG_FILE", rc.toString())
            .open()) {
      assertThatExceptionOfType(NotInitializedException.class)
          .isThrownBy(terraform::plan)
          .withMessageContaining("perhaps you should run init() first");
      assertThatExceptionOfType(ProviderMissingException.class)
          .isThrownBy(terraform::init)
          .withMessageContaining("Failed to query available provider packages")
          .withMessageContaining("acme/fake")
          .satisfies(e -> assertThat(e.isTransient()).isFalse());
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void initializes_the_same_providers_in_parallel(RealTool tool) throws Exception {
    ProviderMirror mirror = ProviderMirror.in(folder);
    int runs = 5;
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    try {
      List<Future<TerraformVersion>> ends = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        Path stack = Stacks.write(folder.resolve("stack" + i), "main.tf", ProviderMirror.MAIN);
        ends.add(
            threads.submit(
                () -> {
                  try (Terraform terraform =
                      in(tool, stack)
                          .environment("TF_CLI_CONFIG_FILE", mirror.configuration().toString())
                          .pluginCache(folder.resolve("cache"))
                          .open()) {
                    terraform.init();
                    return terraform.version();
                  }
                }));
      }
      for (Future<TerraformVersion> end : ends) {
        assertThat(end.get().providers()).containsEntry("registry.terraform.io/acme/fake", "1.0.0");
      }
    } finally {
      threads.shutdownNow();
    }
    String installed =
        "registry.terraform.io/acme/fake/1.0.0/linux_amd64/terraform-provider-fake_v1.0.0";
    assertThat(folder.resolve("cache").resolve(installed)).isRegularFile();
    for (int i = 0; i < runs; i++) {
      assertThat(folder.resolve("stack" + i + "/.terraform/providers").resolve(installed))
          .hasSize(8 << 20);
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void locks_providers(RealTool tool) throws Exception {
    ProviderMirror mirror = ProviderMirror.in(folder);
    Path stack = stack("main.tf", ProviderMirror.MAIN);
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.lockProviders(
          ProvidersLockOptions.defaults()
              .filesystemMirror(mirror.folder())
              .platform("linux_amd64")
              .provider("registry.terraform.io/acme/fake"));
      assertThat(stack.resolve(".terraform.lock.hcl")).content().contains("acme/fake", "h1:");
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void configures_backends_and_moves_states_between_them(RealTool tool) throws Exception {
    Path stack =
        stack(
            "main.tf",
            "terraform {\n  backend \"local\" {}\n}\nresource \"terraform_data\" \"x\" {}\n");
    Path first = folder.resolve("it's/one.tfstate");
    Path second = folder.resolve("two.tfstate");
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init(InitOptions.defaults().backend("path", first.toString()));
      terraform.apply(terraform.plan());
      assertThat(first).exists();
      assertThat(terraform.state().list()).containsExactly("terraform_data.x");
      assertThatExceptionOfType(TerraformException.class)
          .isThrownBy(
              () -> terraform.init(InitOptions.defaults().backend("path", second.toString())))
          .withMessageContaining("perhaps you should");
      terraform.init(InitOptions.defaults().backend("path", second.toString()).migrateState());
      assertThat(second).exists();
      assertThat(terraform.state().list()).containsExactly("terraform_data.x");
      terraform.init(
          InitOptions.defaults().backend("path", folder.resolve("3").toString()).reconfigure());
      assertThat(terraform.state().list()).isEmpty();
      assertThat(terraform.state().pull()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void plans_only_what_it_is_told_to(RealTool tool) throws Exception {
    Path stack =
        stack(
            "main.tf",
            """
            resource "terraform_data" "a" {}
            resource "terraform_data" "b" {}
            """);
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init();
      try (SavedPlan plan = terraform.plan(PlanOptions.defaults().target("terraform_data.a"))) {
        assertThat(plan.plan().changesByAddress()).containsOnlyKeys("terraform_data.a");
        terraform.apply(plan);
      }
      terraform.apply(terraform.plan());
      try (SavedPlan plan = terraform.plan(PlanOptions.defaults().replace("terraform_data.b"))) {
        assertThat(terraform.apply(plan).toString()).isEqualTo("1 added, 0 changed, 1 destroyed");
      }
      try (SavedPlan plan = terraform.plan(PlanOptions.refreshOnly())) {
        assertThat(plan.hasChanges()).isFalse();
      }
      try (SavedPlan plan = terraform.plan(PlanOptions.destroy().withoutRefresh())) {
        assertThat(terraform.apply(plan).destroyed()).isEqualTo(2);
      }
      assertThat(terraform.destroy().destroyed()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void excludes_where_the_version_can(RealTool tool) throws Exception {
    Path stack =
        stack(
            "main.tf",
            "resource \"terraform_data\" \"a\" {}\nresource \"terraform_data\" \"b\" {}\n");
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init();
      PlanOptions options = PlanOptions.defaults().exclude("terraform_data.b");
      if (tool == RealTool.OPENTOFU_1_12) {
        assertThat(terraform.plan(options).plan().changesByAddress())
            .containsOnlyKeys("terraform_data.a");
      } else {
        assertThatExceptionOfType(UnsupportedVersionException.class)
            .isThrownBy(() -> terraform.plan(options))
            .withMessageContaining("has no plan -exclude, perhaps you should use OpenTofu 1.9.0");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void refuses_a_plan_that_is_stale(RealTool tool) throws Exception {
    try (Terraform terraform =
        in(tool, stack("main.tf", "resource \"terraform_data\" \"a\" {}\n")).open()) {
      terraform.init();
      try (SavedPlan first = terraform.plan();
          SavedPlan second = terraform.plan()) {
        terraform.apply(first);
        assertThatExceptionOfType(StalePlanException.class)
            .isThrownBy(() -> terraform.apply(second))
            .withMessageContaining("perhaps you should plan again and apply that");
        assertThatExceptionOfType(IllegalStateException.class)
            .isThrownBy(first::plan)
            .withMessageContaining("perhaps you should ask for plan() before");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void says_who_holds_the_lock_and_waits_for_it(RealTool tool) throws Exception {
    Path stack = stack("main.tf", Stacks.slow(1.5));
    CountDownLatch provisioning = new CountDownLatch(1);
    try (Terraform holder =
            in(tool, stack)
                .listener(
                    event -> {
                      if (event instanceof TerraformEvent.Provisioning) {
                        provisioning.countDown();
                      }
                    })
                .open();
        Terraform other = in(tool, stack).open()) {
      holder.init();
      SavedPlan plan = holder.plan();
      CompletableFuture<ApplyResult> apply =
          CompletableFuture.supplyAsync(() -> holder.apply(plan));
      assertThat(provisioning.await(30, TimeUnit.SECONDS)).isTrue();
      assertThatExceptionOfType(StateLockedException.class)
          .isThrownBy(other::plan)
          .withMessageContaining("OperationTypeApply")
          .satisfies(
              e -> {
                LockInfo lock = e.lock().orElseThrow();
                assertThat(lock.id()).matches("[0-9a-f-]{36}");
                assertThat(lock.who()).contains("@");
                assertThat(lock.path()).isEqualTo("terraform.tfstate");
                assertThat(lock.created()).isPresent();
              });
      assertThatExceptionOfType(TerraformException.class)
          .isThrownBy(() -> other.state().forceUnlock("no-such-lock"))
          .withMessageContaining("perhaps you should");
      PlanOptions patient = PlanOptions.defaults().locking(Locking.waitFor(Duration.ofSeconds(60)));
      assertThat(other.plan(patient).hasChanges()).isFalse();
      assertThat(apply.get(30, TimeUnit.SECONDS).added()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void keeps_workspaces_apart_by_their_exact_names(RealTool tool) throws Exception {
    Path stack = stack("main.tf", "output \"w\" {\n  value = terraform.workspace\n}\n");
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init();
      Workspaces workspaces = terraform.workspaces();
      assertThat(workspaces.list()).containsExactly("default");
      workspaces.create("production");
      assertThat(workspaces.current()).isEqualTo("production");
      assertThatExceptionOfType(WorkspaceMissingException.class)
          .isThrownBy(() -> workspaces.select("prod"))
          .withMessageContaining("Workspace \"prod\" does not exist in");
      assertThat(workspaces.current()).isEqualTo("production");
      workspaces.selectOrCreate("prod");
      assertThat(workspaces.current()).isEqualTo("prod");
      assertThat(workspaces.list()).containsExactlyInAnyOrder("default", "prod", "production");
      terraform.apply(terraform.plan());
      assertThat(terraform.outputs().text("w")).isEqualTo("prod");
      assertThatExceptionOfType(WorkspaceExistsException.class)
          .isThrownBy(() -> workspaces.create("production"));
      assertThatExceptionOfType(WorkspaceExistsException.class)
          .isThrownBy(() -> workspaces.delete("prod"));
      workspaces.selectOrCreate("production");
      assertThat(workspaces.current()).isEqualTo("production");
      assertThat(terraform.outputs().names()).isEmpty();
      workspaces.select("default");
      workspaces.delete("production");
      assertThatExceptionOfType(WorkspaceMissingException.class)
          .isThrownBy(() -> workspaces.delete("production"));
    }
    try (Terraform terraform = in(tool, stack).workspace("prod").open()) {
      assertThat(terraform.workspaces().current()).isEqualTo("prod");
      assertThat(terraform.outputs().text("w")).isEqualTo("prod");
      assertThat(terraform.workspaces().list()).contains("default", "prod").hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void imports(RealTool tool) throws Exception {
    Path stack = stack("main.tf", "resource \"terraform_data\" \"a\" {}\n");
    try (Terraform terraform = in(tool, stack).variable("unused", "x").open()) {
      terraform.init();
      terraform.importResource("terraform_data.a", "some-id");
      assertThat(terraform.state().show("terraform_data.a").attribute("id").text())
          .isEqualTo("some-id");
      assertThatExceptionOfType(TerraformException.class)
          .isThrownBy(() -> terraform.importResource("terraform_data.a", "other"))
          .withMessageContaining("Resource already managed");
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void draws_a_graph(RealTool tool) throws Exception {
    Path stack = stack("main.tf", Stacks.slow(1));
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init();
      assertThat(terraform.graph(GraphOptions.defaults()))
          .startsWith("digraph")
          .contains("terraform_data.slow");
      assertThat(terraform.graph(GraphOptions.of(GraphOptions.Operation.PLAN)))
          .startsWith("digraph");
      try (SavedPlan plan = terraform.plan()) {
        assertThat(terraform.graph(GraphOptions.of(plan))).contains("terraform_data.slow[2]");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void tells_how_each_test_ended(RealTool tool) throws Exception {
    Path stack =
        stack(
            "main.tf",
            "variable \"x\" {\n  type = number\n}\nresource \"terraform_data\" \"a\" {\n  input = var.x\n}\n",
            "tests/one.tftest.hcl",
            """
            run "passes" {
              assert {
                condition     = terraform_data.a.output == 7
                error_message = "not 7"
              }
            }
            run "fails" {
              assert {
                condition     = terraform_data.a.output == 8
                error_message = "it is not eight"
              }
            }
            """,
            "tests/two.tftest.hcl",
            """
            run "errs" {
              variables {
                x = "no number"
              }
            }
            run "is_skipped" {}
            """);
    try (Terraform terraform = in(tool, stack).variable("x", 7).open()) {
      terraform.init();
      TestReport report = terraform.test();
      assertThat(report.passed()).isFalse();
      assertThat(report.runs().stream().map(run -> run.name() + " " + run.status()))
          .containsExactlyInAnyOrder("passes PASS", "fails FAIL", "errs ERROR", "is_skipped SKIP");
      assertThat(report.failures()).hasSize(2);
      assertThat(report.failures().get(0).file()).isEqualTo("tests/one.tftest.hcl");
      assertThat(report.failures().get(0).diagnostics())
          .singleElement()
          .satisfies(failure -> assertThat(failure.detail()).contains("it is not eight"));
      TestReport one = terraform.test(TestOptions.defaults().file("tests/one.tftest.hcl"));
      assertThat(one.runs()).hasSize(2);
      Files.writeString(stack.resolve("tests/one.tftest.hcl"), "run \"passes\" {}\n");
      TestReport good = terraform.test(TestOptions.defaults().file("tests/one.tftest.hcl"));
      assertThat(good.passed()).isTrue();
      assertThat(good.status()).isEqualTo(Status.PASS);
      Files.writeString(stack.resolve("tests/one.tftest.hcl"), "run {");
      assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(terraform::test);
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void takes_twenty_outputs_from_the_apply_itself(RealTool tool) throws Exception {
    String outputs =
        IntStream.range(0, 20)
            .mapToObj(i -> "output \"o%d\" {\n  value = \"v%d\"\n}\n".formatted(i, i))
            .collect(Collectors.joining());
    List<Command> commands = new CopyOnWriteArrayList<>();
    Redactor redactor = new Redactor();
    try (ProcessCommandRunner processes =
        new ProcessCommandRunner(folder.resolve("logs"), redactor)) {
      CommandRunner counting =
          (command, listener) -> {
            commands.add(command);
            return processes.run(command, listener);
          };
      try (Terraform terraform =
          in(tool, stack("main.tf", outputs)).runner(counting, redactor).open()) {
        terraform.init();
        ApplyResult result = terraform.apply(terraform.plan());
        for (int i = 0; i < 20; i++) {
          assertThat(result.allOutputs().text("o" + i)).isEqualTo("v" + i);
        }
      }
    }
    assertThat(commands.stream().map(command -> command.arguments().get(0)))
        .containsExactly("init", "plan", "apply");
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void reads_lines_longer_than_any_buffer(RealTool tool) throws Exception {
    String text = "0123456789abcdef".repeat(20_000);
    // Terraform itself drops longer lines of provisioners; an event shows a line twice.
    List<String> heard = new CopyOnWriteArrayList<>();
    Path stack =
        stack(
            "main.tf",
            """
            variable "text" {
              type = string
            }
            resource "terraform_data" "x" {
              input = var.text
              provisioner "local-exec" {
                command = "head -c 60000 /dev/zero | tr '\\\\0' x; echo"
              }
            }
            output "text" {
              value = terraform_data.x.output
            }
            """);
    try (Terraform terraform =
        in(tool, stack)
            .variable("text", text)
            .listener(
                event -> {
                  if (event instanceof TerraformEvent.Provisioning provisioning) {
                    provisioning.output().ifPresent(heard::add);
                  }
                })
            .open()) {
      terraform.init();
      SavedPlan plan = terraform.plan();
      assertThat(plan.plan().resource("terraform_data.x").after("input").text()).isEqualTo(text);
      assertThat(terraform.apply(plan).outputs().text("text")).isEqualTo(text);
    }
    assertThat(String.join("", heard).chars().filter(c -> c == 'x')).hasSizeGreaterThan(59_999);
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void runs_isolated_copies_with_local_modules_in_parallel(RealTool tool) throws Exception {
    Path stack =
        Stacks.write(
                folder.resolve(".repo"),
                "live/main.tf",
                """
                variable "n" {}
                module "m" {
                  source = "../modules/m"
                  n      = var.n
                }
                output "n" {
                  value = module.m.n
                }
                """,
                "live/terraform.tfstate",
                "not a state",
                "modules/m/main.tf",
                """
                variable "n" {}
                resource "terraform_data" "n" {
                  input = var.n
                }
                output "n" {
                  value = terraform_data.n.output
                }
                """)
            .resolve("live");
    List<CompletableFuture<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int n = i;
      runs.add(
          CompletableFuture.supplyAsync(
              () -> {
                try (Terraform terraform = in(tool, stack).isolated().variable("n", n).open()) {
                  terraform.init();
                  int output = terraform.apply(terraform.plan()).outputs().get("n").integer();
                  terraform.destroy();
                  return output;
                }
              }));
    }
    for (int i = 0; i < 3; i++) {
      assertThat(runs.get(i).get()).isEqualTo(i);
    }
    try (Stream<Path> left = Files.list(stack)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("main.tf", "terraform.tfstate");
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void shows_no_secret_anywhere(RealTool tool) throws Exception {
    String canary = "canary-71c9-\"$'\\<&>";
    String json = "canary-71c9";
    Path stack =
        stack(
            "main.tf",
            """
            variable "secret" {
              type = string
            }
            resource "terraform_data" "x" {
              input = var.secret
              provisioner "local-exec" {
                command     = "echo \\"$SECRET\\"; exit $CODE"
                environment = { SECRET = var.secret, CODE = var.code }
              }
            }
            variable "code" {
              default = 0
            }
            output "open" {
              value = terraform_data.x.output
            }
            output "derived" {
              value     = "derived-5d1e-of-state"
              sensitive = true
            }
            """);
    List<String> arguments = new CopyOnWriteArrayList<>();
    List<String> heard = new CopyOnWriteArrayList<>();
    Redactor redactor = new Redactor();
    try (ProcessCommandRunner processes =
        new ProcessCommandRunner(folder.resolve("logs"), redactor)) {
      CommandRunner recording =
          (command, listener) -> {
            arguments.add(command.toString() + command);
            return processes.run(command, listener);
          };
      try (Terraform terraform =
          in(tool, stack)
              .runner(recording, redactor)
              .variable("secret", Secret.of(canary))
              .listener(event -> heard.add(event.toString()))
              .open()) {
        terraform.init();
        SavedPlan failing = terraform.plan(PlanOptions.defaults().variable("code", 3));
        assertThatExceptionOfType(OperationFailedException.class)
            .isThrownBy(() -> terraform.apply(failing))
            .withMessageContaining("local-exec provisioner error")
            .satisfies(
                e -> {
                  assertThat(e.changedSomething()).isTrue();
                  assertThat(e.getMessage()).doesNotContain(json);
                  assertThat(e.diagnostics().toString()).doesNotContain(json);
                  assertThat(e.getCause().toString()).doesNotContain(json);
                });
        SavedPlan plan = terraform.plan();
        plan.plan();
        ApplyResult result = terraform.apply(plan);
        // Typed results hold what is there; only sinks are redacted.
        assertThat(result.outputs().text("open")).isEqualTo(canary);
        assertThat(result.allOutputs().secret("derived").reveal())
            .isEqualTo("derived-5d1e-of-state");
        assertThat(result.allOutputs().toString()).doesNotContain("derived-5d1e");
        terraform.state().read();
        terraform.state().pull();
        terraform.destroy();
      }
    }
    assertThat(arguments).noneMatch(line -> line.contains(json));
    assertThat(heard).isNotEmpty().noneMatch(line -> line.contains(json));
    try (Stream<Path> logs = Files.walk(folder.resolve("logs"))) {
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(log))
            .as(log.toString())
            .doesNotContain(json)
            .doesNotContain("derived-5d1e");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void is_not_disturbed_by_a_log(RealTool tool) throws Exception {
    Path stack = stack("main.tf", "output \"x\" {\n  value     = \"v\"\n  sensitive = true\n}\n");
    try (Terraform terraform = in(tool, stack).environment("TF_LOG", "TRACE").open()) {
      terraform.init();
      assertThat(terraform.apply(terraform.plan()).allOutputs().secret("x"))
          .isEqualTo(Secret.of("v"));
      terraform.verifyIdempotent();
      assertThat(terraform.workspaces().list()).containsExactly("default");
      assertThatExceptionOfType(WorkspaceMissingException.class)
          .isThrownBy(() -> terraform.workspaces().select("nowhere"));
      assertThat(terraform.state().list()).isEmpty();
    }
  }

  /** OpenTofu 1.12 takes no notice of a required version. */
  @ParameterizedTest
  @EnumSource(names = {"TERRAFORM_1_11", "TERRAFORM_1_13"})
  void tells_that_the_configuration_wants_another_version(RealTool tool) throws Exception {
    Path stack = stack("main.tf", "terraform {\n  required_version = \">= 99.0\"\n}\n");
    try (Terraform terraform = in(tool, stack).open()) {
      assertThatExceptionOfType(UnsupportedVersionException.class)
          .isThrownBy(terraform::init)
          .withMessageContaining("required_version");
      assertThatExceptionOfType(UnsupportedVersionException.class).isThrownBy(terraform::plan);
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void tells_what_failed_and_keeps_what_was_done(RealTool tool) throws Exception {
    Path stack =
        stack(
            "main.tf",
            """
            resource "terraform_data" "good" {}
            resource "terraform_data" "bad" {
              depends_on = [terraform_data.good]
              provisioner "local-exec" {
                command = "echo out of luck; exit 7"
              }
            }
            """);
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init();
      SavedPlan plan = terraform.plan();
      assertThatExceptionOfType(OperationFailedException.class)
          .isThrownBy(() -> terraform.apply(plan))
          .withMessageContaining("out of luck")
          .satisfies(
              e -> {
                assertThat(e.diagnostics().get(0).address()).contains("terraform_data.bad");
                assertThat(e.isTransient()).isFalse();
              });
      assertThat(plan.path()).doesNotExist();
      assertThat(terraform.state().list()).contains("terraform_data.good");
      assertThatExceptionOfType(NotIdempotentException.class)
          .isThrownBy(terraform::verifyIdempotent)
          .satisfies(e -> assertThat(e.addresses()).containsExactly("terraform_data.bad"));
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void passes_ephemeral_variables_again_to_an_apply(RealTool tool) throws Exception {
    Path stack =
        stack(
            "main.tf",
            """
            variable "token" {
              type      = string
              ephemeral = true
            }
            resource "terraform_data" "x" {
              provisioner "local-exec" {
                command     = "test $TOKEN = short-lived"
                environment = { TOKEN = var.token }
              }
            }
            """);
    Variables token = Variables.none().with("token", Secret.of("short-lived"));
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init();
      SavedPlan plan = terraform.plan(PlanOptions.defaults().variables(token));
      assertThatExceptionOfType(TerraformException.class)
          .isThrownBy(() -> terraform.apply(plan))
          .satisfies(e -> assertThat(e.changedSomething()).isFalse());
      assertThat(plan.path()).as("kept, since nothing was begun").exists();
      ApplyOptions options = ApplyOptions.defaults().ephemeralVariables(token);
      assertThat(terraform.apply(plan, options).added()).isEqualTo(1);
    }
  }
}
