package dev.groundtruth.junit;

/** Something that was started could not be removed at the end of the run. */
public final class EnvironmentCloseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A failed removal.
   *
   * @param message what a person reads, with how to remove it by hand
   * @param cause the first thing that failed; further ones are its suppressed exceptions
   */
  public EnvironmentCloseException(String message, Throwable cause) {
    super(message, cause);
  }
}
