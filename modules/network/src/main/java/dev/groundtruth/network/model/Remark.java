package dev.groundtruth.network.model;

/**
 * Something a reader has to say: what it did not understand, or what the source leaves ambiguous.
 *
 * @param kind what kind of remark it is
 * @param subject the key of the thing, or the file
 * @param message what is the matter and what perhaps should be done
 */
public record Remark(Kind kind, String subject, String message) {

  /** The kinds of remarks. */
  public enum Kind {
    /** The reader left something out that cannot carry traffic. */
    IGNORED,
    /**
     * Something that can carry traffic was not understood: a proof of isolation is not possible.
     */
    NOT_UNDERSTOOD,
    /** Two parts of the source claim the same thing, such as inline and standalone rules. */
    AMBIGUOUS
  }

  @Override
  public String toString() {
    return kind + " " + subject + ": " + message;
  }
}
