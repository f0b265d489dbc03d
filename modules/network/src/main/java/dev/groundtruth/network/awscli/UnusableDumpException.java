package dev.groundtruth.network.awscli;

import dev.groundtruth.network.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A folder of dumps that cannot be used; it names all problems of the folder at once. */
public final class UnusableDumpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * An exception for the problems of a folder.
   *
   * @param problems the problems, at least one
   */
  public UnusableDumpException(List<Problem> problems) {
    super(
        (problems.size() == 1 ? "" : problems.size() + " problems:\n  ")
            + problems.stream().map(Problem::toString).collect(Collectors.joining("\n  ")));
    this.problems = List.copyOf(problems);
  }

  /**
   * The problems.
   *
   * @return at least one, in the order of the files' names
   */
  public List<Problem> problems() {
    return problems;
  }
}
