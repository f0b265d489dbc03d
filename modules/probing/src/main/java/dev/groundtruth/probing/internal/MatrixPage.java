package dev.groundtruth.probing.internal;

import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Expectation;
import dev.groundtruth.probing.Finding;
import dev.groundtruth.probing.Flow;
import dev.groundtruth.probing.ReachabilityMatrix;
import dev.groundtruth.probing.Transport;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Findings as a page: who reaches whom, what is wrong, and every port of every target. */
public final class MatrixPage {

  /** A line of an overview cell. */
  public record Line(Mark mark, String text) {}

  /** What one vantage sees of one target. */
  public record Pair(Mark worst, List<Line> lines) {}

  /** What one vantage sees of all targets. */
  public record OverviewRow(String from, List<Pair> pairs) {}

  /** Findings of one vantage about one target that rest on the same controls. */
  public record Case(Mark mark, String from, String to, List<String> sentences, String controls) {}

  /** Neighbouring columns. */
  public record Ports(String transport, List<Integer> numbers) {}

  /** The title is empty if the row's holds. */
  public record Cell(Mark mark, String title) {}

  /** The title is the one most cells share: tooltips are inherited, and the page stays small. */
  public record DetailRow(String from, String title, List<Cell> cells) {}

  /** Every port of a target. */
  public record Detail(String to, List<Ports> ports, List<DetailRow> rows) {}

  private record Column(Transport transport, int port) {
    static Column of(Flow flow) {
      return new Column(flow.transport(), flow.port());
    }
  }

  private record Likeness(Mark mark, Transport transport, Expectation expected, String observed) {}

  private record Basis(String from, String to, List<Control.Outcome> controls) {}

  private final ReachabilityMatrix matrix;
  private final List<Finding> findings;
  private final List<String> vantages;
  private final List<String> targets;

  public MatrixPage(ReachabilityMatrix matrix) {
    this.matrix = matrix;
    this.findings =
        List.copyOf(
            matrix.findings().stream()
                .sorted(
                    Comparator.<Finding, Transport>comparing(f -> f.flow().transport())
                        .thenComparingInt(f -> f.flow().port()))
                .collect(
                    Collectors.toMap(
                        Finding::flow, Function.identity(), Mark::worse, LinkedHashMap::new))
                .values());
    this.vantages = matrix.findings().stream().map(f -> f.flow().from()).distinct().toList();
    this.targets = matrix.findings().stream().map(f -> f.flow().to()).distinct().toList();
  }

  /** The template's extension makes FreeMarker escape everything that is inserted. */
  public String html() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(MatrixPage.class, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setNumberFormat("c");
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
    return Map.of(
        "summary", matrix.summary(),
        "legend",
            Stream.of(Mark.OPEN, Mark.CLOSED, Mark.DISAGREEMENT, Mark.UNKNOWN, Mark.NONE).toList(),
        "targets", targets,
        "overview", vantages.stream().map(this::overviewRow).toList(),
        "disagreements", cases(matrix.disagreements()),
        "unknowns", cases(matrix.notObservable()),
        "details", targets.stream().map(this::detail).toList());
  }

  private Stream<Finding> between(String from, String to) {
    return findings.stream().filter(f -> f.flow().from().equals(from) && f.flow().to().equals(to));
  }

  private OverviewRow overviewRow(String from) {
    return new OverviewRow(
        from, targets.stream().map(to -> pair(between(from, to).toList())).toList());
  }

  private static Pair pair(List<Finding> probed) {
    Mark worst = probed.stream().map(Mark::of).max(Comparator.naturalOrder()).orElse(Mark.NONE);
    if (worst == Mark.NONE) {
      return new Pair(worst, List.of(new Line(worst, worst.getMeaning())));
    }
    long closed = probed.stream().filter(f -> Mark.of(f) == Mark.CLOSED).count();
    return new Pair(
        worst,
        Stream.of(
                alike(probed, Mark.DISAGREEMENT),
                alike(probed, Mark.UNKNOWN),
                alike(probed, Mark.OPEN),
                closed == 0
                    ? Stream.<Line>empty()
                    : Stream.of(new Line(Mark.CLOSED, closed + " closed")))
            .flatMap(Function.identity())
            .toList());
  }

  /** Flows of a mark, those that differ in nothing but the port on one line. */
  private static Stream<Line> alike(List<Finding> probed, Mark mark) {
    return probed.stream()
        .filter(f -> Mark.of(f) == mark)
        .collect(
            Collectors.groupingBy(
                f -> new Likeness(mark, f.flow().transport(), f.expected(), f.observed().label()),
                LinkedHashMap::new,
                Collectors.mapping(f -> String.valueOf(f.flow().port()), Collectors.joining(", "))))
        .entrySet()
        .stream()
        .map(entry -> line(entry.getKey(), entry.getValue()));
  }

  private static Line line(Likeness flows, String ports) {
    return new Line(
        flows.mark,
        flows.mark == Mark.OPEN
            ? "%s %s open".formatted(flows.transport, ports)
            : "%s %s: expected %s, observed %s"
                .formatted(flows.transport, ports, flows.expected, flows.observed));
  }

  private static List<Case> cases(List<Finding> suspects) {
    return suspects.stream()
        .collect(
            Collectors.groupingBy(
                f -> new Basis(f.flow().from(), f.flow().to(), f.controls()),
                LinkedHashMap::new,
                Collectors.toList()))
        .entrySet()
        .stream()
        .map(entry -> caseOf(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Case caseOf(Basis basis, List<Finding> suspects) {
    String controls =
        basis.controls.stream()
            .map(Control.Outcome::toString)
            .distinct()
            .collect(Collectors.joining("; "));
    return new Case(
        Mark.of(suspects.get(0)),
        basis.from,
        basis.to,
        suspects.stream().map(Finding::sentence).toList(),
        controls.isEmpty() ? "none" : controls);
  }

  private Detail detail(String to) {
    List<Column> columns =
        findings.stream()
            .map(Finding::flow)
            .filter(flow -> flow.to().equals(to))
            .map(Column::of)
            .distinct()
            .toList();
    List<Ports> ports =
        Arrays.stream(Transport.values())
            .map(
                transport ->
                    new Ports(
                        transport.name(),
                        columns.stream()
                            .filter(column -> column.transport == transport)
                            .map(Column::port)
                            .toList()))
            .filter(group -> !group.numbers.isEmpty())
            .toList();
    return new Detail(
        to,
        ports,
        vantages.stream().flatMap(from -> detailRow(from, to, columns).stream()).toList());
  }

  private Optional<DetailRow> detailRow(String from, String to, List<Column> columns) {
    Map<Column, Finding> probed =
        between(from, to).collect(Collectors.toMap(f -> Column.of(f.flow()), Function.identity()));
    if (probed.isEmpty()) {
      return Optional.empty();
    }
    String usual =
        mostFrequent(
            columns.stream()
                .flatMap(c -> Stream.ofNullable(probed.get(c)))
                .map(MatrixPage::title)
                .toList());
    return Optional.of(
        new DetailRow(
            from,
            usual,
            columns.stream()
                .map(column -> cell(Optional.ofNullable(probed.get(column)), usual))
                .toList()));
  }

  private static Cell cell(Optional<Finding> probed, String usual) {
    return probed
        .map(f -> new Cell(Mark.of(f), title(f).equals(usual) ? "" : title(f)))
        .orElse(new Cell(Mark.NONE, Mark.NONE.getMeaning()));
  }

  private static String title(Finding finding) {
    Mark mark = Mark.of(finding);
    return "%sexpected %s, observed %s"
        .formatted(
            mark.isSuspect() ? mark.getMeaning() + ": " : "",
            finding.expected(),
            finding.observed().describe());
  }

  private static String mostFrequent(Collection<String> titles) {
    return titles.stream()
        .collect(
            Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
