package dev.groundtruth.junit;

import org.jspecify.annotations.Nullable;

/** An environment did not start, or cannot because nobody provides it; the message says why. */
public final class EnvironmentStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A failed start.
   *
   * @param message what a person reads
   * @param cause the failure of the provider, or of the first start for later tests
   */
  public EnvironmentStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
