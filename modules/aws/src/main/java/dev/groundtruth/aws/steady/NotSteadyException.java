package dev.groundtruth.aws.steady;

/** Something did not become steady in time, or never will; the message shows its last state. */
public final class NotSteadyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotSteadyException(String message) {
    super(message);
  }
}
