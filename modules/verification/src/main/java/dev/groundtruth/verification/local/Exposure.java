package dev.groundtruth.verification.local;

import dev.groundtruth.localmirror.ComposeMirror;
import dev.groundtruth.localmirror.ImageFact;
import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.OutputListener;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.verification.Exposed;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What whoever may talk to the Docker engine can read of a mirror, as it stands there: neither the
 * definitions nor the logs pass a redactor.
 */
final class Exposure {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ComposeMirror mirror;

  Exposure(ComposeMirror mirror) {
    this.mirror = mirror;
  }

  List<Exposed> read() {
    // Its logs go with the run's folder; nothing is masked, for this is what is looked into.
    try (ProcessCommandRunner commands =
        new ProcessCommandRunner(mirror.workFolder().resolve("exposure"), new Redactor())) {
      return read(commands);
    }
  }

  private List<Exposed> read(CommandRunner commands) {
    return mirror.imageFacts().stream()
        .map(ImageFact::service)
        .distinct()
        .flatMap(
            service ->
                Stream.of(
                    new Exposed("definition of " + service, docker(commands, "inspect", service)),
                    new Exposed("log of " + service, docker(commands, "logs", service))))
        .toList();
  }

  private String docker(CommandRunner commands, String command, String service) {
    StringBuilder text = new StringBuilder();
    OutputListener listener =
        (channel, line) -> {
          synchronized (text) {
            text.append(line).append('\n');
          }
        };
    try {
      var unused =
          commands.run(
              Command.builder("docker", command, mirror.containerId(service))
                  .inherit("*")
                  .timeout(TIMEOUT)
                  .build(),
              listener);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Interrupted while reading what Docker shows of " + service, e);
    }
    synchronized (text) {
      return text.toString();
    }
  }
}
