package dev.groundtruth.aws;

/**
 * How often a request is sent that was throttled or failed for a moment (<a
 * href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry
 * behavior</a>).
 *
 * @param mode how to wait in between
 * @param attempts how often at most, the first time included; at least 1
 */
public record Retries(Mode mode, int attempts) {

  /** How to wait between attempts. */
  public enum Mode {
    /** Longer each time, up to 20 seconds. */
    STANDARD,
    /** As the former, and all requests are slowed down once one was throttled. */
    ADAPTIVE
  }

  /**
   * Checks the number.
   *
   * @param mode how to wait in between
   * @param attempts how often at most
   * @throws IllegalArgumentException if the number is below 1
   */
  public Retries {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "%d attempts are none, perhaps you should write 1 for no retries".formatted(attempts));
    }
  }

  /**
   * Standard retries.
   *
   * @param attempts how often at most, the first time included
   * @return the retries
   */
  public static Retries standard(int attempts) {
    return new Retries(Mode.STANDARD, attempts);
  }

  /**
   * Adaptive retries.
   *
   * @param attempts how often at most, the first time included
   * @return the retries
   */
  public static Retries adaptive(int attempts) {
    return new Retries(Mode.ADAPTIVE, attempts);
  }
}
