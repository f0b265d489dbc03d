package dev.groundtruth.probing;

import org.jspecify.annotations.Nullable;

/** A sweep has no result; the message says why. */
public final class SweepException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message and what led to it.
   *
   * @param message what went wrong
   * @param cause what led to it, if anything did
   */
  public SweepException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
