package dev.groundtruth.verification.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.localmirror.ImageChoice;
import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.verification.RepositoryRoot;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The images that the local mirror would use on this machine, by the same choice. */
final class ImagesInUse {

  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration PROVIDE = Duration.ofMinutes(20);

  private final CommandRunner commands;
  private final Path compose;

  /**
   * Images of the compose project of this checkout.
   *
   * @param commands runs the {@code docker} command
   */
  ImagesInUse(CommandRunner commands) {
    this.commands = commands;
    this.compose =
        Path.of(System.getProperty(RepositoryRoot.PROPERTY, "../.."))
            .toAbsolutePath()
            .normalize()
            .resolve("compose");
  }

  /** A tier of the stack, by its service in the compose file. */
  enum Tier {
    WORDPRESS("web-a"),
    LOAD_BALANCER("load-balancer");

    private final String service;

    Tier(String service) {
      this.service = service;
    }
  }

  /**
   * The image of a tier, pulled or built if it is not here.
   *
   * @param tier the tier
   * @return a reference that this machine's engine has
   */
  String provide(Tier tier) {
    List<String> files = List.of("compose.yaml");
    JsonPath model = model(files);
    List<String> official =
        Arrays.stream(Tier.values()).map(each -> image(model, each)).distinct().toList();
    String image = image(model, tier);
    if (ImageChoice.make(commands, official) == ImageChoice.STAND_IN) {
      files = List.of("compose.yaml", "stand-ins.yaml");
      image = image(model(files), tier);
    }
    if (docker(LOOK, Stream.of("image", "inspect", image)).exitCode() != 0) {
      String verb = files.size() == 1 ? "pull" : "build";
      CommandResult provided = docker(PROVIDE, project(files, verb, tier.service));
      assertThat(provided.exitCode())
          .as("exit code of docker compose %s %s", verb, tier.service)
          .isZero();
    }
    return image;
  }

  /**
   * Builds an image.
   *
   * @param name the name it gets
   * @param folder the folder of its Dockerfile
   * @param arguments arguments of the build by name
   */
  void build(String name, Path folder, Map<String, String> arguments) {
    Stream<String> build = Stream.of("build", "--tag", name);
    Stream<String> values =
        arguments.entrySet().stream()
            .flatMap(each -> Stream.of("--build-arg", each.getKey() + "=" + each.getValue()));
    CommandResult built =
        docker(
            PROVIDE, Stream.of(build, values, Stream.of(folder.toString())).flatMap(part -> part));
    assertThat(built.exitCode()).as("exit code of docker build for %s", name).isZero();
  }

  /** The signal that an image declares for its stop; empty if it declares none. */
  String stopSignal(String image) {
    return docker(LOOK, Stream.of("image", "inspect", "--format={{.Config.StopSignal}}", image))
        .stdout()
        .strip();
  }

  private JsonPath model(List<String> files) {
    CommandResult model = docker(LOOK, project(files, "config", "--format", "json"));
    assertThat(model.exitCode()).as("exit code of docker compose config for %s", files).isZero();
    return JsonPath.from(model.stdout());
  }

  private static String image(JsonPath model, Tier tier) {
    return model.getString("services.'" + tier.service + "'.image");
  }

  private static Stream<String> project(List<String> files, String... arguments) {
    return Stream.of(
            Stream.of("compose"),
            files.stream().flatMap(file -> Stream.of("--file", file)),
            Stream.of(arguments))
        .flatMap(part -> part);
  }

  private CommandResult docker(Duration timeout, Stream<String> arguments) {
    try {
      return commands.run(
          Command.builder("docker")
              .arguments(arguments.toList())
              .inherit("*")
              .directory(compose)
              .timeout(timeout)
              .successCodes(0, 1)
              .installation("run bin/setup --for local")
              .build(),
          (channel, line) -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while looking for images", e);
    }
  }
}
