package dev.groundtruth.provisioning.packer;

import java.time.Duration;

/** What a command does, for limits of its time. */
public enum Phase {
  /** Asks or checks and changes nothing outside: version, plugins, validate, inspect, fmt. */
  READ(Duration.ofSeconds(30)),
  /** Installs plugins: init, plugins install. */
  INIT(Duration.ofSeconds(30)),
  /** Builds. */
  BUILD(Duration.ofMinutes(5));

  private final Duration defaultGrace;

  Phase(Duration defaultGrace) {
    this.defaultGrace = defaultGrace;
  }

  /**
   * How long a command that was asked to stop may take before it is killed, unless {@link
   * PackerBuilder#grace} says otherwise.
   *
   * @return 30 seconds; 5 minutes for a build, which removes machines and containers in it
   */
  public Duration defaultGrace() {
    return defaultGrace;
  }
}
