package dev.groundtruth.network.analysis;

/**
 * Something in the way of packets.
 *
 * @param code what kind of obstacle it is
 * @param subject the key of the thing that keeps the packets off
 * @param explanation a sentence that says what it does not let through
 */
public record Blocker(BlockerCode code, String subject, String explanation) {

  @Override
  public String toString() {
    return code + " at " + subject + ": " + explanation;
  }
}
