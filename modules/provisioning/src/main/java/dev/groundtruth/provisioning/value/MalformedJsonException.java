package dev.groundtruth.provisioning.value;

/** A text that is not the JSON it should be. Shows nothing of the text, which may hold secrets. */
public class MalformedJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception that says what is wrong.
   *
   * @param message what is wrong, where, and what to do
   */
  public MalformedJsonException(String message) {
    super(message);
  }
}
