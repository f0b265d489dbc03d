package dev.groundtruth.provisioning.command;

import java.nio.file.Path;
import java.util.List;

/** A command that ended otherwise than it should. Nothing in it shows a secret. */
public class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Program and arguments, redacted. */
  private final String commandLine;

  /** The exit code. */
  private final int exitCode;

  /** Whether it had to be killed. */
  private final boolean killed;

  private final transient CommandResult result;
  private final transient List<String> lastLines;
  private final transient Path log;

  /**
   * An exception for a failed command.
   *
   * @param commandLine the command line, redacted
   * @param outcome what happened, for example {@code failed with exit code 1 after 3.2 s}
   * @param exitCode the exit code; 128 plus the number of the signal if one ended it
   * @param lastLines the last relevant lines of its output, redacted
   * @param log the file with the whole output they are from
   */
  public CommandFailedException(
      String commandLine, String outcome, int exitCode, List<String> lastLines, Path log) {
    this(commandLine, outcome, CommandResult.of(exitCode, ""), false, lastLines, log);
  }

  /**
   * An exception for a failed command.
   *
   * @param commandLine the command line, redacted
   * @param outcome what happened, for example {@code failed with exit code 1 after 3.2 s}
   * @param result exit code, output and logs
   * @param killed whether it had to be killed
   * @param lastLines the last relevant lines of its output, redacted
   * @param log the file with the whole output they are from
   */
  public CommandFailedException(
      String commandLine,
      String outcome,
      CommandResult result,
      boolean killed,
      List<String> lastLines,
      Path log) {
    super(message(commandLine, outcome, lastLines, log));
    this.commandLine = commandLine;
    this.exitCode = result.exitCode();
    this.killed = killed;
    this.result = result;
    this.lastLines = List.copyOf(lastLines);
    this.log = log;
  }

  private static String message(
      String commandLine, String outcome, List<String> lastLines, Path log) {
    StringBuilder message = new StringBuilder();
    message.append('`').append(commandLine).append("` ").append(outcome);
    message.append(lastLines.isEmpty() ? " without a word" : ":");
    lastLines.forEach(line -> message.append("\n  | ").append(line));
    return message
        .append(lastLines.isEmpty() ? ", perhaps you should read " : "\n  The whole output is in ")
        .append(log)
        .toString();
  }

  /**
   * The command line.
   *
   * @return program and arguments, redacted
   */
  public String commandLine() {
    return commandLine;
  }

  /**
   * The exit code.
   *
   * @return the code; 128 plus the number of the signal if one ended the program
   */
  public int exitCode() {
    return exitCode;
  }

  /**
   * What came of the command in spite of its failure, for callers that know how to read it.
   *
   * @return exit code, duration, standard output (not redacted) and logs
   */
  public CommandResult result() {
    return result;
  }

  /**
   * Whether the command, or something it left behind, did not end within the grace after it was
   * asked to, and was killed. It may then not have finished what it was doing.
   *
   * @return whether something was killed
   */
  public boolean killed() {
    return killed;
  }

  /**
   * The last relevant lines.
   *
   * @return of the standard error, or of the standard output if that is empty; if the command was
   *     stopped, of the one it wrote to last; redacted
   */
  public List<String> lastLines() {
    return lastLines;
  }

  /**
   * The log.
   *
   * @return the file with the whole output the last lines are from
   */
  public Path log() {
    return log;
  }
}
