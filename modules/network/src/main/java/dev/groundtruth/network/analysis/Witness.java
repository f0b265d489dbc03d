package dev.groundtruth.network.analysis;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A packet that arrives, and why.
 *
 * @param packet the packet
 * @param from the key of the interface it is sent from, or the name of the addresses outside
 * @param to the key of the interface it is for, or the name of the addresses outside
 * @param hops the way it takes, with the rules that admit it
 */
public record Witness(Packet packet, String from, String to, List<Hop> hops) {

  /**
   * Keeps a copy of the hops.
   *
   * @param packet the packet
   * @param from who sends it
   * @param to who receives it
   * @param hops the way it takes
   */
  public Witness {
    hops = List.copyOf(hops);
  }

  /** The packet, then a line for each hop. */
  @Override
  public String toString() {
    return hops.stream()
        .map(hop -> "\n  " + hop)
        .collect(Collectors.joining("", packet + ", " + from + " -> " + to, ""));
  }
}
