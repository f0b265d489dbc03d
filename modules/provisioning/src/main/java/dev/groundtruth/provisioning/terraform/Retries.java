package dev.groundtruth.provisioning.terraform;

import java.time.Duration;

/**
 * How often a command that failed for a passing reason is run again. Only what {@link
 * TerraformException#isTransient()} says is worth it is run again: a throttled call, a lost
 * connection, a held lock.
 *
 * @param attempts how often it is run at most, the first time included; at least 1
 * @param firstDelay how long to wait before the second attempt
 * @param longestDelay how long to wait at most; each delay is twice the one before
 * @param jitter by which part of itself a delay may vary, from 0 to 1, so that parallel runs do not
 *     meet again
 * @param evenAfterChanges whether an {@code apply}, {@code destroy} or {@code test} that had begun
 *     to change something is run again. A saved plan that was applied in part is stale then, so for
 *     an apply that is of use only where nothing was written to the state.
 */
public record Retries(
    int attempts,
    Duration firstDelay,
    Duration longestDelay,
    double jitter,
    boolean evenAfterChanges) {

  /**
   * Retries.
   *
   * @param attempts how often at most, the first time included
   * @param firstDelay how long to wait before the second attempt
   * @param longestDelay how long to wait at most
   * @param jitter by which part of itself a delay may vary
   * @param evenAfterChanges whether also what began to change something is run again
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public Retries {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          attempts + " attempts are too few, perhaps you should write Retries.none()");
    }
    if (firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "The delays %s and %s are not in order, perhaps you should swap them"
              .formatted(firstDelay, longestDelay));
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException(
          "The jitter " + jitter + " is no part, perhaps you should write 0.25");
    }
  }

  /**
   * No retries.
   *
   * @return one attempt
   */
  public static Retries none() {
    return upTo(1);
  }

  /**
   * Retries after 1, 2, 4 ... seconds, at most 30, each 25 % more or less.
   *
   * @param attempts how often the command is run at most, the first time included
   * @return the retries
   */
  public static Retries upTo(int attempts) {
    return new Retries(attempts, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.25, false);
  }

  /**
   * The same with other delays.
   *
   * @param first how long to wait before the second attempt
   * @param longest how long to wait at most
   * @return the retries
   */
  public Retries delayed(Duration first, Duration longest) {
    return new Retries(attempts, first, longest, jitter, evenAfterChanges);
  }

  /**
   * The same, also for what had begun to change something.
   *
   * @return the retries
   */
  public Retries evenAfterSomethingChanged() {
    return new Retries(attempts, firstDelay, longestDelay, jitter, true);
  }
}
