package dev.groundtruth.probing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReachabilityMatrixTest {

  private static Finding finding(
      String from, String to, int port, Verdict verdict, Expectation expected, Observation seen) {
    Flow flow = new Flow(from, to, Transport.TCP, port);
    return new Finding(
        flow, verdict, expected, seen, List.of(), "the canary", flow + " sentence <b>&");
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
  void html_is_escaped_and_tells_verdicts_apart_by_shape() {
    assertThat(matrix.html())
        .contains("<th scope=\"row\">&lt;script&gt;</th>", "sentence &lt;b&gt;&amp;")
        .contains("<span class=\"mark\">✖</span><small>expected denied</small><small>refused")
        .contains("<span class=\"mark\">●</span>", "<span class=\"mark\">?</span>")
        .contains("<td class=\"none\" title=\"not probed\">")
        .containsOnlyOnce("<h2>Disagreements</h2>")
        .doesNotContain("<script>", "<link", "src=");
  }

  @Test
  void json_carries_every_finding() {
    assertThat(matrix.json())
        .contains("\"summary\" : \"3 flows: 1 agrees, 1 disagrees, 1 not observable\"")
        .contains("\"verdict\" : \"MODEL_VS_WIRE\"", "\"observed\" : \"refused\"");
  }

  @Test
  void a_cell_of_two_findings_shows_the_worse_one() {
    Observation open = new Observation.Open(Duration.ofMillis(1), "");
    Finding good = finding("a", "b", 1, Verdict.AGREEMENT, Expectation.ALLOWED, open);
    Finding bad = finding("a", "b", 1, Verdict.MODEL_VS_WIRE, Expectation.DENIED, open);
    assertThat(new ReachabilityMatrix(List.of(bad, good)).text())
        .contains("✖ b tcp/1")
        .doesNotContain("● b tcp/1");
  }

  @Test
  void nothing_is_a_table_too() {
    assertThat(new ReachabilityMatrix(List.of()).html()).contains("0 flows: 0 agree, 0 disagree");
  }
}
