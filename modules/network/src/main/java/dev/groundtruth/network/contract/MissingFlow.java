package dev.groundtruth.network.contract;

import dev.groundtruth.network.analysis.Blocker;
import dev.groundtruth.network.analysis.Packet;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.TrafficSummary;
import java.util.List;
import java.util.Set;

/**
 * Packets that a contract requires and that do not arrive, or may not.
 *
 * @param flow the line of the contract
 * @param from who sends: the key of an interface, how many are alike, or the name of addresses
 * @param to who receives
 * @param packets the packets, at least one
 * @param blockers what is in the way; none if they may arrive
 * @param unknowns the attributes on which it depends; none if they certainly do not arrive
 */
public record MissingFlow(
    Flow flow,
    String from,
    String to,
    PacketSet packets,
    List<Blocker> blockers,
    Set<String> unknowns) {

  /**
   * Keeps copies of the collections.
   *
   * @param flow the line of the contract
   * @param from who sends
   * @param to who receives
   * @param packets the packets
   * @param blockers what is in the way
   * @param unknowns the attributes on which it depends
   */
  public MissingFlow {
    blockers = List.copyOf(blockers);
    unknowns = Set.copyOf(unknowns);
  }

  /**
   * Whether the packets certainly do not arrive.
   *
   * @return false if it depends on attributes that are not known yet
   */
  public boolean isCertain() {
    return unknowns.isEmpty();
  }

  /**
   * One of the packets.
   *
   * @return a packet that is required and does not arrive, or may not
   */
  public Packet witness() {
    return packets.witness().orElseThrow();
  }

  /** The flow, the packets, and a line for each obstacle or attribute. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(isCertain() ? "missing " : "perhaps missing ");
    text.append(flow);
    flow.location().ifPresent(place -> text.append(" (").append(place).append(')'));
    text.append("\n  %s -> %s: %s".formatted(from, to, TrafficSummary.of(packets)));
    text.append(", such as ").append(witness());
    blockers.forEach(blocker -> text.append("\n  ").append(blocker));
    unknowns.stream()
        .sorted()
        .forEach(attribute -> text.append("\n  depends on ").append(attribute));
    return text.toString();
  }
}
