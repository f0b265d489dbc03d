package dev.groundtruth.localmirror;

import java.util.List;

/**
 * What a {@link Sweep} did.
 *
 * @param removed one line for each thing removed, naming the run it belonged to
 * @param problems one line for each thing that could not be removed or read, with the reason
 */
public record SweepReport(List<String> removed, List<String> problems) {

  /**
   * Copies the lists.
   *
   * @param removed one line for each thing removed
   * @param problems one line for each thing that could not be removed
   */
  public SweepReport {
    removed = List.copyOf(removed);
    problems = List.copyOf(problems);
  }
}
