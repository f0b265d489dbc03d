package dev.groundtruth.provisioning.terraform;

import java.time.Duration;

/**
 * Whether a command takes the lock of the state. It does unless told otherwise.
 *
 * @param enabled whether it takes the lock
 * @param timeout how long it waits for a lock that another one holds; Terraform itself counts it in
 *     whole seconds
 */
public record Locking(boolean enabled, Duration timeout) {

  /**
   * Takes the lock and fails at once when another one holds it.
   *
   * @return the default of Terraform
   */
  public static Locking failFast() {
    return new Locking(true, Duration.ZERO);
  }

  /**
   * Takes the lock, waiting for another one that holds it.
   *
   * @param timeout how long at most
   * @return the locking
   */
  public static Locking waitFor(Duration timeout) {
    return new Locking(true, timeout);
  }

  /**
   * Takes no lock: two runs at once may lose the state.
   *
   * @return no locking
   */
  public static Locking off() {
    return new Locking(false, Duration.ZERO);
  }

  Arguments arguments() {
    if (!enabled) {
      return Arguments.of("-lock=false");
    }
    return timeout.isZero()
        ? Arguments.NONE
        : Arguments.of("-lock-timeout=" + timeout.toMillis() + "ms");
  }
}
