package dev.groundtruth.network.contract;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.TrafficAtom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The traffic of packets in a few words, their addresses left out. */
final class Summary {

  private Summary() {}

  /** For example {@code tcp 80,443; udp 53}, {@code all}, or {@code none}. */
  static String of(PacketSet packets) {
    TreeMap<Integer, PortSet> ports = new TreeMap<>();
    Set<String> others = new LinkedHashSet<>();
    int otherProtocols = 0;
    for (PacketSet.Block block : packets.blocks()) {
      if (block.traffic() instanceof TrafficAtom.Ports atom) {
        ports.merge(
            atom.protocol().number(), PortSet.of(atom.ports()), (left, right) -> left.union(right));
      } else if (others.add(block.traffic().toString())
          && block.traffic() instanceof TrafficAtom.Protocols atom) {
        otherProtocols += atom.numbers().size();
      }
    }
    boolean isAll =
        otherProtocols == 256 - 4
            && PortSet.ALL.equals(ports.get(Protocol.TCP.number()))
            && PortSet.ALL.equals(ports.get(Protocol.UDP.number()));
    if (isAll) {
      return "all";
    }
    List<String> parts = new ArrayList<>();
    ports.forEach(
        (number, set) ->
            parts.add(
                new Protocol(number)
                    + " "
                    + (set.ranges().equals(List.of(PortRange.ALL)) ? "all" : set)));
    parts.addAll(others);
    return parts.isEmpty() ? "none" : String.join("; ", parts);
  }
}
