package dev.groundtruth.network.analysis;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Packets worth sending to see whether a network does what is computed of it: one of every atom,
 * and those around every boundary, be it of ports, of ICMP types and codes, of protocol numbers or
 * of addresses.
 *
 * @param probes the packets, each once
 * @param atoms how many atoms the packets that arrive have; one probe at least is of each
 */
public record ProbePoints(List<Probe> probes, int atoms) {

  /** The last ICMP type, ICMP code and protocol number. */
  private static final int MAX_NUMBER = 255;

  /**
   * Keeps a copy of the list.
   *
   * @param probes the packets
   * @param atoms how many atoms there are
   */
  public ProbePoints {
    probes = List.copyOf(probes);
  }

  /**
   * A packet to be sent.
   *
   * @param packet the packet
   * @param arrives whether it is one of those that arrive
   */
  public record Probe(Packet packet, boolean arrives) {}

  /**
   * The packets worth sending for a flow.
   *
   * @param arriving the packets that arrive
   * @return the packets of every atom and around every boundary
   */
  public static ProbePoints of(PacketSet arriving) {
    Map<Packet, Probe> probes = new LinkedHashMap<>();
    List<Packet> representatives = arriving.representatives();
    representatives.forEach(packet -> add(probes, arriving, packet));
    for (PacketSet.Block block : arriving.blocks()) {
      for (boolean ipv4 : new boolean[] {true, false}) {
        AddressSet family = ipv4 ? AddressSet.ALL_IPV4 : AddressSet.ALL_IPV6;
        AddressSet sources = block.sources().intersection(family);
        AddressSet destinations = block.destinations().intersection(family);
        if (!sources.isEmpty() && !destinations.isEmpty() && block.traffic().isCarriedBy(ipv4)) {
          around(probes, arriving, block.traffic(), sources, destinations);
        }
      }
    }
    return new ProbePoints(List.copyOf(probes.values()), representatives.size());
  }

  private static void around(
      Map<Packet, Probe> probes,
      PacketSet arriving,
      TrafficAtom atom,
      AddressSet sources,
      AddressSet destinations) {
    InetAddress source = sources.first();
    InetAddress destination = destinations.first();
    Traffic traffic = atom.representative();
    for (Traffic each : boundaries(atom)) {
      add(probes, arriving, new Packet(source, destination, each));
    }
    for (InetAddress each : boundaries(sources)) {
      add(probes, arriving, new Packet(each, destination, traffic));
    }
    for (InetAddress each : boundaries(destinations)) {
      add(probes, arriving, new Packet(source, each, traffic));
    }
  }

  /** The first and last of each run of numbers, and those just outside. */
  private static List<Traffic> boundaries(TrafficAtom atom) {
    if (atom instanceof TrafficAtom.Ports ports) {
      PortRange range = ports.ports();
      return IntStream.of(range.first() - 1, range.first(), range.last(), range.last() + 1)
          .filter(port -> port >= 0 && port <= PortRange.MAX_PORT)
          .mapToObj(port -> Traffic.to(ports.protocol(), port))
          .toList();
    }
    if (atom instanceof TrafficAtom.Messages messages) {
      Protocol protocol = messages.protocol();
      int type = messages.types().get(0);
      int code = messages.codes().get(0);
      return Stream.concat(
              boundaries(messages.types()).mapToObj(each -> Traffic.icmp(protocol, each, code)),
              boundaries(messages.codes()).mapToObj(each -> Traffic.icmp(protocol, type, each)))
          .toList();
    }
    return boundaries(((TrafficAtom.Protocols) atom).numbers())
        .mapToObj(Protocol::new)
        .filter(protocol -> !protocol.hasPorts() && !protocol.isIcmp())
        .map(Traffic::of)
        .toList();
  }

  private static IntStream boundaries(List<Integer> numbers) {
    BitSet among = new BitSet();
    numbers.forEach(among::set);
    return IntStream.rangeClosed(0, MAX_NUMBER)
        .filter(
            at ->
                among.get(at) != (at > 0 && among.get(at - 1))
                    || among.get(at) != among.get(at + 1));
  }

  /** The first and last address of each range, and those just outside. */
  private static Set<InetAddress> boundaries(AddressSet addresses) {
    Set<InetAddress> boundaries = new LinkedHashSet<>();
    for (AddressSet.Range range : addresses.ranges()) {
      boundaries.add(Positions.address(range.first()));
      boundaries.add(Positions.address(range.last()));
      AddressSet family = range.isIpv4() ? AddressSet.ALL_IPV4 : AddressSet.ALL_IPV6;
      for (BigInteger at :
          List.of(range.first().subtract(BigInteger.ONE), range.last().add(BigInteger.ONE))) {
        AddressSet.Range all = family.ranges().get(0);
        if (at.compareTo(all.first()) >= 0 && at.compareTo(all.last()) <= 0) {
          boundaries.add(Positions.address(at));
        }
      }
    }
    return boundaries;
  }

  private static void add(Map<Packet, Probe> probes, PacketSet arriving, Packet packet) {
    probes.computeIfAbsent(packet, any -> new Probe(packet, arriving.contains(packet)));
  }
}
