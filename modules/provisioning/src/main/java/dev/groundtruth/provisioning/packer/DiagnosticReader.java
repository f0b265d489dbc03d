package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.packer.PackerDiagnostic.Location;
import dev.groundtruth.provisioning.packer.PackerDiagnostic.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes apart what Packer writes of its diagnostics, several of them in one text. */
final class DiagnosticReader {

  private static final Pattern HEAD = Pattern.compile("(?m)^(Error|Warning): ");
  private static final Pattern PLACE =
      Pattern.compile("\\A\\s*on (.+) line (\\d+)[^\\n]*\\n(?:  [^\\n]*\\n)*");

  private DiagnosticReader() {}

  /** Whether a text begins like a diagnostic. */
  static boolean isDiagnostic(String text) {
    return HEAD.matcher(text).lookingAt();
  }

  /** All diagnostics in a text; a text that is none is one error. */
  static List<PackerDiagnostic> read(String text) {
    List<PackerDiagnostic> diagnostics = new ArrayList<>();
    Matcher head = HEAD.matcher(text);
    if (!head.lookingAt()) {
      String[] parts = text.strip().split("\n", 2);
      return parts[0].isEmpty()
          ? List.of()
          : List.of(
              new PackerDiagnostic(
                  Severity.ERROR,
                  parts[0],
                  parts.length > 1 ? parts[1].strip() : "",
                  Optional.empty()));
    }
    boolean found = true;
    while (found) {
      Severity severity = head.group(1).equals("Error") ? Severity.ERROR : Severity.WARNING;
      int start = head.end();
      found = head.find();
      diagnostics.add(read(severity, text.substring(start, found ? head.start() : text.length())));
    }
    return diagnostics;
  }

  private static PackerDiagnostic read(Severity severity, String text) {
    String[] parts = text.split("\n", 2);
    String rest = parts.length > 1 ? parts[1] : "";
    Matcher place = PLACE.matcher(rest);
    Optional<Location> location = Optional.empty();
    if (place.find()) {
      location = Optional.of(new Location(place.group(1), Integer.parseInt(place.group(2))));
      rest = rest.substring(place.end());
    }
    String detail = rest.strip();
    String summary = parts[0].strip();
    if (summary.isEmpty() && !detail.isEmpty()) {
      // Errors of legacy templates have no summary.
      String[] lines = detail.split("\n", 2);
      summary = lines[0].strip();
      detail = lines.length > 1 ? lines[1].strip() : "";
    }
    return new PackerDiagnostic(severity, summary, detail, location);
  }
}
