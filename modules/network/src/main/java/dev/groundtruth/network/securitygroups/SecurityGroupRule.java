package dev.groundtruth.network.securitygroups;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.SourceLocation;
import dev.groundtruth.network.Traffic;
import java.util.OptionalInt;

/**
 * One rule of a security group: it allows connections to be opened, and nothing ever forbids them.
 *
 * @param group the name of the group the rule belongs to
 * @param direction which way the connections are opened
 * @param protocol the protocol, or {@link Protocol#ALL}
 * @param ports the destination ports; every port for protocols that have none
 * @param icmpType the only ICMP type allowed, 0 to 255; nothing if all are
 * @param icmpCode the only ICMP code allowed, 0 to 255; nothing if all are
 * @param peer the other side
 * @param description what the rule is for; empty if nobody said
 * @param location where the rule is written
 */
public record SecurityGroupRule(
    String group,
    Direction direction,
    Protocol protocol,
    PortRange ports,
    OptionalInt icmpType,
    OptionalInt icmpCode,
    Peer peer,
    String description,
    SourceLocation location) {

  /**
   * Whether the rule is about such traffic, whoever the peer is.
   *
   * @param traffic the traffic
   * @return true if protocol, port, ICMP type and code are among the rule's
   */
  public boolean covers(Traffic traffic) {
    return protocol.covers(traffic.protocol())
        && (traffic.port().isEmpty() || ports.contains(traffic.port().getAsInt()))
        && (icmpType.isEmpty() || icmpType.equals(traffic.icmpType()))
        && (icmpCode.isEmpty() || icmpCode.equals(traffic.icmpCode()));
  }

  /** As a person would say it, for example {@code web ingress tcp 80 from group load-balancer}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(group).append(' ').append(direction).append(' ').append(protocol);
    if (protocol.hasPorts()) {
      text.append(' ').append(ports.equals(PortRange.ALL) ? "all" : ports);
    }
    icmpType.ifPresent(type -> text.append(" type ").append(type));
    icmpCode.ifPresent(code -> text.append(" code ").append(code));
    text.append(direction == Direction.INGRESS ? " from " : " to ").append(peer);
    return text.append(" (").append(location).append(')').toString();
  }
}
