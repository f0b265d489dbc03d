package dev.groundtruth.provisioning.command;

/**
 * Runs commands. Tests may give a lambda in its place, see {@link CommandResult#of}.
 *
 * <p>To cancel a command, interrupt the thread that runs it.
 */
@FunctionalInterface
public interface CommandRunner {

  /**
   * Runs a command to its end.
   *
   * @param command what to run
   * @param listener hears the output while the command runs
   * @return the result, with an exit code that is among the command's success codes
   * @throws CommandNotFoundException if there is no such program
   * @throws CommandNotStartedException if the program cannot be started for another reason
   * @throws CommandTimedOutException if the command was stopped because its time was up, or as
   *     {@link CommandInactiveException} because it was silent for too long
   * @throws CommandFailedException if the exit code is another one
   * @throws InterruptedException if this thread is interrupted; the command was stopped. Another
   *     interrupt meanwhile ends its grace. What came of the command is a suppressed {@link
   *     CommandFailedException} of this exception, if it had begun
   */
  CommandResult run(Command command, OutputListener listener) throws InterruptedException;

  /**
   * Runs a command to its end, with nobody listening.
   *
   * @param command what to run
   * @return the result, with an exit code that is among the command's success codes
   * @throws CommandNotFoundException if there is no such program
   * @throws CommandNotStartedException if the program cannot be started for another reason
   * @throws CommandTimedOutException if the command was stopped because its time was up, or as
   *     {@link CommandInactiveException} because it was silent for too long
   * @throws CommandFailedException if the exit code is another one
   * @throws InterruptedException if this thread is interrupted; the command was stopped. Another
   *     interrupt meanwhile ends its grace. What came of the command is a suppressed {@link
   *     CommandFailedException} of this exception, if it had begun
   */
  default CommandResult run(Command command) throws InterruptedException {
    return run(command, OutputListener.NONE);
  }
}
