package dev.groundtruth.network.contract;

import dev.groundtruth.network.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A contract file that cannot be used; it names all problems of the file at once. */
public final class MalformedContractException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * An exception for the problems of a file.
   *
   * @param problems the problems, at least one
   */
  public MalformedContractException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(List<Problem> problems) {
    String lines = problems.stream().map(Problem::toString).collect(Collectors.joining("\n  "));
    return problems.size() == 1
        ? lines
        : problems.size() + " problems in " + problems.get(0).location().source() + ":\n  " + lines;
  }

  /**
   * The problems.
   *
   * @return at least one, in the order of the file
   */
  public List<Problem> problems() {
    return problems;
  }
}
