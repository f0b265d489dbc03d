package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import dev.groundtruth.provisioning.terraform.event.Diagnostic.Severity;
import dev.groundtruth.provisioning.terraform.event.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the diagnostics of commands that have no machine format for them, such as {@code workspace}
 * and {@code force-unlock}. Only what failed is read this way, never a result.
 */
final class TextDiagnostics {

  private static final Pattern FRAME = Pattern.compile("^[╷│╵] ?");
  private static final Pattern ANSI = Pattern.compile("\u001B\\[[0-?]*[ -/]*[@-~]");
  private static final Pattern PLACE = Pattern.compile("^\\s*on (.+) line (\\d+).*");

  /** What {@code TF_LOG} adds. */
  private static final Pattern LOG =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\S+ \\[(TRACE|DEBUG|INFO|WARN|ERROR)]");

  /** Stands before warnings that are written by themselves. */
  private static final String PREAMBLE = "There are some problems with the CLI configuration:";

  private TextDiagnostics() {}

  /** Reads what a failed command wrote; never nothing, unless it wrote nothing. */
  static List<Diagnostic> read(List<String> lines) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    List<String> current = new ArrayList<>();
    for (String raw : lines) {
      String plain = ANSI.matcher(raw).replaceAll("");
      String line = FRAME.matcher(plain).replaceFirst("").stripTrailing();
      boolean begins = line.startsWith("Error: ") || line.startsWith("Warning: ");
      // What follows the end of a frame is not part of what is in it.
      if (begins || plain.startsWith("╵")) {
        add(current, diagnostics);
        current.clear();
      }
      if (!line.equals(PREAMBLE) && !LOG.matcher(line).find()) {
        current.add(line);
      }
    }
    add(current, diagnostics);
    return diagnostics;
  }

  private static void add(List<String> lines, List<Diagnostic> diagnostics) {
    List<String> text = lines.stream().dropWhile(String::isBlank).toList();
    if (text.isEmpty()) {
      return;
    }
    String first = text.get(0);
    Severity severity = first.startsWith("Warning: ") ? Severity.WARNING : Severity.ERROR;
    Optional<SourceRange> range = Optional.empty();
    List<String> detail = new ArrayList<>();
    for (String line : text.subList(1, text.size())) {
      Matcher place = PLACE.matcher(line);
      if (range.isEmpty() && place.matches()) {
        SourceRange.Position position =
            new SourceRange.Position(Integer.parseInt(place.group(2)), 1, 0);
        range = Optional.of(new SourceRange(place.group(1), position, position));
      } else {
        detail.add(line);
      }
    }
    diagnostics.add(
        new Diagnostic(
            severity,
            first.replaceFirst("^(Error|Warning): ", ""),
            String.join("\n", detail).strip(),
            Optional.empty(),
            range,
            Optional.empty()));
  }
}
