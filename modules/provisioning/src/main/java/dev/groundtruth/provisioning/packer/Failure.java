package dev.groundtruth.provisioning.packer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is known of a command that failed, whatever the reason. Redacted. */
record Failure(
    Optional<String> commandLine,
    OptionalInt exitCode,
    List<PackerDiagnostic> diagnostics,
    List<String> complaints,
    Optional<Path> log,
    Optional<Throwable> cause) {

  /** How much of each a message shows; the rest is in the exception and the log. */
  private static final int SHOWN = 5;

  /** A failure before any command ran. */
  static final Failure WITHOUT_COMMAND =
      new Failure(
          Optional.empty(),
          OptionalInt.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  Failure {
    diagnostics = List.copyOf(diagnostics);
    complaints = List.copyOf(complaints);
  }

  Failure causedBy(Throwable reason) {
    return new Failure(commandLine, exitCode, diagnostics, complaints, log, Optional.of(reason));
  }

  /** Whether a diagnostic or a complaint contains a text. */
  boolean says(String text) {
    return complaints.stream().anyMatch(line -> line.contains(text))
        || diagnostics.stream().anyMatch(diagnostic -> diagnostic.toString().contains(text));
  }

  String message(String problem, String advice) {
    StringBuilder message = new StringBuilder();
    message.append(problem).append(", perhaps you should ").append(advice);
    List<String> errors =
        diagnostics.stream()
            .filter(PackerDiagnostic::isError)
            .map(PackerDiagnostic::toString)
            .toList();
    List<String> shown = errors.isEmpty() ? complaints : errors;
    shown.stream()
        .limit(SHOWN)
        .flatMap(String::lines)
        .forEach(line -> message.append("\n  | ").append(line));
    if (shown.size() > SHOWN) {
      message.append("\n  | ... and ").append(shown.size() - SHOWN).append(" more");
    }
    commandLine.ifPresent(
        line -> {
          message.append("\n  The command was `").append(line).append('`');
          exitCode.ifPresent(code -> message.append(", exit code ").append(code));
        });
    log.ifPresent(file -> message.append("\n  The whole output is in ").append(file));
    return message.toString();
  }
}
