package dev.groundtruth.provisioning.terraform;

import java.time.Duration;

/** What a command does, as far as time limits and retries depend on it. */
public enum Phase {
  /** {@code init} and {@code providers lock}: reads backends, modules and providers. */
  INIT(Duration.ofSeconds(30)),
  /** Everything that changes nothing and takes no lock: {@code show}, {@code output}, ... */
  READ(Duration.ofSeconds(10)),
  /** {@code plan}. */
  PLAN(Duration.ofMinutes(1)),
  /** {@code apply}. */
  APPLY(Duration.ofMinutes(10)),
  /** {@code destroy}. */
  DESTROY(Duration.ofMinutes(10)),
  /** What changes the state only: {@code import}, {@code workspace new}, {@code force-unlock}. */
  STATE(Duration.ofMinutes(1)),
  /** {@code test}, which applies and destroys. */
  TEST(Duration.ofMinutes(10));

  private final Duration grace;

  Phase(Duration grace) {
    this.grace = grace;
  }

  /**
   * How long a command of this phase may take to end after it was interrupted, unless the settings
   * say otherwise. An apply waits for the calls in flight and saves its state, so it may take long.
   *
   * @return the time before it is killed
   */
  public Duration defaultGrace() {
    return grace;
  }
}
