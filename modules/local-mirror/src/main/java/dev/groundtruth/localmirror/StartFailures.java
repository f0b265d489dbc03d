package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.ComposeCli;
import dev.groundtruth.localmirror.internal.ContainerCondition;
import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.RunContainers;
import dev.groundtruth.localmirror.internal.StartDiagnosis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Finds out why a start failed, from the containers' conditions and logs and from compose. */
final class StartFailures {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final DockerCli docker;
  private final RunContainers containers;
  private final String project;
  private final UnaryOperator<String> redact;

  StartFailures(
      DockerCli docker, RunContainers containers, String project, UnaryOperator<String> redact) {
    this.docker = docker;
    this.containers = containers;
    this.project = project;
    this.redact = redact;
  }

  /** A message that begins with the headline and says what is wrong with which container. */
  String diagnosis(String headline) {
    return StartDiagnosis.describe(headline, containers.all(), this::lastLogLines, redact);
  }

  /** Why Testcontainers gave up. */
  MirrorStartException failed(Throwable cause, List<Path> files, Map<String, String> environment) {
    String headline = "The mirror did not start";
    if (containers.all().stream().noneMatch(ContainerCondition::failed)) {
      // Compose's own complaint is only in its output, which Testcontainers logs and does not hand
      // out: ask again.
      DockerCli.Output again =
          new ComposeCli(docker, files, environment)
              .run(TIMEOUT, project + "-again", null, "create", "--no-build");
      headline +=
          ": "
              + (again.succeeded()
                  ? String.valueOf(cause.getMessage())
                  : again.errors().strip() + StartDiagnosis.advice(again.errors()));
    }
    return new MirrorStartException(diagnosis(headline), cause);
  }

  private List<String> lastLogLines(String container) {
    DockerCli.Output output =
        docker.run(
            TIMEOUT, "logs", "--tail", Integer.toString(StartDiagnosis.LOG_LINES), container);
    return Stream.concat(output.output().lines(), output.errors().lines()).toList();
  }
}
