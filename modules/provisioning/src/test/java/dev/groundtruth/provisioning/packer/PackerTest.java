package dev.groundtruth.provisioning.packer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.packer.PackerStoppedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be provoked with a real Packer: see {@link PackerIT} for the rest. */
@Timeout(30)
class PackerTest {

  @TempDir Path folder;

  private Path template;

  @BeforeEach
  void write_template() throws IOException {
    template = Files.createDirectory(folder.resolve("template"));
    Files.writeString(template.resolve("t.pkr.hcl"), "");
    Files.writeString(template.resolve("t.json"), "{}");
  }

  /** A program that answers each subcommand with a part of a script. */
  private PackerBuilder fake(String cases) throws IOException {
    Path script = folder.resolve("packer");
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ "$1" = -machine-readable ] && shift
        say() { printf '1795574261,%s\\n' "$@"; }
        case $1 in
        """
            + cases
            + "\nesac\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return Packer.in(template).binary(script.toString()).logs(folder.resolve("logs"));
  }

  private static final String BUILD_OF_TWO_REGIONS =
      """
      build)
        say ',ui,say,==> prod.amazon-ebs.mysql: Creating AMI mysql from instance i-1'
        say ',ui,message,    prod.amazon-ebs.mysql: AMI: ami-0a'
        say ',ui,say,==> prod.amazon-ebs.mysql: Adding tags to AMI (ami-0a)...'
        say ',ui,say,==> prod.amazon-ebs.mysql: Tagging snapshot: snap-0a'
        say ',ui,say,==> prod.amazon-ebs.mysql: Adding tags to AMI (ami-0b)...'
        say ',ui,say,==> prod.amazon-ebs.mysql: Tagging snapshot: snap-0b'
        say ',ui,say,==> prod.amazon-ebs.mysql: Terminating the source AWS instance...'
        say ",ui,say,Build 'prod.amazon-ebs.mysql' finished after 4 minutes 2 seconds."
        say prod.amazon-ebs.mysql,artifact-count,1
        say prod.amazon-ebs.mysql,artifact,0,builder-id,mitchellh.amazonebs
        say 'prod.amazon-ebs.mysql,artifact,0,id,eu-west-3:ami-0a%!(PACKER_COMMA)us-east-1:ami-0b'
        say 'prod.amazon-ebs.mysql,artifact,0,string,AMIs were created:\\neu-west-3: ami-0a\\nus-east-1: ami-0b\\n'
        say prod.amazon-ebs.mysql,artifact,0,files-count,0
        say prod.amazon-ebs.mysql,artifact,0,end
        ;;
      """;

  @Test
  void finds_images_of_two_regions_and_their_snapshots() throws Exception {
    List<PackerEvent> events = new ArrayList<>();
    try (Packer packer = fake(BUILD_OF_TWO_REGIONS).listener(events::add).open()) {
      BuildResult result = packer.build();

      AmiArtifact ami = result.artifacts(AmiArtifact.class).get(0);
      assertThat(ami.build()).isEqualTo("prod.amazon-ebs.mysql");
      assertThat(ami.amis()).isEqualTo(Map.of("eu-west-3", "ami-0a", "us-east-1", "ami-0b"));
      assertThat(ami.snapshotIds()).containsExactly("snap-0a", "snap-0b");
      assertThat(result.artifactsOf("prod.amazon-ebs.mysql")).containsExactly(ami);
      assertThat(events).last().isInstanceOf(PackerEvent.Made.class);
      assertThatExceptionOfType(java.util.NoSuchElementException.class)
          .isThrownBy(() -> result.artifactsOf("amazon-ebs.mysql"))
          .withMessage(
              "There are no artifacts of amazon-ebs.mysql, perhaps you should ask for those of one"
                  + " of [prod.amazon-ebs.mysql]");
    }
  }

  @Test
  void does_not_depend_on_a_listener_that_fails() throws Exception {
    try (Packer packer =
        fake(BUILD_OF_TWO_REGIONS)
            .listener(
                event -> {
                  throw new IllegalStateException("of a test");
                })
            .open()) {
      assertThat(packer.build().artifacts()).hasSize(1);
    }
  }

  @Test
  void does_not_trust_a_list_of_artifacts_that_is_cut() throws Exception {
    try (Packer packer =
        fake("build) say x.y,artifact-count,2; say x.y,artifact,0,end ;;").open()) {
      assertThatExceptionOfType(PackerFailedException.class)
          .isThrownBy(packer::build)
          .withMessageStartingWith(
              "Packer's list of artifacts is incomplete: x.y announced 2 artifacts and listed 1,"
                  + " perhaps you should look at its log\n  The whole output is in ");
    }
  }

  @Test
  void signals_a_build_once_and_tells_what_may_remain() throws Exception {
    String build =
        """
        build)
          trap 'echo term >> %1$s/signals' TERM
          say ',ui,say,==> docker.a: Starting docker container...'
          say ',ui,message,    docker.a: Container ID: 4f0c'
          say ",ui,say,Build 'null.done' finished after 1 second."
          echo > %1$s/started
          while [ ! -s %1$s/signals ]; do sleep 0.05; done
          say ',ui,say,\\n==> Wait completed after 1 second'
          sleep 0.3
          exit 1
          ;;
        """
            .formatted(folder);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (Packer packer = fake(build).open()) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  packer.build();
                } catch (RuntimeException e) {
                  thrown.set(e);
                  assertThat(Thread.currentThread().isInterrupted()).isTrue();
                }
              });
      thread.start();
      await().until(() -> Files.exists(folder.resolve("started")));
      thread.interrupt();
      thread.join();
    }

    PackerStoppedException stopped = (PackerStoppedException) thrown.get();
    assertThat(stopped.reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(stopped)
        .hasMessageStartingWith(
            "`packer build` was interrupted, and docker.a may have left something: it had started"
                + " and did not say that it ended (Container ID: 4f0c); null.done may have left"
                + " something: it had finished, and what it made was not listed any more, perhaps"
                + " you should look for it and remove it");
    assertThat(Files.readAllLines(folder.resolve("signals"))).containsExactly("term");
  }

  @Test
  void takes_what_a_stopped_build_made_from_the_manifest() throws Exception {
    String build =
        """
        build)
          say ",ui,say,Build 'amazon-ebs.m' finished after 1 second."
          printf '{"builds":[
            {"name":"m","builder_type":"amazon-ebs","artifact_id":"eu-west-3:ami-0old","packer_run_uuid":"0","files":null,"custom_data":null},
            {"name":"m","builder_type":"amazon-ebs","artifact_id":"eu-west-3:ami-0new","packer_run_uuid":"1","files":null,"custom_data":{"a":"b"}}],
            "last_run_uuid":"1"}' > packer-manifest.json
          exec sleep 30
          ;;
        """;
    Files.writeString(
        template.resolve("packer-manifest.json"), "{\"builds\":[],\"last_run_uuid\":\"0\"}");
    try (Packer packer = fake(build).timeout(Phase.BUILD, Duration.ofSeconds(1)).open()) {
      PackerStoppedException stopped =
          catchThrowableOfType(PackerStoppedException.class, packer::build);

      assertThat(stopped.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(stopped.leftovers().artifacts())
          .extracting(Artifact::id)
          .containsExactly("eu-west-3:ami-0new");
      assertThat(stopped.leftovers().unfinished()).isEmpty();
      assertThat(stopped)
          .hasMessageStartingWith(
              "`packer build` took longer than its timeout of PT1S, and amazon-ebs.m made"
                  + " eu-west-3:ami-0new; Packer did not say that all builds ended, so there may be"
                  + " more, perhaps you should look for it and remove it");
    }
  }

  @Test
  void stops_what_is_silent_and_names_the_limit_of_silence() throws Exception {
    try (Packer packer =
        fake("build|validate) exec sleep 60 ;;")
            .timeout(Phase.READ, Duration.ofMinutes(1))
            .inactivityTimeout(Duration.ofMillis(300))
            .open()) {
      PackerStoppedException stopped =
          catchThrowableOfType(PackerStoppedException.class, packer::validate);

      assertThat(stopped.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(stopped)
          .hasMessageStartingWith(
              "`packer validate` wrote nothing for longer than its inactivity timeout of PT0.3S,"
                  + " perhaps you should raise the inactivity timeout\n");
      assertThatExceptionOfType(PackerStoppedException.class)
          .isThrownBy(packer::build)
          .withMessageStartingWith(
              "`packer build` wrote nothing for longer than its inactivity timeout of PT0.3S, and");
    }
  }

  @Test
  void stops_a_build_when_it_is_closed() throws Exception {
    Packer packer =
        fake("build) say ',ui,say,==> a.b: x'; echo > %s/started; exec sleep 30;;"
                .formatted(folder))
            .open();
    CompletableFuture<BuildResult> build = CompletableFuture.supplyAsync(packer::build);
    await().until(() -> Files.exists(folder.resolve("started")));
    packer.close();

    assertThat(build)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withMessageContaining("was asked to stop, since it was closed")
        .withMessageContaining("a.b may have left something");
  }

  @Test
  void recognises_that_somebody_else_stopped_a_build() throws Exception {
    String build =
        """
        build)
          say ',ui,say,==> a.b: x'
          say ',ui,error,Cancelling build after receiving terminated'
          say ",ui,error,Build 'a.b' errored after 1 second: context canceled"
          say ',ui,say,\\n==> Wait completed after 1 second'
          exit 1
          ;;
        """;
    try (Packer packer = fake(build).open()) {
      assertThatExceptionOfType(PackerStoppedException.class)
          .isThrownBy(packer::build)
          .withMessageContaining("or by somebody else, and nothing should remain")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    }
  }

  @Test
  void names_the_version_that_would_understand() throws Exception {
    String old =
        """
        version) say ,version,1.9.5; say ,version-prelease,;;
        plugins) say ',ui,error,flag provided but not defined: -path'; exit 1;;
        """;
    try (Packer packer = fake(old).open()) {
      assertThatExceptionOfType(UnsupportedPackerException.class)
          .isThrownBy(() -> packer.installPlugin(Path.of("x"), "github.com/hashicorp/docker"))
          .withMessageContaining(
              "is Packer 1.9.5, which has no plugins install --path, perhaps you should use Packer"
                  + " 1.10.0 or newer\n  | flag provided but not defined: -path");
      // Known by now, so that no command is needed.
      assertThatExceptionOfType(UnsupportedPackerException.class)
          .isThrownBy(() -> packer.installPlugin(Path.of("x"), "github.com/hashicorp/docker"))
          .satisfies(e -> assertThat(e.commandLine()).isEmpty());
    }
  }

  @Test
  void takes_nothing_for_a_packer_that_tells_no_version() throws Exception {
    try (Packer packer = fake("version) echo hello;;").open()) {
      assertThatExceptionOfType(PackerFailedException.class)
          .isThrownBy(packer::version)
          .withMessageEndingWith(
              "packer tells no version, perhaps you should check that it is Packer");
    }
  }

  @Test
  void wants_the_manifest_that_was_named() throws Exception {
    try (Packer packer = fake("build) true;;").open()) {
      assertThatExceptionOfType(PackerFailedException.class)
          .isThrownBy(() -> packer.build(BuildOptions.defaults().manifest(Path.of("m.json"))))
          .withMessageStartingWith("The build wrote nothing readable to the manifest ")
          .withMessageContaining("m.json, perhaps you should name the output of the template's");
    }
  }

  @Test
  void recognises_an_init_that_reached_nobody_and_had_nothing_to_do() throws Exception {
    String offline =
        """
        init)
          say ',ui,error,Failed getting the "github.com/hashicorp/docker" plugin:'
          say ',ui,error,1 error occurred:\\n\\t* Get "https://api.github.com/": dial tcp: lookup api.github.com: no such host\\n\\n'
          exit 1
          ;;
        plugins)
          say ',ui,message,docker github.com/hashicorp/docker "~> 1.0" /a b/packer-plugin-docker_v1.0.8_x5.0_linux_amd64 /c/packer-plugin-docker_v1.0.9_x5.0_linux_amd64'
          %s
          ;;
        """;
    try (Packer packer = fake(offline.formatted("")).open()) {
      assertThat(packer.init())
          .isEqualTo(
              new InitResult(
                  true,
                  List.of(
                      new RequiredPlugin(
                          "docker",
                          "github.com/hashicorp/docker",
                          "~> 1.0",
                          List.of(
                              Path.of("/a b/packer-plugin-docker_v1.0.8_x5.0_linux_amd64"),
                              Path.of("/c/packer-plugin-docker_v1.0.9_x5.0_linux_amd64"))))));
    }
    String more =
        "say ',ui,message,amazon github.com/hashicorp/amazon \">= 1.3%!(PACKER_COMMA) < 2\"'";
    try (Packer packer = fake(offline.formatted(more)).open()) {
      assertThatExceptionOfType(PluginMissingException.class)
          .isThrownBy(packer::init)
          .withMessageStartingWith(
              "Packer lacks the plugin github.com/hashicorp/amazon, perhaps you should run `packer"
                  + " init .` in %s or, without a network, `packer plugins install --path BINARY"
                  + " github.com/hashicorp/amazon`",
              template);
    }
  }

  @Test
  void manages_the_environment() {
    List<Command> commands = new ArrayList<>();
    try (Packer packer =
        Packer.in(template)
            .runner(
                (command, listener) -> {
                  commands.add(command);
                  return CommandResult.of(0, "");
                },
                new Redactor())
            .pluginPath(Path.of("/plugins"))
            .environment("TOKEN", Secret.of("secret token"))
            .inherit("ANSIBLE_*")
            .timeout(Phase.BUILD, Duration.ofMinutes(9))
            .grace(Phase.BUILD, Duration.ofMinutes(2))
            .open()) {
      packer.build(
          BuildOptions.defaults()
              .only("docker.*")
              .except("null.x")
              .onError(OnError.RUN_CLEANUP_PROVISIONER)
              .parallelBuilds(2)
              .force()
              .variablesFile(Path.of("a.pkrvars.hcl")));
    }

    Command command = commands.get(0);
    assertThat(command.arguments())
        .containsExactly(
            "-machine-readable",
            "build",
            "-only=docker.*",
            "-except=null.x",
            "-on-error=run-cleanup-provisioner",
            "-parallel-builds=2",
            "-force",
            "-var-file=a.pkrvars.hcl",
            ".");
    assertThat(command.environment())
        .containsEntry("CHECKPOINT_DISABLE", "1")
        .containsEntry("PACKER_NO_COLOR", "1")
        .containsEntry("PACKER_PLUGIN_PATH", "/plugins")
        .containsKey("TMPDIR")
        .doesNotContainKey("TOKEN");
    assertThat(command.secretEnvironment()).containsEntry("TOKEN", Secret.of("secret token"));
    assertThat(command.inherited())
        .contains("PACKER_PLUGIN_PATH", "PACKER_CONFIG_DIR", "AWS_*", "ANSIBLE_*")
        .noneMatch(
            name -> name.startsWith("PKR_VAR") || name.equals("PACKER_*") || name.equals("*"));
    assertThat(command.timeout()).contains(Duration.ofMinutes(9));
    assertThat(command.grace()).isEqualTo(Duration.ofMinutes(2));
    assertThat(command.directory()).contains(template);
  }

  @Test
  void refuses_what_would_change_a_build_behind_ones_back() {
    PackerBuilder builder = Packer.in(template);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.environment("PKR_VAR_x", "1"))
        .withMessage("PKR_VAR_x is set by this library, perhaps you should use variable()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.inherit("P*"))
        .withMessage("P* would let PKR_VAR_* in, perhaps you should name more of it");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.inherit("*"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeout(Phase.BUILD, Duration.ZERO))
        .withMessageContaining("timeout of Phase.BUILD");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BuildOptions.defaults().only("a,b"))
        .withMessageStartingWith("'a,b' cannot be given to Packer's -only, perhaps you should ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BuildOptions.defaults().parallelBuilds(0))
        .withMessage("0 parallel builds do nothing, perhaps you should write 1");
  }

  /** What the runner saw of the file of variables. */
  private record Seen(Path file, String permissions, String content) {}

  private Seen variablesFile(PackerBuilder builder, BuildOptions options) {
    AtomicReference<Seen> seen = new AtomicReference<>();
    try (Packer packer =
        builder
            .runner(
                (command, listener) -> {
                  String argument =
                      command.arguments().stream()
                          .filter(word -> word.startsWith("-var-file="))
                          .reduce((first, last) -> last)
                          .orElseThrow();
                  Path file = Path.of(argument.substring("-var-file=".length()));
                  try {
                    seen.set(
                        new Seen(
                            file,
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                            Files.readString(file)));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  assertThat(command.toString()).doesNotContain("c4n4ry");
                  return CommandResult.of(0, "");
                },
                new Redactor())
            .open()) {
      packer.build(options);
    }
    return seen.get();
  }

  @Test
  void hands_variables_over_in_a_private_file_that_is_removed() {
    Seen seen =
        variablesFile(
            Packer.in(template).variable("a", Secret.of("c4n4ry \"x\"")).variable("b", 1),
            BuildOptions.defaults().variable("b", List.of(2, true)));

    assertThat(seen.permissions()).isEqualTo("rw-------");
    assertThat(seen.file().toString()).endsWith(".pkrvars.json");
    assertThat(seen.content()).isEqualTo("{\n\"a\": \"c4n4ry \\\"x\\\"\",\n\"b\": [2,true]\n}\n");
    assertThat(seen.file()).doesNotExist();
    assertThat(seen.file().getParent()).doesNotExist();
  }

  @Test
  void hands_texts_over_to_a_legacy_template() {
    Seen seen =
        variablesFile(
            Packer.in(template).template(Path.of("t.json")),
            BuildOptions.defaults().variables(Map.of("b", 12)).variable("c", true));

    assertThat(seen.content()).isEqualTo("{\n\"b\": \"12\",\n\"c\": \"true\"\n}\n");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                variablesFile(
                    Packer.in(template).template(Path.of("t.json")),
                    BuildOptions.defaults().variable("list", List.of("x"))))
        .withMessage(
            "Variable list is a list of 1, and a legacy JSON template takes texts, perhaps you"
                + " should join it with commas");
  }

  @Test
  void says_what_is_wrong_with_the_folder() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatExceptionOfType(InvalidTemplateException.class)
        .isThrownBy(() -> Packer.in(empty).open())
        .withMessage(
            "%s has no file .pkr.hcl or .pkr.json, perhaps you should name a legacy JSON template"
                + " with template()",
            empty);
    assertThatExceptionOfType(InvalidTemplateException.class)
        .isThrownBy(() -> Packer.in(empty.resolve("x")).open())
        .withMessageContaining("is missing, perhaps you should name the folder that contains");
    assertThatExceptionOfType(InvalidTemplateException.class)
        .isThrownBy(() -> Packer.in(template).template(Path.of("x.json")).open())
        .withMessageContaining("x.json is missing, perhaps you should name a template");
  }

  @Test
  void refuses_init_of_a_legacy_template() throws Exception {
    try (Packer packer = fake("init) exit 1;;").template(Path.of("t.json")).open()) {
      assertThatExceptionOfType(InvalidTemplateException.class)
          .isThrownBy(packer::init)
          .withMessageContaining("t.json is legacy JSON, perhaps you should install what it needs");
      assertThat(packer.requiredPlugins()).isEmpty();
    }
  }
}
