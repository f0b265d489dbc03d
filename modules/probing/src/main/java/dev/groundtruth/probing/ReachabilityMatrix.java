package dev.groundtruth.probing;

import dev.groundtruth.probing.internal.MatrixLayout;
import dev.groundtruth.probing.internal.MatrixPage;
import java.util.List;

/**
 * Findings side by side: what each vantage should and does reach of each target.
 *
 * @param findings what the cells show
 */
public record ReachabilityMatrix(List<Finding> findings) {

  /**
   * Copies the list.
   *
   * @param findings what the cells show
   */
  public ReachabilityMatrix {
    findings = List.copyOf(findings);
  }

  /**
   * The findings in which the wire contradicts the model.
   *
   * @return the disagreements
   */
  public List<Finding> disagreements() {
    return findings.stream().filter(f -> f.verdict() == Verdict.MODEL_VS_WIRE).toList();
  }

  /**
   * The findings that say nothing.
   *
   * @return what could not be observed
   */
  public List<Finding> notObservable() {
    return findings.stream().filter(f -> f.verdict() == Verdict.NOT_OBSERVABLE).toList();
  }

  /**
   * How many flows agree, in a line.
   *
   * @return such as {@code 12 flows: 11 agree, 1 disagrees, 0 not observable}
   */
  public String summary() {
    int disagreeing = disagreements().size();
    int unknown = notObservable().size();
    int agreeing = findings.size() - disagreeing - unknown;
    return "%d %s: %d %s, %d %s, %d not observable"
        .formatted(
            findings.size(),
            findings.size() == 1 ? "flow" : "flows",
            agreeing,
            agreeing == 1 ? "agrees" : "agree",
            disagreeing,
            disagreeing == 1 ? "disagrees" : "disagree",
            unknown);
  }

  /**
   * For a terminal.
   *
   * @return a line for each flow as text
   */
  public String text() {
    return new MatrixLayout(this).text();
  }

  /**
   * For programs.
   *
   * @return the findings as JSON
   */
  public String json() {
    return new MatrixLayout(this).json();
  }

  /**
   * For a report: a page that needs no other file, fits a width of 1200 pixels with some 45 ports a
   * target, and tells verdicts apart by shape as well as colour. It starts with an overview (from
   * whom to whom what is open and how much is closed), then gives the sentence and the controls of
   * each flow that disagrees or was not observable, then a table for each target with a mark for
   * each port. The page is well-formed XML, too.
   *
   * @return the findings as HTML
   */
  public String html() {
    return new MatrixPage(this).html();
  }
}
