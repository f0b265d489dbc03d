package dev.groundtruth.network.analysis;

/**
 * Something in the way of packets.
 *
 * @param code what kind of obstacle it is
 * @param subject the key of the thing that keeps the packets off
 * @param explanation a sentence that says what it does not let through
 * @param isOnReplies whether it is the replies only that it keeps off
 */
public record Blocker(BlockerCode code, String subject, String explanation, boolean isOnReplies) {

  /** Something in the way of the packets themselves. */
  Blocker(BlockerCode code, String subject, String explanation) {
    this(code, subject, explanation, false);
  }

  @Override
  public String toString() {
    return code + " at " + subject + ": " + explanation;
  }
}
