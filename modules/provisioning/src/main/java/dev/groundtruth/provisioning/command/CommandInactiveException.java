package dev.groundtruth.provisioning.command;

import java.nio.file.Path;
import java.util.List;

/** A command that was stopped because it wrote nothing for the time it may be silent. */
public final class CommandInactiveException extends CommandTimedOutException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception for a command that was silent for too long.
   *
   * @param commandLine the command line, redacted
   * @param outcome what happened
   * @param result exit code, output and logs
   * @param killed whether it had to be killed
   * @param lastLines the last relevant lines of its output, redacted
   * @param log the file with the whole output they are from
   */
  public CommandInactiveException(
      String commandLine,
      String outcome,
      CommandResult result,
      boolean killed,
      List<String> lastLines,
      Path log) {
    super(commandLine, outcome, result, killed, lastLines, log);
  }
}
