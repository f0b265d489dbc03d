package dev.groundtruth.verification;

/**
 * A text that others than the stack's owner may read: the definition of a container, its log.
 *
 * @param where what it is, such as {@code log of web-a}
 * @param text the text as it stands there, nothing masked; not to be shown
 */
public record Exposed(String where, String text) {

  /** Names the place only. */
  @Override
  public String toString() {
    return where;
  }
}
