package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.ComposeCli;
import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.ImageBuilds;
import dev.groundtruth.localmirror.internal.StartDiagnosis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Sees to it that every image the compose files name is on this machine: built or pulled. */
final class ImageProvision {

  private static final Duration PULL_TIMEOUT = Duration.ofMinutes(20);

  private final DockerCli docker;
  private final Path memory;
  private final TimedProgress progress;
  private final UnaryOperator<String> redact;

  /**
   * A provision.
   *
   * @param docker the engine
   * @param memory the folder that remembers what was built from what
   * @param progress is told of each step
   * @param redact masks secrets
   */
  ImageProvision(
      DockerCli docker, Path memory, TimedProgress progress, UnaryOperator<String> redact) {
    this.docker = docker;
    this.memory = memory;
    this.progress = progress;
    this.redact = redact;
  }

  /**
   * Builds what is to be built, and pulls what is missing of the rest.
   *
   * @throws MirrorStartException if an image cannot be had
   */
  void provide(ComposeCli compose, ComposeCli.Model model) {
    build(compose, model.builds());
    Map<String, String> others = new LinkedHashMap<>(model.services());
    others.keySet().removeAll(model.builds().stream().map(ComposeCli.Build::service).toList());
    pull(compose, others);
  }

  private void build(ComposeCli compose, List<ComposeCli.Build> builds) {
    try {
      new ImageBuilds(docker, compose, memory).provide(builds, this::told);
    } catch (ImageBuilds.BuildFailedException e) {
      String message = String.valueOf(e.getMessage());
      throw new MirrorStartException(redact.apply(message) + StartDiagnosis.advice(message), e);
    }
  }

  private void pull(ComposeCli compose, Map<String, String> images) {
    List<String> distinct = images.values().stream().distinct().toList();
    if (distinct.isEmpty() || docker.hasImages(distinct)) {
      return;
    }
    told("pulling " + String.join(", ", distinct));
    List<String> missing =
        images.entrySet().stream()
            .filter(service -> !docker.hasImages(List.of(service.getValue())))
            .map(Map.Entry::getKey)
            .toList();
    DockerCli.Output pulled = compose.pull(missing, PULL_TIMEOUT, this::told);
    if (!pulled.succeeded()) {
      throw new MirrorStartException(
          "The images of %s cannot be pulled: %s%s"
              .formatted(missing, pulled.errors().strip(), StartDiagnosis.advice(pulled.errors())));
    }
  }

  private void told(String line) {
    if (!line.isBlank()) {
      progress.told(MirrorProgress.Phase.PROVIDING_IMAGES, line.strip());
    }
  }
}
