package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Traffic;
import java.net.InetAddress;
import java.util.List;

/**
 * A packet that opens a connection.
 *
 * @param source the private address it is sent from, or the public one if it comes from outside
 * @param destination the private address of the interface it is for, as security groups and network
 *     ACLs see it, or an address outside
 * @param traffic protocol, and port or ICMP type and code
 */
public record Packet(InetAddress source, InetAddress destination, Traffic traffic) {

  /** For example {@code tcp 3306 from 10.0.1.5 to 10.0.2.9}. */
  @Override
  public String toString() {
    return "%s from %s to %s".formatted(traffic, text(source), text(destination));
  }

  /** Of IPv6 the canonical form of RFC 5952. */
  private static String text(InetAddress address) {
    return AddressSet.ofAddresses(List.of(address)).toString();
  }
}
