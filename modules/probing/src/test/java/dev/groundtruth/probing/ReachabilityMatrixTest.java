package dev.groundtruth.probing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReachabilityMatrixTest {

  private static final Observation OPEN = new Observation.Open(Duration.ofMillis(25), "");
  private static final Observation SILENT = new Observation.Filtered("no answer within 1500 ms");
  private static final Control.Outcome CONTROL =
      new Control.Outcome("web-a", new Endpoint("10.0.0.9", 80, Transport.TCP), OPEN);

  private static Finding finding(
      String from, String to, int port, Verdict verdict, Expectation expected, Observation seen) {
    return finding(new Flow(from, to, Transport.TCP, port), verdict, expected, seen, List.of());
  }

  private static Finding finding(
      Flow flow,
      Verdict verdict,
      Expectation expected,
      Observation seen,
      List<Control.Outcome> controls) {
    return new Finding(
        flow, verdict, expected, seen, controls, "the canary", flow + " sentence <b>&");
  }

  private static Finding open(String from, String to, Transport transport, int port) {
    Flow flow = new Flow(from, to, transport, port);
    return finding(flow, Verdict.AGREEMENT, Expectation.ALLOWED, OPEN, List.of(CONTROL));
  }

  private static Finding closed(String from, String to, Transport transport, int port) {
    Flow flow = new Flow(from, to, transport, port);
    return finding(flow, Verdict.AGREEMENT, Expectation.DENIED, SILENT, List.of(CONTROL));
  }

  private static Finding leaking(String from, String to, int port) {
    Flow flow = new Flow(from, to, Transport.TCP, port);
    return finding(
        flow, Verdict.MODEL_VS_WIRE, Expectation.DENIED, OPEN, List.of(CONTROL, CONTROL));
  }

  private static Finding unknown(String from, String to, int port) {
    Flow flow = new Flow(from, to, Transport.TCP, port);
    return finding(flow, Verdict.NOT_OBSERVABLE, Expectation.DENIED, SILENT, List.of());
  }

  private final ReachabilityMatrix matrix =
      new ReachabilityMatrix(
          List.of(
              finding(
                  "web-a",
                  "database",
                  3306,
                  Verdict.AGREEMENT,
                  Expectation.ALLOWED,
                  new Observation.Open(Duration.ofMillis(25), "")),
              finding(
                  "<script>",
                  "database",
                  3306,
                  Verdict.MODEL_VS_WIRE,
                  Expectation.DENIED,
                  new Observation.Refused("ECONNREFUSED")),
              finding(
                  "web-a",
                  "database",
                  22,
                  Verdict.NOT_OBSERVABLE,
                  Expectation.DENIED,
                  new Observation.Unresolved(""))));

  /** Two vantages, two targets; nobody probes itself. */
  private final ReachabilityMatrix agreeing =
      new ReachabilityMatrix(
          List.of(
              closed("stranger", "web", Transport.UDP, 53),
              open("stranger", "web", Transport.TCP, 10250),
              open("stranger", "web", Transport.TCP, 80),
              closed("stranger", "web", Transport.TCP, 22),
              closed("stranger", "database", Transport.TCP, 3306),
              open("web", "database", Transport.TCP, 3306)));

  private final ReachabilityMatrix doubtful =
      new ReachabilityMatrix(
          List.of(
              open("web", "database", Transport.TCP, 3306),
              closed("web", "database", Transport.TCP, 1),
              leaking("web", "database", 22),
              leaking("web", "database", 23),
              unknown("web", "database", 25),
              unknown("stranger", "database", 22)));

  /** The page is XML, too, so the JDK can read it. */
  private static Document page(ReachabilityMatrix matrix) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(matrix.html())));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("the page is not well-formed", e);
    }
  }

  private static List<String> texts(Object context, String xpath) {
    return nodes(context, xpath).map(Node::getTextContent).toList();
  }

  private static Stream<Node> nodes(Object context, String xpath) {
    try {
      XPathNodes found =
          XPathFactory.newInstance()
              .newXPath()
              .evaluateExpression(xpath, context, XPathNodes.class);
      return IntStream.range(0, found.size())
          .mapToObj(
              index -> {
                try {
                  return found.get(index);
                } catch (XPathException e) {
                  throw new AssertionError(e);
                }
              });
    } catch (XPathExpressionException e) {
      throw new AssertionError(xpath, e);
    }
  }

  private static List<List<String>> rows(Document page, String table) {
    return nodes(page, table + "//tr").map(row -> texts(row, "th|td")).toList();
  }

  @Test
  void text_shows_expected_and_observed_and_which_flows_disagree() {
    assertThat(matrix.text())
        .isEqualTo(
            """
            3 flows: 1 agrees, 1 disagrees, 1 not observable
            from web-a
              ? database tcp/22    expected denied  observed unresolved
              ● database tcp/3306  expected allowed observed answered after 25 ms
            from <script>
              ✖ database tcp/3306  expected denied  observed refused (ECONNREFUSED)
            ✖ <script> -> database tcp/3306 sentence <b>&
            ? web-a -> database tcp/22 sentence <b>&
            """);
  }

  @Test
  void html_is_escaped_and_needs_no_other_file() {
    assertThat(matrix.html())
        .contains("<th scope=\"row\">&lt;script&gt;</th>", "sentence &lt;b&gt;&amp;")
        .doesNotContain("<script>", "<link", "src=");
  }

  @Test
  void html_begins_with_the_summary_and_a_legend() {
    Document page = page(doubtful);
    assertThat(texts(page, "//p[@class='summary']"))
        .containsExactly("6 flows: 2 agree, 2 disagree, 2 not observable");
    assertThat(texts(page, "//p[@class='legend']/span"))
        .containsExactly(
            "● agreed, allowed",
            "■ agreed, denied",
            "✖ wire contradicts model",
            "? not observable",
            "· not probed");
  }

  @Test
  void html_overview_says_from_whom_to_whom_what_is_open_and_how_much_is_closed() {
    assertThat(rows(page(agreeing), "//table[@class='overview']"))
        .containsExactly(
            List.of("from \\ to", "web", "database"),
            List.of("stranger", "● tcp 80, 10250 open■ 2 closed", "■ 1 closed"),
            List.of("web", "· not probed", "● tcp 3306 open"));
  }

  @Test
  void html_overview_lists_the_flows_that_disagree_or_were_not_observable_first() {
    Document page = page(doubtful);
    assertThat(texts(page, "//table[@class='overview']/tbody/tr[1]/td/p"))
        .containsExactly(
            "✖ tcp 22, 23: expected denied, observed open",
            "? tcp 25: expected denied, observed filtered",
            "● tcp 3306 open",
            "■ 1 closed");
    assertThat(texts(page, "//table[@class='overview']/tbody/tr/td/@class"))
        .as("style of the cells, that of the worst flow")
        .containsExactly("disagreement", "unknown");
  }

  @Test
  void html_gives_sentences_and_controls_of_what_disagrees_and_of_what_was_not_observable() {
    Document page = page(doubtful);
    assertThat(texts(page, "//h2"))
        .containsExactly("Overview", "Disagreements", "Not observable", "Ports");
    assertThat(texts(page, "//section[@class='disagreement']/*"))
        .as("flows with the same controls in one section, and each control once")
        .containsExactly(
            "✖ web → database",
            "web -> database tcp/22 sentence <b>&web -> database tcp/23 sentence <b>&",
            "controls: web-a -> 10.0.0.9 tcp/80: answered after 25 ms");
    assertThat(texts(page, "//section[@class='unknown']/*"))
        .containsExactly(
            "? web → database",
            "web -> database tcp/25 sentence <b>&",
            "controls: none",
            "? stranger → database",
            "stranger -> database tcp/22 sentence <b>&",
            "controls: none");
  }

  @Test
  void html_without_disagreements_does_not_speak_of_them() {
    assertThat(texts(page(agreeing), "//h2")).containsExactly("Overview", "Ports");
  }

  @Test
  void html_has_a_table_of_marks_for_each_target_with_ports_by_transport() {
    Document page = page(agreeing);
    assertThat(texts(page, "//section/h3")).containsExactly("to web", "to database");
    assertThat(rows(page, "(//table[@class='detail'])[1]"))
        .as("only vantages that probed the target")
        .containsExactly(
            List.of("from", "TCP", "UDP"),
            List.of("22", "80", "10250", "53"),
            List.of("stranger", "■", "●", "●", "■"));
    assertThat(texts(page, "(//table[@class='detail'])[1]//@colspan")).containsExactly("3", "1");
    assertThat(rows(page, "(//table[@class='detail'])[2]"))
        .containsExactly(
            List.of("from", "TCP"), List.of("3306"), List.of("stranger", "■"), List.of("web", "●"));
  }

  @Test
  void html_shows_expected_observed_and_latency_of_a_mark_when_pointed_at() {
    Document page = page(doubtful);
    assertThat(rows(page, "//table[@class='detail']/tbody"))
        .containsExactly(
            List.of("web", "■", "✖", "✖", "?", "●"), List.of("stranger", "·", "?", "·", "·", "·"));
    assertThat(
            texts(
                page,
                "//table[@class='detail']/tbody/tr[1]/td/ancestor-or-self::*[@title][1]/@title"))
        .as("titles of the cells and of the row, which gives its own to cells without")
        .containsExactly(
            "wire contradicts model: expected denied, observed answered after 25 ms",
            "expected denied, observed filtered (no answer within 1500 ms)",
            "not observable: expected denied, observed filtered (no answer within 1500 ms)",
            "expected allowed, observed answered after 25 ms");
    assertThat(texts(page, "//table[@class='detail']/tbody/tr[1]/td[not(@title)]"))
        .as("cells with the title of the row")
        .containsExactly("✖", "✖");
    assertThat(Set.copyOf(texts(page, "//td[text()='·']/@title"))).containsExactly("not probed");
  }

  @Test
  void html_of_a_thousand_flows_is_small() {
    List<Finding> many =
        IntStream.range(0, 1000)
            .mapToObj(i -> closed("from-" + i / 200, "to-" + i / 40 % 5, Transport.TCP, 1 + i % 40))
            .toList();
    assertThat(new ReachabilityMatrix(many).html().length()).isLessThan(30_000);
  }

  @Test
  void json_carries_every_finding() {
    assertThat(matrix.json())
        .contains("\"summary\" : \"3 flows: 1 agrees, 1 disagrees, 1 not observable\"")
        .contains("\"verdict\" : \"MODEL_VS_WIRE\"", "\"observed\" : \"refused\"");
  }

  @Test
  void a_cell_of_two_findings_shows_the_worse_one() {
    Finding good = finding("a", "b", 1, Verdict.AGREEMENT, Expectation.ALLOWED, OPEN);
    Finding bad = finding("a", "b", 1, Verdict.MODEL_VS_WIRE, Expectation.DENIED, OPEN);
    for (List<Finding> both : List.of(List.of(bad, good), List.of(good, bad))) {
      ReachabilityMatrix twice = new ReachabilityMatrix(both);
      assertThat(twice.text()).contains("✖ b tcp/1").doesNotContain("● b tcp/1");
      assertThat(texts(page(twice), "//td"))
          .containsExactly("✖ tcp 1: expected denied, observed open", "✖");
    }
  }

  @Test
  void nothing_is_a_page_too() {
    Document page = page(new ReachabilityMatrix(List.of()));
    assertThat(texts(page, "//p[@class='summary']"))
        .containsExactly("0 flows: 0 agree, 0 disagree, 0 not observable");
    assertThat(texts(page, "//h2|//table")).isEmpty();
  }
}
