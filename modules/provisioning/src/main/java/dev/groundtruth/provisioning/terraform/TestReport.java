package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code terraform test} found.
 *
 * @param status that of all together
 * @param runs the {@code run} blocks in the order they ended
 * @param diagnostics what belongs to no run
 * @param leftovers the resources that could not be destroyed after the tests
 */
public record TestReport(
    Status status, List<Run> runs, List<Diagnostic> diagnostics, List<String> leftovers) {

  /**
   * A report.
   *
   * @param status that of all together
   * @param runs the {@code run} blocks
   * @param diagnostics what belongs to no run
   * @param leftovers the resources that could not be destroyed
   */
  public TestReport {
    runs = List.copyOf(runs);
    diagnostics = List.copyOf(diagnostics);
    leftovers = List.copyOf(leftovers);
  }

  /**
   * Whether nothing failed.
   *
   * @return true if all runs passed or were skipped, and nothing is left over
   */
  public boolean passed() {
    return status == Status.PASS && leftovers.isEmpty();
  }

  /**
   * The runs that failed or had an error.
   *
   * @return the runs
   */
  public List<Run> failures() {
    return runs.stream()
        .filter(run -> run.status() == Status.FAIL || run.status() == Status.ERROR)
        .toList();
  }

  /**
   * A {@code run} block.
   *
   * @param file the file it is in, relative to the working directory
   * @param name its name
   * @param status how it ended
   * @param elapsed how long it took, if the version tells
   * @param diagnostics why it failed, and what it warned of
   */
  public record Run(
      String file,
      String name,
      Status status,
      Optional<Duration> elapsed,
      List<Diagnostic> diagnostics) {

    /**
     * A run.
     *
     * @param file the file it is in
     * @param name its name
     * @param status how it ended
     * @param elapsed how long it took
     * @param diagnostics why it failed
     */
    public Run {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** How a run ended. */
  public enum Status {
    /** All its assertions held. */
    PASS,
    /** An assertion did not hold. */
    FAIL,
    /** It could not be run to its end. */
    ERROR,
    /** It was not run. */
    SKIP,
    /** It was not reached. */
    PENDING
  }
}
