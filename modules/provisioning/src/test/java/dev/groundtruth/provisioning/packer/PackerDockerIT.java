package dev.groundtruth.provisioning.packer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.provisioning.RealTool;
import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.packer.PackerStoppedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The docker builder, its post-processors and what remains of it when it is stopped. */
@Tag("docker")
@Timeout(180)
class PackerDockerIT {

  @TempDir Path folder;

  private final String repository = "groundtruth/packer-it-" + UUID.randomUUID();
  private Path template;
  private ProcessCommandRunner docker;

  @BeforeEach
  void write_template() throws IOException {
    docker = new ProcessCommandRunner(folder.resolve("docker-logs"), new Redactor());
    template = Files.createDirectory(folder.resolve("template"));
    Files.writeString(
        template.resolve("t.pkr.hcl"),
        """
        packer {
          required_plugins {
            docker = {
              source  = "github.com/hashicorp/docker"
              version = "~> 1.0"
            }
          }
        }
        variable "seconds" {
          type    = number
          default = 0
        }
        source "docker" "web" {
          image   = "groundtruth/debian:trixie"
          pull    = false
          commit  = true
          changes = ["LABEL dev.groundtruth.test=packer"]
        }
        source "docker" "exported" {
          image       = "groundtruth/debian:trixie"
          pull        = false
          export_path = "out/exported.tar"
        }
        build {
          sources = ["source.docker.web", "source.docker.exported"]
          provisioner "shell" {
            inline = ["echo built > /built", "sleep ${var.seconds}"]
          }
          post-processors {
            post-processor "docker-tag" {
              only       = ["docker.web"]
              repository = "%s"
              tags       = ["1", "latest"]
            }
          }
          post-processor "manifest" {}
        }
        """
            .formatted(repository));
  }

  @AfterEach
  void remove_images() throws InterruptedException {
    docker.run(
        Command.builder(
                "docker", "image", "rm", "--force", repository + ":1", repository + ":latest")
            .successCodes(0, 1)
            .build());
    docker.close();
  }

  private String docker(String... arguments) throws InterruptedException {
    return docker.run(Command.of("docker", arguments)).stdout().strip();
  }

  private PackerBuilder packer() {
    return Packer.in(template)
        .binary(RealTool.PACKER_1_11.path().toString())
        .pluginPath(RealTool.require(RealTool.cache().resolve("packer-plugins")))
        .logs(folder.resolve("logs"));
  }

  @Test
  void finds_the_image_its_tags_and_exported_files() throws Exception {
    try (Packer packer = packer().open()) {
      assertThat(packer.init().plugins()).allMatch(RequiredPlugin::isInstalled);
      BuildResult result = packer.build();

      List<DockerImage> images =
          result.artifactsOf("docker.web").stream()
              .filter(DockerImage.class::isInstance)
              .map(DockerImage.class::cast)
              .toList();
      String id = docker("image", "inspect", "--format", "{{.Id}}", repository + ":latest");
      assertThat(images).allSatisfy(image -> assertThat(image.imageId()).contains(id));
      assertThat(images)
          .anySatisfy(
              image ->
                  assertThat(image.tags())
                      .containsExactly(repository + ":1", repository + ":latest"));
      assertThat(result.artifactsOf("docker.exported"))
          .anySatisfy(
              artifact ->
                  assertThat(artifact)
                      .isInstanceOfSatisfying(
                          FileArtifact.class,
                          file ->
                              assertThat(file.paths())
                                  .containsExactly(template.resolve("out/exported.tar"))));
      assertThat(result.manifest())
          .anySatisfy(
              entry ->
                  assertThat(entry.artifact())
                      .isInstanceOfSatisfying(
                          DockerImage.class, image -> assertThat(image.imageId()).contains(id)));
    }
  }

  private CompletableFuture<String> containerOf(PackerBuilder builder) {
    CompletableFuture<String> container = new CompletableFuture<>();
    builder.listener(
        event -> {
          if (event instanceof PackerEvent.Message message
              && message.text().startsWith("Container ID: ")) {
            container.complete(message.text().substring("Container ID: ".length()));
          }
        });
    return container;
  }

  private PackerStoppedException stop(
      Duration grace, CompletableFuture<String> container, PackerBuilder builder) throws Exception {
    try (Packer packer = builder.variable("seconds", 100).grace(Phase.BUILD, grace).open()) {
      CompletableFuture<PackerStoppedException> thrown = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () ->
                  thrown.complete(
                      catchThrowableOfType(
                          PackerStoppedException.class,
                          () -> packer.build(BuildOptions.defaults().only("docker.web")))));
      thread.start();
      container.join();
      thread.interrupt();
      return thrown.join();
    }
  }

  @Test
  void removes_the_container_of_a_build_that_is_stopped() throws Exception {
    PackerBuilder builder = packer();
    CompletableFuture<String> container = containerOf(builder);
    PackerStoppedException stopped = stop(Duration.ofSeconds(60), container, builder);

    assertThat(stopped.reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(docker("ps", "--all", "--quiet", "--no-trunc", "--filter", "id=" + container.join()))
        .isEmpty();
    assertThat(stopped.leftovers().isEmpty()).as("%s", stopped.leftovers()).isTrue();
  }

  @Test
  void names_the_container_of_a_build_that_had_to_be_killed() throws Exception {
    PackerBuilder builder = packer();
    CompletableFuture<String> container = containerOf(builder);
    PackerStoppedException stopped = stop(Duration.ZERO, container, builder);

    assertThat(stopped.leftovers().unfinished())
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.build()).isEqualTo("docker.web");
              assertThat(left.resources()).contains("Container ID: " + container.join());
            });
    docker("rm", "--force", container.join());
    await()
        .until(
            () -> docker("ps", "--all", "--quiet", "--filter", "id=" + container.join()).isEmpty());
  }
}
