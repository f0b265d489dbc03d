package dev.groundtruth.network.model;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import java.util.OptionalInt;

/**
 * What a rule or entry says of packets apart from their addresses.
 *
 * @param protocol the protocol, or {@link Protocol#ALL}
 * @param ports the destination ports; meaningful for TCP and UDP only, {@link PortRange#ALL}
 *     otherwise
 * @param icmpType the only ICMP type, or nothing for all
 * @param icmpCode the only ICMP code, or nothing for all
 */
public record TrafficMatch(
    Protocol protocol, PortRange ports, OptionalInt icmpType, OptionalInt icmpCode) {

  /** Everything. */
  public static final TrafficMatch ALL =
      new TrafficMatch(Protocol.ALL, PortRange.ALL, OptionalInt.empty(), OptionalInt.empty());

  /**
   * A protocol with ports.
   *
   * @param protocol the protocol
   * @param ports the destination ports
   * @return the match
   */
  public static TrafficMatch of(Protocol protocol, PortRange ports) {
    return new TrafficMatch(protocol, ports, OptionalInt.empty(), OptionalInt.empty());
  }

  /** For example {@code tcp 80-443} or {@code all}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(protocol.toString());
    if (protocol.hasPorts()) {
      text.append(' ').append(ports.equals(PortRange.ALL) ? "all" : ports);
    }
    icmpType.ifPresent(type -> text.append(" type ").append(type));
    icmpCode.ifPresent(code -> text.append(" code ").append(code));
    return text.toString();
  }
}
