package dev.groundtruth.aws.network;

import java.util.List;

/**
 * What <a
 * href="https://docs.aws.amazon.com/vpc/latest/reachability/what-is-reachability-analyzer.html">Reachability
 * Analyzer</a> says of a pair, beside what we say.
 *
 * @param question what was asked, such as {@code eni-1 -> eni-2 tcp 3306}
 * @param expected whether we say that the packets arrive
 * @param found whether AWS says so
 * @param explanations why not, in the codes of AWS; empty if they arrive
 */
public record CrossCheck(
    String question, boolean expected, boolean found, List<String> explanations) {

  /**
   * Keeps a copy of the list.
   *
   * @param question what was asked
   * @param expected what we say
   * @param found what AWS says
   * @param explanations why
   */
  public CrossCheck {
    explanations = List.copyOf(explanations);
  }

  /**
   * Whether both say the same.
   *
   * @return true if so
   */
  public boolean agrees() {
    return expected == found;
  }

  /**
   * Such as {@code eni-1 -> eni-2 tcp 3306: we say reachable, AWS says not reachable
   * (ENI_SG_RULES_MISMATCH)}.
   */
  @Override
  public String toString() {
    return "%s: we say %s, AWS says %s%s"
        .formatted(
            question,
            word(expected),
            word(found),
            explanations.isEmpty() ? "" : " (" + String.join(", ", explanations) + ")");
  }

  private static String word(boolean reachable) {
    return reachable ? "reachable" : "not reachable";
  }
}
