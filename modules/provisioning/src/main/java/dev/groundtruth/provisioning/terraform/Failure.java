package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is known of a command that failed, whatever the reason. Redacted. */
record Failure(
    Optional<String> commandLine,
    OptionalInt exitCode,
    List<Diagnostic> diagnostics,
    List<String> lastLines,
    Optional<Path> log,
    boolean isTransient,
    boolean changedSomething,
    Optional<Throwable> cause) {

  /** How many diagnostics a message shows; the others are in the exception and the log. */
  private static final int SHOWN = 5;

  /** A failure before any command ran. */
  static final Failure WITHOUT_COMMAND =
      new Failure(
          Optional.empty(),
          OptionalInt.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          false,
          false,
          Optional.empty());

  /** A command that did not even begin. */
  static Failure notBegun(String commandLine) {
    return new Failure(
        Optional.of(commandLine),
        OptionalInt.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  Failure {
    diagnostics = List.copyOf(diagnostics);
    lastLines = List.copyOf(lastLines);
  }

  Failure passing() {
    return new Failure(
        commandLine, exitCode, diagnostics, lastLines, log, true, changedSomething, cause);
  }

  Failure causedBy(Throwable reason) {
    return new Failure(
        commandLine,
        exitCode,
        diagnostics,
        lastLines,
        log,
        isTransient,
        changedSomething,
        Optional.of(reason));
  }

  String message(String problem, String advice) {
    StringBuilder message = new StringBuilder();
    message.append(problem).append(", perhaps you should ").append(advice);
    List<Diagnostic> errors = diagnostics.stream().filter(Diagnostic::isError).toList();
    errors.stream().limit(SHOWN).forEach(error -> append(message, error.toString()));
    if (errors.size() > SHOWN) {
      message.append("\n  | ... and ").append(errors.size() - SHOWN).append(" more errors");
    }
    if (errors.isEmpty()) {
      lastLines.forEach(line -> append(message, line));
    }
    commandLine.ifPresent(
        line -> {
          message.append("\n  The command was `").append(line).append('`');
          exitCode.ifPresent(code -> message.append(", exit code ").append(code));
        });
    log.ifPresent(file -> message.append("\n  The whole output is in ").append(file));
    return message.toString();
  }

  private static void append(StringBuilder message, String text) {
    text.lines().forEach(line -> message.append("\n  | ").append(line));
  }
}
