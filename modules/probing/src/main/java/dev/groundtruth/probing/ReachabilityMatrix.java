package dev.groundtruth.probing;

import java.util.List;

/**
 * Findings as a table: a row for each vantage, a column for each port of a target.
 *
 * @param findings what the cells show
 */
public record ReachabilityMatrix(List<Finding> findings) {

  /** Copies the list. */
  public ReachabilityMatrix {
    findings = List.copyOf(findings);
  }

  /**
   * For a terminal.
   *
   * @return the table as text
   */
  public String text() {
    return findings.toString();
  }

  /**
   * For programs.
   *
   * @return the findings as JSON
   */
  public String json() {
    return findings.toString();
  }

  /**
   * For a report: a page that needs no other file.
   *
   * @return the table as HTML
   */
  public String html() {
    return findings.toString();
  }
}
