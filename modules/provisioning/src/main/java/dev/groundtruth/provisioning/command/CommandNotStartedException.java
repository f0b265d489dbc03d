package dev.groundtruth.provisioning.command;

import org.jspecify.annotations.Nullable;

/** A command that could not be started. */
public class CommandNotStartedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception with its message.
   *
   * @param message what is wrong and what perhaps should be done
   * @param cause what the system said, if it said something
   */
  public CommandNotStartedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
