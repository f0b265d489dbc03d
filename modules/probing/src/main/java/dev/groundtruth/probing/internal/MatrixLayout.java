package dev.groundtruth.probing.internal;

import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Expectation;
import dev.groundtruth.probing.Finding;
import dev.groundtruth.probing.Flow;
import dev.groundtruth.probing.ReachabilityMatrix;
import dev.groundtruth.probing.Verdict;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts findings into rows and columns. */
public final class MatrixLayout {

  private record Column(String target, Flow flow) {
    @Override
    public String toString() {
      return target + " " + flow.transport() + "/" + flow.port();
    }
  }

  private final ReachabilityMatrix matrix;
  private final List<String> columns;
  private final Map<String, Map<String, Finding>> rows = new LinkedHashMap<>();

  public MatrixLayout(ReachabilityMatrix matrix) {
    this.matrix = matrix;
    List<String> targets = matrix.findings().stream().map(f -> f.flow().to()).distinct().toList();
    this.columns =
        matrix.findings().stream()
            .map(Finding::flow)
            .map(flow -> new Column(flow.to(), flow))
            .sorted(
                Comparator.<Column>comparingInt(column -> targets.indexOf(column.target))
                    .thenComparing(column -> column.flow.transport())
                    .thenComparingInt(column -> column.flow.port()))
            .map(Column::toString)
            .distinct()
            .toList();
    for (Finding finding : matrix.findings()) {
      rows.computeIfAbsent(finding.flow().from(), any -> new LinkedHashMap<>())
          .merge(
              new Column(finding.flow().to(), finding.flow()).toString(),
              finding,
              MatrixLayout::worse);
    }
  }

  private static Finding worse(Finding a, Finding b) {
    return rank(b.verdict()) > rank(a.verdict()) ? b : a;
  }

  private static int rank(Verdict verdict) {
    return switch (verdict) {
      case AGREEMENT -> 0;
      case NOT_OBSERVABLE -> 1;
      case MODEL_VS_WIRE -> 2;
    };
  }

  private static String mark(@Nullable Finding finding) {
    if (finding == null) {
      return "·";
    }
    return switch (finding.verdict()) {
      case AGREEMENT -> finding.expected() == Expectation.ALLOWED ? "●" : "■";
      case MODEL_VS_WIRE -> "✖";
      case NOT_OBSERVABLE -> "?";
    };
  }

  private static String kind(@Nullable Finding finding) {
    if (finding == null) {
      return "none";
    }
    return switch (finding.verdict()) {
      case AGREEMENT -> "agreement";
      case MODEL_VS_WIRE -> "disagreement";
      case NOT_OBSERVABLE -> "unknown";
    };
  }

  /** A line for each cell that was probed: wide tables are unreadable in a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder(matrix.summary()).append('\n');
    int width = columns.stream().mapToInt(String::length).max().orElse(0);
    for (Map.Entry<String, Map<String, Finding>> row : rows.entrySet()) {
      text.append("from ").append(row.getKey()).append('\n');
      for (String column : columns) {
        Finding finding = row.getValue().get(column);
        if (finding != null) {
          text.append(
              "  %s %s  expected %-7s observed %s%n"
                  .formatted(
                      mark(finding),
                      column + " ".repeat(width - column.length()),
                      finding.expected(),
                      finding.observed().describe())
                  .replace(System.lineSeparator(), "\n"));
        }
      }
    }
    for (Finding finding : matrix.findings()) {
      if (!finding.agrees()) {
        text.append(mark(finding)).append(' ').append(finding.sentence()).append('\n');
      }
    }
    return text.toString();
  }

  public String json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("summary", matrix.summary());
    ArrayNode findings = json.putArray("findings");
    for (Finding finding : matrix.findings()) {
      ObjectNode node = findings.addObject();
      node.put("from", finding.flow().from());
      node.put("to", finding.flow().to());
      node.put("transport", finding.flow().transport().toString());
      node.put("port", finding.flow().port());
      node.put("verdict", finding.verdict().name());
      node.put("expected", finding.expected().toString());
      node.put("observed", finding.observed().label());
      node.put("detail", finding.observed().describe());
      node.put("listener", finding.listener());
      ArrayNode controls = node.putArray("controls");
      finding.controls().stream().map(Control.Outcome::toString).forEach(controls::add);
      node.put("sentence", finding.sentence());
    }
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  /** The template's extension makes FreeMarker escape everything that is inserted. */
  public String html() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(MatrixLayout.class, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    StringWriter html = new StringWriter();
    try {
      configuration.getTemplate("reachability.ftlh").process(model(), html);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TemplateException e) {
      throw new IllegalStateException(e);
    }
    return html.toString();
  }

  private Map<String, Object> model() {
    List<Map<String, Object>> table = new ArrayList<>();
    rows.forEach(
        (name, findings) ->
            table.add(
                Map.of(
                    "name",
                    name,
                    "cells",
                    columns.stream().map(findings::get).map(MatrixLayout::cell).toList())));
    return Map.of(
        "summary", matrix.summary(),
        "disagreements", matrix.disagreements().stream().map(Finding::sentence).toList(),
        "unknowns", matrix.notObservable().stream().map(Finding::sentence).toList(),
        "columns", columns,
        "rows", table);
  }

  private static Map<String, String> cell(@Nullable Finding finding) {
    return Map.of(
        "kind", kind(finding),
        "mark", mark(finding),
        "title", finding == null ? "not probed" : finding.sentence(),
        "expected", finding == null ? "" : finding.expected().toString(),
        "observed", finding == null ? "" : finding.observed().label());
  }
}
