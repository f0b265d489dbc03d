package dev.groundtruth.provisioning.value;

/** A value that is missing, or of another type than the one asked for. Shows nothing sensitive. */
public class UnexpectedValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception that says what is wrong.
   *
   * @param message what is missing or of the wrong type, where, what is there instead, and what to
   *     do
   */
  public UnexpectedValueException(String message) {
    super(message);
  }
}
