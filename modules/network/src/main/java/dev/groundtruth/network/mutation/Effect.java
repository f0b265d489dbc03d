package dev.groundtruth.network.mutation;

import dev.groundtruth.network.analysis.Packet;

/**
 * A packet that arrives in one of two networks only.
 *
 * @param isGained whether it arrives in the mutant; else it arrives in the network itself
 * @param isCertain whether it arrives there in any case; else it may, and may not in the other
 * @param from the key of the interface that sends it, or the name of addresses
 * @param to the key of the interface it is for, or the name of addresses
 * @param packet the packet
 */
public record Effect(boolean isGained, boolean isCertain, String from, String to, Packet packet) {

  /**
   * For example {@code + aws_instance.web -> aws_instance.db: tcp 22 from 10.0.1.5 to 10.0.2.9}.
   */
  @Override
  public String toString() {
    return "%s %s -> %s%s: %s"
        .formatted(isGained ? "+" : "-", from, to, isCertain ? "" : " (perhaps)", packet);
  }
}
