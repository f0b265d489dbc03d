package dev.groundtruth.probing;

import java.util.List;

/**
 * What came of a claim about a flow.
 *
 * @param flow what was probed
 * @param verdict how observed and expected compare
 * @param expected what the model says
 * @param observed what the wire said
 * @param controls what came of the positive controls
 * @param listener who listens at the port, as far as is known, such as {@code our canary}
 * @param sentence the finding in a sentence: what was expected and seen, the cause, and what to
 *     look at next
 */
public record Finding(
    Flow flow,
    Verdict verdict,
    Expectation expected,
    Observation observed,
    List<Control.Outcome> controls,
    String listener,
    String sentence) {

  /**
   * Copies the list.
   *
   * @param flow what was probed
   * @param verdict how observed and expected compare
   * @param expected what the model says
   * @param observed what the wire said
   * @param controls what came of the positive controls
   * @param listener who listens at the port, as far as is known, such as {@code our canary}
   * @param sentence the finding in a sentence: what was expected and seen, the cause, and what to
   *     look at next
   */
  public Finding {
    controls = List.copyOf(controls);
  }

  /**
   * Whether wire and model agree.
   *
   * @return true for {@link Verdict#AGREEMENT} only
   */
  public boolean agrees() {
    return verdict == Verdict.AGREEMENT;
  }

  /** The verdict and the sentence. */
  @Override
  public String toString() {
    return verdict + ": " + sentence;
  }
}
