package dev.groundtruth.probing.internal;

import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Finding;
import dev.groundtruth.probing.Flow;
import dev.groundtruth.probing.ReachabilityMatrix;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Findings for a terminal and for programs. */
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
          .merge(new Column(finding.flow().to(), finding.flow()).toString(), finding, Mark::worse);
    }
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
                      Mark.of(finding).getSign(),
                      column + " ".repeat(width - column.length()),
                      finding.expected(),
                      finding.observed().describe())
                  .replace(System.lineSeparator(), "\n"));
        }
      }
    }
    for (Finding finding : matrix.findings()) {
      if (!finding.agrees()) {
        text.append(Mark.of(finding).getSign()).append(' ').append(finding.sentence()).append('\n');
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
}
