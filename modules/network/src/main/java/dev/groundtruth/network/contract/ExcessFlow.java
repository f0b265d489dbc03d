package dev.groundtruth.network.contract;

import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.TrafficSummary;
import dev.groundtruth.network.analysis.Witness;
import java.util.Set;

/**
 * Packets that arrive, or may, although no line of a contract allows them.
 *
 * @param from the tier that sends, or the addresses
 * @param to the tier that receives, or the addresses
 * @param packets the packets
 * @param witness one of them, with the rules that admit it
 * @param unknowns the attributes on which it depends; none if they certainly arrive
 */
public record ExcessFlow(
    String from, String to, PacketSet packets, Witness witness, Set<String> unknowns) {

  /**
   * Keeps a copy of the set.
   *
   * @param from the tier that sends
   * @param to the tier that receives
   * @param packets the packets
   * @param witness one of them
   * @param unknowns the attributes on which it depends
   */
  public ExcessFlow {
    unknowns = Set.copyOf(unknowns);
  }

  /**
   * Whether the packets certainly arrive.
   *
   * @return false if it depends on attributes that are not known yet
   */
  public boolean isCertain() {
    return unknowns.isEmpty();
  }

  /** The tiers, the traffic, the witness with its hops, and a line for each attribute. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(isCertain() ? "excess " : "perhaps excess ");
    text.append("%s -> %s: %s".formatted(from, to, TrafficSummary.of(packets)));
    text.append("\n  such as ").append(witness);
    unknowns.stream()
        .sorted()
        .forEach(attribute -> text.append("\n  depends on ").append(attribute));
    return text.toString();
  }
}
