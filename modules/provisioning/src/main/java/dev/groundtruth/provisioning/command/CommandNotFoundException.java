package dev.groundtruth.provisioning.command;

/** A command whose program is not there. */
public final class CommandNotFoundException extends CommandNotStartedException {

  private static final long serialVersionUID = 1L;

  /** The program, as the command names it. */
  private final String program;

  /**
   * An exception for a missing program.
   *
   * @param program the program
   * @param message what is wrong and what perhaps should be installed
   */
  public CommandNotFoundException(String program, String message) {
    super(message, null);
    this.program = program;
  }

  /**
   * The program that is missing.
   *
   * @return the program, as the command names it
   */
  public String program() {
    return program;
  }
}
