package dev.groundtruth.network.analysis;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The traffic of a packet set without its addresses, in few words: {@code tcp 80,443; icmp type 8}.
 */
public final class TrafficSummary {

  /** What is said of a set in which there is no packet. */
  public static final String NOTHING = "nothing";

  /** What is said of a set in which there is every kind of traffic. */
  public static final String ALL = "all traffic";

  private static final int NUMBERS = 256;

  /** All protocols but TCP, UDP and the two of ICMP. */
  private static final int OTHERS = NUMBERS - 4;

  private TrafficSummary() {}

  /**
   * The traffic that some packet of a set has.
   *
   * @param packets the packets
   * @return the traffic by protocol, {@value #ALL} if there is every kind, {@value #NOTHING} if
   *     there is no packet
   */
  public static String of(PacketSet packets) {
    TreeMap<Integer, PortSet> ports = new TreeMap<>();
    TreeMap<Integer, Map<Integer, Set<Integer>>> messages = new TreeMap<>();
    TreeSet<Integer> protocols = new TreeSet<>();
    TreeSet<Integer> icmp = new TreeSet<>();
    for (PacketSet.Block block : packets.blocks()) {
      if (block.sources().intersects(AddressSet.ALL_IPV4)) {
        icmp.add(Protocol.ICMP.number());
      }
      if (block.sources().intersects(AddressSet.ALL_IPV6)) {
        icmp.add(Protocol.ICMPV6.number());
      }
      if (block.traffic() instanceof TrafficAtom.Ports some) {
        ports.merge(some.protocol().number(), PortSet.of(some.ports()), PortSet::union);
      } else if (block.traffic() instanceof TrafficAtom.Messages some) {
        Map<Integer, Set<Integer>> types =
            messages.computeIfAbsent(some.protocol().number(), any -> new TreeMap<>());
        some.types()
            .forEach(
                type -> types.computeIfAbsent(type, any -> new TreeSet<>()).addAll(some.codes()));
      } else if (block.traffic() instanceof TrafficAtom.Protocols some) {
        protocols.addAll(some.numbers());
      }
    }
    if (packets.isEmpty()) {
      return NOTHING;
    }
    boolean isAll =
        ports.size() == 2
            && ports.values().stream().allMatch(PortSet.ALL::equals)
            && messages.keySet().equals(icmp)
            && messages.values().stream().allMatch(TrafficSummary::isEveryMessage)
            && protocols.size() == OTHERS;
    if (isAll) {
      return ALL;
    }
    List<String> parts = new ArrayList<>();
    ports.forEach(
        (protocol, some) ->
            parts.add(new Protocol(protocol) + " " + (some.equals(PortSet.ALL) ? "all" : some)));
    messages.forEach((protocol, types) -> parts.addAll(texts(new Protocol(protocol), types)));
    if (!protocols.isEmpty()) {
      parts.add(
          protocols.size() == OTHERS
              ? "other protocols"
              : "protocol " + Runs.text(List.copyOf(protocols)));
    }
    return String.join("; ", parts);
  }

  private static boolean isEveryMessage(Map<Integer, Set<Integer>> types) {
    return types.size() == NUMBERS
        && types.values().stream().allMatch(codes -> codes.size() == NUMBERS);
  }

  /** Types with the same codes together. */
  private static List<String> texts(Protocol protocol, Map<Integer, Set<Integer>> types) {
    Map<List<Integer>, List<Integer>> byCodes = new LinkedHashMap<>();
    types.forEach(
        (type, codes) ->
            byCodes.computeIfAbsent(List.copyOf(codes), any -> new ArrayList<>()).add(type));
    List<String> texts = new ArrayList<>();
    byCodes.forEach(
        (codes, some) ->
            texts.add(
                protocol
                    + (some.size() == NUMBERS ? "" : " type " + Runs.text(some))
                    + (codes.size() == NUMBERS ? "" : " code " + Runs.text(codes))));
    return texts;
  }
}
