package dev.groundtruth.network.analysis;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import java.util.List;

/** Traffic that no rule in question tells apart. */
public sealed interface TrafficAtom {

  /**
   * Some ports of a protocol.
   *
   * @param protocol TCP or UDP
   * @param ports the destination ports
   */
  record Ports(Protocol protocol, PortRange ports) implements TrafficAtom {
    @Override
    public Traffic representative() {
      return Traffic.to(protocol, ports.first());
    }

    @Override
    public String toString() {
      return protocol + " " + ports;
    }
  }

  /**
   * Some ICMP messages: each of the types with each of the codes.
   *
   * @param protocol ICMP or ICMPv6
   * @param types the types, ascending
   * @param codes the codes, ascending
   */
  record Messages(Protocol protocol, List<Integer> types, List<Integer> codes)
      implements TrafficAtom {

    /**
     * Keeps copies of the lists.
     *
     * @param protocol ICMP or ICMPv6
     * @param types the types
     * @param codes the codes
     */
    public Messages {
      types = List.copyOf(types);
      codes = List.copyOf(codes);
    }

    @Override
    public Traffic representative() {
      return Traffic.icmp(protocol, types.get(0), codes.get(0));
    }

    @Override
    public String toString() {
      return "%s type %s code %s".formatted(protocol, Runs.text(types), Runs.text(codes));
    }
  }

  /**
   * Some protocols that have neither ports nor ICMP types.
   *
   * @param numbers the protocol numbers, ascending
   */
  record Protocols(List<Integer> numbers) implements TrafficAtom {

    /**
     * Keeps a copy of the list.
     *
     * @param numbers the protocol numbers
     */
    public Protocols {
      numbers = List.copyOf(numbers);
    }

    @Override
    public Traffic representative() {
      return Traffic.of(new Protocol(numbers.get(0)));
    }

    @Override
    public String toString() {
      return "protocol " + Runs.text(numbers);
    }
  }

  /**
   * One of the traffic.
   *
   * @return the lowest
   */
  Traffic representative();

  /**
   * Whether packets of an IP version can carry it: ICMP is of IPv4 and ICMPv6 of IPv6.
   *
   * @param ipv4 true for IPv4, false for IPv6
   * @return true if they can
   */
  default boolean isCarriedBy(boolean ipv4) {
    return !(this instanceof Messages messages)
        || messages.protocol().equals(Protocol.ICMP) == ipv4;
  }
}
