package dev.groundtruth.network.terraform;

/** A file that is no plan and no state as {@code terraform show -json} writes them. */
public final class UnreadablePlanException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception without a cause of its own.
   *
   * @param message what is wrong with the file and what perhaps should be done
   */
  public UnreadablePlanException(String message) {
    super(message);
  }

  /**
   * An exception for what another one found.
   *
   * @param message what is wrong with the file and what perhaps should be done
   * @param cause what was found
   */
  public UnreadablePlanException(String message, Throwable cause) {
    super(message, cause);
  }
}
