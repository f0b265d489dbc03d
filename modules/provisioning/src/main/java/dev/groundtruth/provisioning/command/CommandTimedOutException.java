package dev.groundtruth.provisioning.command;

import java.nio.file.Path;
import java.util.List;

/** A command that was stopped because its time was up. */
public final class CommandTimedOutException extends CommandFailedException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception for a command that took too long.
   *
   * @param commandLine the command line, redacted
   * @param outcome what happened
   * @param exitCode the exit code
   * @param lastLines the last relevant lines of its output, redacted
   * @param log the file with the whole output they are from
   */
  public CommandTimedOutException(
      String commandLine, String outcome, int exitCode, List<String> lastLines, Path log) {
    super(commandLine, outcome, exitCode, lastLines, log);
  }
}
