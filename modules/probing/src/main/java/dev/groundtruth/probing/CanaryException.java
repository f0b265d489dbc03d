package dev.groundtruth.probing;

import org.jspecify.annotations.Nullable;

/** A canary could not be opened; the message says why. */
public final class CanaryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message only.
   *
   * @param message what went wrong
   */
  public CanaryException(String message) {
    this(message, null);
  }

  /**
   * With a message and what led to it.
   *
   * @param message what went wrong
   * @param cause what led to it
   */
  public CanaryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
