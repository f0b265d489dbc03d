package dev.groundtruth.provisioning.terraform.event;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads diagnostics, which the stream and {@code validate} write in the same form. */
final class DiagnosticReader {

  private DiagnosticReader() {}

  static Validation validation(String json) {
    Located root = Json.read("the output of terraform validate", json).in("The validation");
    UnsupportedFormatException.check(
        "The validation", root.find("format_version").map(Located::text).orElse(""), "1", "0");
    List<Diagnostic> diagnostics = new ArrayList<>();
    root.find("diagnostics")
        .ifPresent(list -> list.list().forEach(element -> diagnostics.add(read(element))));
    return new Validation(root.at("valid").bool(), diagnostics);
  }

  static Diagnostic read(Located diagnostic) {
    return new Diagnostic(
        severity(diagnostic.find("severity").map(Located::text).orElse("")),
        diagnostic.find("summary").map(Located::text).orElse(""),
        diagnostic.find("detail").map(Located::text).orElse(""),
        diagnostic.find("address").map(Located::text).filter(address -> !address.isEmpty()),
        diagnostic.find("range").map(DiagnosticReader::range),
        diagnostic.find("snippet").map(DiagnosticReader::snippet));
  }

  private static Diagnostic.Severity severity(String name) {
    return switch (name) {
      case "error" -> Diagnostic.Severity.ERROR;
      case "warning" -> Diagnostic.Severity.WARNING;
      default -> Diagnostic.Severity.UNKNOWN;
    };
  }

  private static SourceRange range(Located range) {
    return new SourceRange(
        range.find("filename").map(Located::text).orElse(""),
        position(range.find("start")),
        position(range.find("end")));
  }

  private static SourceRange.Position position(Optional<Located> position) {
    return new SourceRange.Position(
        number(position, "line"), number(position, "column"), number(position, "byte"));
  }

  private static int number(Optional<Located> object, String member) {
    return object.flatMap(found -> found.find(member)).map(Located::integer).orElse(0);
  }

  private static Diagnostic.Snippet snippet(Located snippet) {
    List<Diagnostic.ExpressionValue> values = new ArrayList<>();
    snippet
        .find("values")
        .ifPresent(
            list ->
                list.list()
                    .forEach(
                        value ->
                            values.add(
                                new Diagnostic.ExpressionValue(
                                    value.find("traversal").map(Located::text).orElse(""),
                                    Secret.of(
                                        value.find("statement").map(Located::text).orElse(""))))));
    return new Diagnostic.Snippet(
        snippet.find("context").map(Located::text),
        snippet.find("code").map(Located::text).orElse(""),
        number(Optional.of(snippet), "start_line"),
        values);
  }
}
