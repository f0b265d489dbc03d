package dev.groundtruth.probing;

import dev.groundtruth.probing.internal.Checks;
import java.time.Duration;

/**
 * One attempt to reach an endpoint.
 *
 * @param endpoint where to
 * @param timeout how long to wait for an answer before the endpoint counts as filtered
 * @param readBanner whether to wait, within the timeout, for what the other side says first
 */
public record Probe(Endpoint endpoint, Duration timeout, boolean readBanner) {

  /** Long enough for one lost packet: TCP sends its first one again after a second. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(1500);

  /**
   * Checks the parts. * @throws IllegalArgumentException if the timeout is not above zero
   *
   * @param endpoint where to
   * @param timeout how long to wait for an answer before the endpoint counts as filtered
   * @param readBanner whether to wait, within the timeout, for what the other side says first
   */
  public Probe {
    Checks.positive("timeout", timeout);
  }

  /**
   * A probe with {@link #DEFAULT_TIMEOUT} that does not read a banner.
   *
   * @param endpoint where to
   * @return the probe
   */
  public static Probe of(Endpoint endpoint) {
    return new Probe(endpoint, DEFAULT_TIMEOUT, false);
  }
}
