package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.LocalPorts;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Chooses the published port: the one that was asked for, or a free one. */
final class PortChoice {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final DockerCli docker;
  private final OptionalInt asked;
  private volatile int chosen;

  PortChoice(DockerCli docker, OptionalInt asked) {
    this.docker = docker;
    this.asked = asked;
  }

  /** The port; 0 before it is chosen. */
  int chosen() {
    return chosen;
  }

  /**
   * What was asked for, here or by the property.
   *
   * @throws MirrorStartException if that port is in use
   */
  OptionalInt fixed() {
    OptionalInt fixed = asked.isPresent() ? asked : property();
    if (fixed.isPresent() && !LocalPorts.isFree(fixed.getAsInt())) {
      throw new MirrorStartException(
          "Port %d is in use%s, perhaps you should choose another with the property %s, or leave it out to have a free one chosen."
              .formatted(fixed.getAsInt(), holder(fixed.getAsInt()), ComposeMirror.PORT_PROPERTY));
    }
    return fixed;
  }

  /** Chooses, or chooses again if the free port was taken meanwhile. */
  int choose(OptionalInt fixed) {
    if (fixed.isPresent()) {
      chosen = fixed.getAsInt();
    } else if (chosen == 0 || !LocalPorts.isFree(chosen)) {
      chosen = LocalPorts.free(new SecureRandom());
    }
    return chosen;
  }

  private static OptionalInt property() {
    String property = System.getProperty(ComposeMirror.PORT_PROPERTY, "");
    if (property.isBlank()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(property.strip()));
    } catch (NumberFormatException e) {
      throw new MirrorStartException(
          "Property %s is \"%s\", perhaps you should set it to a number from 1 to 65535."
              .formatted(ComposeMirror.PORT_PROPERTY, property),
          e);
    }
  }

  private String holder(int port) {
    Optional<String> container =
        docker
            .run(
                TIMEOUT,
                "ps",
                "--filter",
                "publish=" + port,
                "--format",
                "container {{.Names}} of run {{.Label \"" + RunIdentity.RUN_LABEL + "\"}}")
            .output()
            .lines()
            .findFirst();
    return container.or(() -> LocalPorts.holder(port)).map(name -> " by " + name).orElse("");
  }
}
