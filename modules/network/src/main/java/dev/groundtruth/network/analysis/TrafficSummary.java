package dev.groundtruth.network.analysis;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The traffic of a packet set without its addresses, in few words: {@code tcp 80, 443; icmp type
 * 8}.
 */
public final class TrafficSummary {

  private static final int NUMBERS = 256;

  private TrafficSummary() {}

  /**
   * The traffic that some packet of a set has.
   *
   * @param packets the packets
   * @return the traffic by protocol, {@code all traffic} if there is every kind, {@code nothing} if
   *     there is no packet
   */
  public static String of(PacketSet packets) {
    return packets.isEmpty()
        ? "nothing"
        : of(packets.blocks().stream().map(PacketSet.Block::traffic).toList());
  }

  private static String of(List<TrafficAtom> atoms) {
    TreeMap<Integer, List<PortRange>> ports = new TreeMap<>();
    TreeMap<Integer, Set<Integer>> messages = new TreeMap<>();
    TreeSet<Integer> protocols = new TreeSet<>();
    for (TrafficAtom atom : atoms) {
      if (atom instanceof TrafficAtom.Ports some) {
        ports.computeIfAbsent(some.protocol().number(), any -> new ArrayList<>()).add(some.ports());
      } else if (atom instanceof TrafficAtom.Messages some) {
        Set<Integer> of =
            messages.computeIfAbsent(some.protocol().number(), any -> new HashSet<>());
        some.types().forEach(type -> some.codes().forEach(code -> of.add(type * NUMBERS + code)));
      } else if (atom instanceof TrafficAtom.Protocols some) {
        protocols.addAll(some.numbers());
      }
    }
    boolean everyPort =
        ports.size() == 2
            && ports.values().stream().allMatch(some -> new PortSet(some).equals(PortSet.ALL));
    boolean everyMessage =
        !messages.isEmpty()
            && messages.values().stream().allMatch(some -> some.size() == NUMBERS * NUMBERS);
    if (everyPort && everyMessage && protocols.size() == NUMBERS - 4) {
      return "all traffic";
    }
    List<String> parts = new ArrayList<>();
    ports.forEach(
        (protocol, some) -> {
          PortSet set = new PortSet(some);
          parts.add(
              new Protocol(protocol)
                  + (set.equals(PortSet.ALL) ? "" : " " + String.join(", ", texts(set))));
        });
    messages.forEach(
        (protocol, some) -> {
          TreeSet<Integer> types = new TreeSet<>();
          some.forEach(message -> types.add(message / NUMBERS));
          parts.add(
              new Protocol(protocol)
                  + (types.size() == NUMBERS ? "" : " type " + Runs.text(List.copyOf(types))));
        });
    if (!protocols.isEmpty()) {
      parts.add(
          protocols.size() == NUMBERS - 4
              ? "other protocols"
              : "protocol " + Runs.text(List.copyOf(protocols)));
    }
    return String.join("; ", parts);
  }

  private static List<String> texts(PortSet set) {
    return set.ranges().stream().map(PortRange::toString).toList();
  }
}
