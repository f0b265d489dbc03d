package dev.groundtruth.provisioning.packer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.provisioning.RealTool;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.packer.Inspection.InputVariable;
import dev.groundtruth.provisioning.packer.Inspection.InspectedBuild;
import dev.groundtruth.provisioning.packer.PackerDiagnostic.Location;
import dev.groundtruth.provisioning.packer.PackerStoppedException.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Packer with the builders and post-processors it has built in: artifacts, events, errors,
 * plugins, cancellation, secrets.
 */
@Timeout(120)
class PackerIT {

  @TempDir Path folder;

  private final List<PackerEvent> events = new CopyOnWriteArrayList<>();
  private Path template;
  private Path logs;

  @BeforeEach
  void make_folder() throws IOException {
    template = Files.createDirectory(folder.resolve("template"));
    logs = folder.resolve("logs");
  }

  /** No plugins unless a test brings some, and no network. */
  private PackerBuilder packer() {
    return Packer.in(template)
        .binary(RealTool.PACKER_1_11.path().toString())
        .pluginPath(folder.resolve("plugins"))
        .environment("HTTPS_PROXY", "http://127.0.0.1:1")
        .environment("https_proxy", "http://127.0.0.1:1")
        .logs(logs)
        .listener(events::add);
  }

  private void hcl(String text) throws IOException {
    Files.writeString(template.resolve("t.pkr.hcl"), text);
  }

  private PackerBuilder legacy(String text) throws IOException {
    Files.writeString(template.resolve("t.json"), text);
    return packer().template(Path.of("t.json"));
  }

  private static final String TWO_BUILDERS =
      """
      variable "greeting" {
        type    = string
        default = "hi, you"
      }

      source "null" "nothing" {
        communicator = "none"
      }

      source "file" "letter" {
        content = "${var.greeting}\\n"
        target  = "out/letter.txt"
      }

      build {
        name    = "post"
        sources = ["source.null.nothing", "source.file.letter"]

        provisioner "shell-local" {
          inline = ["echo one, two", "echo oops >&2"]
        }

        post-processor "checksum" {
          checksum_types = ["sha256"]
          output         = "out/{{.BuildName}}.{{.ChecksumType}}"
        }
        post-processor "manifest" {
          output      = "manifest.json"
          custom_data = { "who" = "me, too" }
        }
      }
      """;

  @Test
  void tells_its_version() throws Exception {
    hcl(TWO_BUILDERS);
    try (Packer packer = packer().open()) {
      assertThat(packer.version()).hasToString("1.11.2");
    }
  }

  @Test
  void finds_every_artifact_and_what_the_manifest_has_of_them() throws Exception {
    hcl(TWO_BUILDERS);
    try (Packer packer = packer().open()) {
      BuildResult result =
          packer.build(
              BuildOptions.defaults()
                  .variable("greeting", "g\"r,${x}\n!")
                  .manifest(Path.of("manifest.json")));

      assertThat(result.artifactsOf("post.null.nothing"))
          .first()
          .isInstanceOf(OtherArtifact.class)
          .extracting(Artifact::id)
          .isEqualTo("Null");
      assertThat(result.artifactsOf("post.file.letter").stream().map(a -> a.origin().builderId()))
          .containsExactlyInAnyOrder(
              "packer.file", "packer.file", "packer.post-processor.checksum");
      assertThat(
              result.artifacts(FileArtifact.class).stream().flatMap(file -> file.paths().stream()))
          .contains(template.resolve("out/letter.txt"), template.resolve("out/letter.sha256"));
      assertThat(template.resolve("out/letter.txt")).hasContent("g\"r,${x}\n!\n");
      assertThat(result.manifest())
          .extracting(ManifestEntry::builderType, ManifestEntry::name)
          .containsExactlyInAnyOrder(
              org.assertj.core.api.Assertions.tuple("null", "nothing"),
              org.assertj.core.api.Assertions.tuple("file", "letter"));
      ManifestEntry letter =
          result.manifest().stream()
              .filter(e -> e.isOf("post.file.letter"))
              .findAny()
              .orElseThrow();
      assertThat(letter.customData()).containsEntry("who", "me, too");
      assertThat(letter.files())
          .containsExactly(new ManifestEntry.ManifestFile("out/letter.txt", 11));
      assertThat(letter.time()).isPresent();
      assertThat(result.warnings()).isEmpty();
      assertThat(result.duration()).isPositive();

      // A second run adds to the same file.
      assertThat(
              packer
                  .build(
                      BuildOptions.defaults().only("*.null.*").manifest(Path.of("manifest.json")))
                  .manifest())
          .extracting(ManifestEntry::name)
          .containsExactly("nothing");
    }
  }

  @Test
  void tells_of_the_progress_of_each_build() throws Exception {
    hcl(TWO_BUILDERS);
    try (Packer packer = packer().open()) {
      packer.build(BuildOptions.defaults().parallelBuilds(1));
    }

    assertThat(events.stream().filter(e -> e.build().equals(Optional.of("post.file.letter"))))
        .hasAtLeastOneElementOfType(PackerEvent.BuildStarted.class)
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        PackerEvent.Message.class,
                        message -> assertThat(message.text()).isEqualTo("one, two")))
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        PackerEvent.Complaint.class,
                        message -> assertThat(message.text()).isEqualTo("oops")))
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        PackerEvent.BuildEnded.class,
                        end -> {
                          assertThat(end.error()).isEmpty();
                          assertThat(end.moment().elapsed()).isPositive();
                        }))
        .hasAtLeastOneElementOfType(PackerEvent.Made.class);
  }

  @Test
  void builds_a_legacy_template_whose_builders_have_commas_in_their_names() throws Exception {
    PackerBuilder builder =
        legacy(
            """
            {
              "variables": {"word": null},
              "builders": [
                {"type": "null", "name": "a,b", "communicator": "none"},
                {"type": "file", "name": "artifact,1,end", "content": "{{user `word`}}", "target": "o.txt"}
              ],
              "provisioners": [{"type": "shell-local", "inline": ["echo hello"]}],
              "post-processors": [{"type": "manifest"}]
            }
            """);
    try (Packer packer = builder.variable("word", "x,y").open()) {
      BuildResult result = packer.build();

      assertThat(result.artifactsByBuild()).containsOnlyKeys("null.a,b", "file.artifact,1,end");
      assertThat(result.artifacts(FileArtifact.class))
          .allSatisfy(file -> assertThat(file.paths()).containsExactly(template.resolve("o.txt")));
      assertThat(result.manifest()).hasSize(2);
      assertThat(template.resolve("o.txt")).hasContent("x,y");
      assertThat(packer.inspect())
          .isEqualTo(
              new Inspection(
                  List.of(new InputVariable("word", Optional.empty())),
                  List.of(
                      new InspectedBuild(
                          Optional.empty(),
                          List.of("a,b", "artifact,1,end"),
                          List.of("shell-local"),
                          List.of()))));
    }
  }

  @Test
  void tells_which_build_failed_and_what_the_others_made() throws Exception {
    hcl(
        TWO_BUILDERS
            .replace(
                "provisioner \"shell-local\" {",
                "provisioner \"shell-local\" {\n only = [\"null.nothing\"]\n")
            .replace("echo oops >&2", "exit 3"));
    try (Packer packer = packer().open()) {
      BuildFailedException failed = catchThrowableOfType(BuildFailedException.class, packer::build);

      assertThat(failed.errors())
          .containsOnlyKeys("post.null.nothing")
          .hasEntrySatisfying(
              "post.null.nothing",
              error -> assertThat(error).startsWith("Script exited with non-zero exit status: 3"));
      assertThat(failed.leftovers().unfinished()).isEmpty();
      assertThat(failed.leftovers().artifacts())
          .allSatisfy(artifact -> assertThat(artifact.build()).isEqualTo("post.file.letter"))
          .isNotEmpty();
      assertThat(failed)
          .hasMessageStartingWith("Build post.null.nothing failed: Script exited with")
          .hasMessageContaining(", perhaps you should ")
          .hasMessageContaining("The whole output is in " + failed.log().orElseThrow());
      assertThat(failed.exitCode()).hasValue(1);
    }
  }

  @Test
  void tells_that_an_aborted_build_may_have_left_something() throws Exception {
    hcl(TWO_BUILDERS.replace("echo oops >&2", "exit 3"));
    try (Packer packer = packer().open()) {
      BuildFailedException failed =
          catchThrowableOfType(
              BuildFailedException.class,
              () -> packer.build(BuildOptions.defaults().only("*.null.*").onError(OnError.ABORT)));

      assertThat(failed.leftovers().unfinished())
          .singleElement()
          .satisfies(
              left -> {
                assertThat(left.build()).isEqualTo("post.null.nothing");
                assertThat(left.reason()).contains("Step \"StepProvision\" failed, aborting...");
              });
      assertThat(failed).hasMessageContaining("perhaps you should remove what it left");
    }
  }

  private static final String SLOW =
      """
      source "null" "slow" {
        communicator = "none"
      }
      build {
        sources = ["source.null.slow"]
        provisioner "shell-local" {
          inline = ["echo $$ > pid", "exec sleep 60"]
        }
      }
      """;

  private boolean isSleeping() {
    try {
      long pid = Long.parseLong(Files.readString(template.resolve("pid")).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  @Test
  void lets_a_build_clean_up_when_its_time_is_over() throws Exception {
    hcl(SLOW);
    try (Packer packer = packer().timeout(Phase.BUILD, Duration.ofSeconds(4)).open()) {
      PackerStoppedException stopped =
          catchThrowableOfType(PackerStoppedException.class, packer::build);

      assertThat(stopped.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(stopped.leftovers().isEmpty()).isTrue();
      assertThat(stopped)
          .hasMessageStartingWith(
              "`packer build` took longer than its timeout of PT4S, and nothing should remain,"
                  + " perhaps you should raise the timeout of Phase.BUILD");
      assertThat(stopped.exitCode()).hasValue(1);
      assertThat(template.resolve("pid")).exists();
      await().until(() -> !isSleeping());
    }
  }

  @Test
  void lets_a_build_clean_up_when_it_is_closed() throws Exception {
    hcl(SLOW);
    Packer packer = packer().open();
    CompletableFuture<BuildResult> build = CompletableFuture.supplyAsync(packer::build);
    await().atMost(Duration.ofSeconds(60)).until(this::isSleeping);
    packer.close();

    assertThat(build)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(PackerStoppedException.class)
        .withMessageContaining("nothing should remain");
    await().until(() -> !isSleeping());
  }

  @Test
  void leaves_no_process_when_an_interrupted_build_is_killed() throws Exception {
    hcl(SLOW);
    CompletableFuture<PackerStoppedException> thrown = new CompletableFuture<>();
    try (Packer packer = packer().grace(Phase.BUILD, Duration.ZERO).open()) {
      Thread thread =
          new Thread(
              () ->
                  thrown.complete(
                      catchThrowableOfType(PackerStoppedException.class, packer::build)));
      thread.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  isSleeping()
                      && events.stream().anyMatch(PackerEvent.BuildStarted.class::isInstance));
      thread.interrupt();
      thread.join();
    }

    assertThat(thrown.join().reason()).isEqualTo(Reason.INTERRUPTED);
    // Without any grace it may have said of the build that it ended, of all builds, or of neither:
    // that nothing remains is believed only in the second case.
    Leftovers leftovers = thrown.join().leftovers();
    assertThat(leftovers.isEmpty()).as("%s", leftovers).isEqualTo(leftovers.isCertain());
    await().until(() -> !isSleeping());
  }

  @Test
  void validates() throws Exception {
    hcl(TWO_BUILDERS);
    try (Packer packer = packer().open()) {
      assertThat(packer.validate()).isEqualTo(new Validation(true, List.of()));
      assertThat(
              packer.validate(ValidateOptions.defaults().variable("gretting", "x")).diagnostics())
          .singleElement()
          .satisfies(
              warning -> {
                assertThat(warning.isError()).isFalse();
                assertThat(warning.summary()).isEqualTo("Undefined variable");
                assertThat(warning.detail()).contains("\"gretting\" was set but was not declared");
              });
    }
    hcl(TWO_BUILDERS.replace("communicator =", "comunicator ="));
    try (Packer packer = packer().open()) {
      Validation validation = packer.validate();
      assertThat(validation.isValid()).isFalse();
      assertThat(validation.diagnostics())
          .anySatisfy(
              error -> {
                assertThat(error.summary()).isEqualTo("Unsupported argument");
                assertThat(error.location().map(Location::file).orElse("")).endsWith("t.pkr.hcl");
              });
      assertThat(packer.validate(ValidateOptions.defaults().syntaxOnly()).isValid()).isTrue();
      assertThatExceptionOfType(InvalidTemplateException.class)
          .isThrownBy(packer::build)
          .withMessageStartingWith(
              "Packer cannot use the template in %s, perhaps you should correct what it says",
              template)
          .withMessageContaining("Unsupported argument");
    }
    try (Packer packer = legacy("nonsense").open()) {
      assertThat(packer.validate().diagnostics())
          .first()
          .satisfies(
              e -> assertThat(e.summary()).startsWith("Failed to parse file as legacy JSON"));
    }
  }

  @Test
  void warns_of_a_variable_that_a_build_does_not_know() throws Exception {
    hcl(TWO_BUILDERS);
    try (Packer packer = packer().open()) {
      assertThat(packer.build(BuildOptions.defaults().variable("gretting", "x")).warnings())
          .extracting(PackerDiagnostic::summary)
          .containsExactly("Undefined variable");
    }
  }

  @Test
  void inspects_an_hcl2_template() throws Exception {
    hcl(TWO_BUILDERS);
    try (Packer packer = packer().open()) {
      assertThat(packer.inspect(InspectOptions.defaults().variable("greeting", "a\nb")))
          .isEqualTo(
              new Inspection(
                  List.of(new InputVariable("greeting", Optional.of("a\nb"))),
                  List.of(
                      new InspectedBuild(
                          Optional.of("post"),
                          List.of("null.nothing", "file.letter"),
                          List.of("shell-local"),
                          List.of(List.of("checksum"), List.of("manifest"))))));
    }
  }

  @Test
  void finds_files_that_are_not_formatted() throws Exception {
    hcl(TWO_BUILDERS);
    Path sub = Files.createDirectory(template.resolve("sub"));
    Files.writeString(sub.resolve("u.pkr.hcl"), "variable \"a\" {\n type = string\n}\n");
    try (Packer packer = packer().open()) {
      assertThat(packer.unformattedFiles(FormatOptions.defaults())).isEmpty();
      assertThat(packer.unformattedFiles(FormatOptions.recursively()))
          .containsExactly(sub.resolve("u.pkr.hcl"));
      hcl("build {");
      assertThatExceptionOfType(InvalidTemplateException.class)
          .isThrownBy(() -> packer.unformattedFiles(FormatOptions.defaults()));
    }
  }

  private static final String REQUIRING =
      """
      packer {
        required_plugins {
          docker = {
            source  = "github.com/hashicorp/docker"
            version = "~> 1.0"
          }
        }
      }
      source "docker" "d" {
        image  = "none"
        commit = true
      }
      build {
        sources = ["source.docker.d"]
      }
      """;

  @Test
  void names_the_commands_that_install_a_required_plugin() throws Exception {
    hcl(REQUIRING);
    String advice =
        ("Packer lacks the plugin github.com/hashicorp/docker, perhaps you should run `packer init"
                + " .` in %s or, without a network, `packer plugins install --path BINARY"
                + " github.com/hashicorp/docker`")
            .formatted(template);
    try (Packer packer = packer().open()) {
      assertThat(packer.requiredPlugins())
          .containsExactly(
              new RequiredPlugin("docker", "github.com/hashicorp/docker", "~> 1.0", List.of()));
      assertThatExceptionOfType(PluginMissingException.class)
          .isThrownBy(packer::build)
          .withMessageStartingWith(advice);
      assertThatExceptionOfType(PluginMissingException.class)
          .isThrownBy(packer::validate)
          .withMessageStartingWith(advice);
      assertThatExceptionOfType(PluginMissingException.class)
          .isThrownBy(packer::init)
          .withMessageStartingWith(advice)
          .satisfies(e -> assertThat(e.plugins()).containsExactly("github.com/hashicorp/docker"));
    }
  }

  @Test
  void names_the_commands_that_install_a_plugin_nobody_required() throws Exception {
    String advice =
        "Packer lacks the plugin github.com/hashicorp/amazon, perhaps you should run `packer plugins"
            + " install github.com/hashicorp/amazon` or, without a network, `packer plugins install"
            + " --path BINARY github.com/hashicorp/amazon`";
    try (Packer packer = legacy("{\"builders\": [{\"type\": \"amazon-ebs\"}]}").open()) {
      assertThatExceptionOfType(PluginMissingException.class)
          .isThrownBy(packer::validate)
          .withMessageStartingWith(advice);
      assertThatExceptionOfType(PluginMissingException.class)
          .isThrownBy(packer::build)
          .withMessageStartingWith(advice);
    }
    hcl(
        """
        source "amazon-ebs" "x" {
          region = "eu-west-3"
        }
        build {
          sources = ["source.amazon-ebs.x"]
        }
        """);
    try (Packer packer = packer().open()) {
      assertThatExceptionOfType(PluginMissingException.class)
          .isThrownBy(packer::build)
          .withMessageStartingWith(advice);
    }
  }

  @Test
  void installs_a_plugin_from_a_file_so_that_init_needs_no_network() throws Exception {
    Path binary;
    try (Stream<Path> files =
        Files.list(
            RealTool.require(RealTool.cache().resolve("packer-plugins"))
                .resolve("github.com/hashicorp/docker"))) {
      binary = files.filter(f -> !f.toString().endsWith("SUM")).findAny().orElseThrow();
    }
    hcl(REQUIRING);
    try (Packer packer = packer().open()) {
      assertThat(packer.installedPlugins()).isEmpty();
      InstalledPlugin plugin = packer.installPlugin(binary, "github.com/hashicorp/docker");

      assertThat(plugin.source()).isEqualTo("github.com/hashicorp/docker");
      assertThat(plugin.version()).startsWith("1.0.8");
      assertThat(plugin.binary()).startsWith(folder.resolve("plugins")).isExecutable();
      assertThat(packer.installedPlugins()).containsExactly(plugin);
      InitResult init = packer.init();
      assertThat(init.plugins())
          .singleElement()
          .satisfies(p -> assertThat(p.installations()).containsExactly(plugin.binary()));
      // Nothing to install is nothing to ask for; an upgrade asks.
      assertThat(packer.init(InitOptions.defaults().upgrade()).offline()).isTrue();
      assertThat(packer.validate().isValid()).isTrue();

      assertThatExceptionOfType(PackerFailedException.class)
          .isThrownBy(() -> packer.installPlugin(Path.of("/bin/true"), "github.com/a/b"))
          .withMessageStartingWith(
              "`packer plugins` failed, perhaps you should look at what it said")
          .withMessageContaining("Failed to decode plugin describe info");
    }
  }

  private static final String CANARY = "c4n4ry, \"q\" $x 'y'";

  private void assert_nothing_shows_the_canary(@org.jspecify.annotations.Nullable Throwable thrown)
      throws IOException {
    try (Stream<Path> files = Files.walk(logs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as("%s", file).doesNotContain("c4n4ry");
      }
    }
    assertThat(events.stream().map(Object::toString).collect(Collectors.joining("\n")))
        .doesNotContain("c4n4ry")
        .contains("***");
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).doesNotContain("c4n4ry");
      assertThat(((PackerException) thrown).diagnostics().toString()).doesNotContain("c4n4ry");
    }
  }

  @Test
  void shows_a_secret_nowhere() throws Exception {
    hcl(
        """
        variable "password" {
          type      = string
          sensitive = true
        }
        variable "number" {
          type    = number
          default = 1
        }
        source "file" "f" {
          content = var.password
          target  = "secret.txt"
        }
        build {
          sources = ["source.file.f"]
          provisioner "shell-local" {
            environment_vars = ["P=${var.password}"]
            inline           = ["echo says $P", "echo errs $P >&2", "test ! -e fail"]
          }
        }
        """);
    try (Packer packer = packer().variable("password", Secret.of(CANARY)).open()) {
      packer.build();
      assertThat(template.resolve("secret.txt")).hasContent(CANARY);
      assert_nothing_shows_the_canary(null);
      assertThat(packer.inspect().variables())
          .contains(new InputVariable("password", Optional.of("***")));

      Files.createFile(template.resolve("fail"));
      BuildFailedException failed = catchThrowableOfType(BuildFailedException.class, packer::build);
      assert_nothing_shows_the_canary(failed);

      // Packer shows the line of the file of variables that it does not like.
      InvalidTemplateException invalid =
          catchThrowableOfType(
              InvalidTemplateException.class,
              () -> packer.build(BuildOptions.defaults().variable("number", Secret.of(CANARY))));
      assertThat(invalid).hasMessageContaining("Invalid value for variable");
      assert_nothing_shows_the_canary(invalid);
    }
  }

  @Test
  void shows_a_secret_of_a_legacy_template_nowhere() throws Exception {
    PackerBuilder builder =
        legacy(
            """
            {
              "variables": {"password": null},
              "sensitive-variables": ["password"],
              "builders": [{"type": "file", "content": "{{user `password`}}", "target": "secret.txt"}],
              "provisioners": [{
                "type": "shell-local",
                "environment_vars": ["P={{user `password`}}"],
                "inline": ["echo says $P", "exit 3"]
              }]
            }
            """);
    try (Packer packer = builder.variable("password", Secret.of(CANARY)).open()) {
      BuildFailedException failed = catchThrowableOfType(BuildFailedException.class, packer::build);
      assert_nothing_shows_the_canary(failed);
    }
  }
}
