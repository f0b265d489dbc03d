package dev.groundtruth.provisioning.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What came of a command. */
public final class CommandResult {

  private final int exitCode;
  private final Duration duration;
  private final byte[] stdout;
  private final boolean complete;
  private final Optional<Path> stdoutLog;
  private final Optional<Path> stderrLog;

  CommandResult(
      int exitCode,
      Duration duration,
      byte[] stdout,
      boolean complete,
      Optional<Path> stdoutLog,
      Optional<Path> stderrLog) {
    this.exitCode = exitCode;
    this.duration = duration;
    this.stdout = stdout;
    this.complete = complete;
    this.stdoutLog = stdoutLog;
    this.stderrLog = stderrLog;
  }

  /**
   * A result without a process, for tests of what uses a {@link CommandRunner}.
   *
   * @param exitCode the exit code
   * @param stdout the standard output
   * @return the result; it took no time and has no logs
   */
  public static CommandResult of(int exitCode, String stdout) {
    return new CommandResult(
        exitCode,
        Duration.ZERO,
        stdout.getBytes(StandardCharsets.UTF_8),
        true,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The exit code.
   *
   * @return one of the command's success codes, unless this is the result of a {@link
   *     CommandFailedException}; 128 plus the number of the signal if one ended the program
   */
  public int exitCode() {
    return exitCode;
  }

  /**
   * How long the command ran.
   *
   * @return the time from before its start until after its end
   */
  public Duration duration() {
    return duration;
  }

  /**
   * The whole standard output, as it was written: for programs, not for people, since it is not
   * redacted.
   *
   * @return the output; bytes that are not UTF-8 became U+FFFD
   * @throws IllegalStateException if there was more than the command's limit
   */
  public String stdout() {
    return new String(stdoutBytes(), StandardCharsets.UTF_8);
  }

  /**
   * The whole standard output, byte by byte and not redacted.
   *
   * @return a copy of the bytes
   * @throws IllegalStateException if there was more than the command's limit
   */
  public byte[] stdoutBytes() {
    if (!complete) {
      throw new IllegalStateException(
          "The output is longer than the %d bytes kept in memory, perhaps you should raise"
                  .formatted(stdout.length)
              + " Command.stdoutLimit or read "
              + stdoutLog.map(Path::toString).orElse("the log"));
    }
    return stdout.clone();
  }

  /**
   * The file with the whole standard output, redacted.
   *
   * @return the file; nothing if there was no process
   */
  public Optional<Path> stdoutLog() {
    return stdoutLog;
  }

  /**
   * The file with the whole standard error, redacted.
   *
   * @return the file; nothing if there was no process
   */
  public Optional<Path> stderrLog() {
    return stderrLog;
  }

  /** Exit code and duration, nothing of the output. */
  @Override
  public String toString() {
    return "exit code " + exitCode + " after " + duration;
  }
}
