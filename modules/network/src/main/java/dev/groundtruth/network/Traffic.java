package dev.groundtruth.network;

import java.util.OptionalInt;

/**
 * The first packet of a connection, as far as security groups look at it, apart from its addresses.
 *
 * @param protocol the protocol, not {@link Protocol#ALL}
 * @param port the destination port; present exactly for protocols with ports
 * @param icmpType the ICMP type; present exactly for ICMP and ICMPv6
 * @param icmpCode the ICMP code; present exactly for ICMP and ICMPv6
 */
public record Traffic(
    Protocol protocol, OptionalInt port, OptionalInt icmpType, OptionalInt icmpCode) {

  /**
   * Checks that the parts fit the protocol.
   *
   * @param protocol the protocol
   * @param port the destination port
   * @param icmpType the ICMP type
   * @param icmpCode the ICMP code
   * @throws IllegalArgumentException if they do not, or a number is out of its range
   */
  public Traffic {
    if (protocol.equals(Protocol.ALL)) {
      throw new IllegalArgumentException(
          "No packet is of all protocols, perhaps you should name one, such as tcp");
    }
    if (port.isPresent() != protocol.hasPorts()
        || icmpType.isPresent() != protocol.isIcmp()
        || icmpCode.isPresent() != protocol.isIcmp()) {
      throw new IllegalArgumentException(
          "tcp and udp have a port, icmp and icmpv6 a type and a code, other protocols neither;"
              + " perhaps you should use one of the factory methods for "
              + protocol);
    }
    port.ifPresent(PortRange::of);
    icmpType.ifPresent(Traffic::requireByte);
    icmpCode.ifPresent(Traffic::requireByte);
  }

  private static void requireByte(int number) {
    if (number < 0 || number > 255) {
      throw new IllegalArgumentException(
          number + " is no ICMP type or code, perhaps you should write a number from 0 to 255");
    }
  }

  /**
   * TCP to a port.
   *
   * @param port the destination port
   * @return the traffic
   */
  public static Traffic tcp(int port) {
    return to(Protocol.TCP, port);
  }

  /**
   * UDP to a port.
   *
   * @param port the destination port
   * @return the traffic
   */
  public static Traffic udp(int port) {
    return to(Protocol.UDP, port);
  }

  /**
   * A protocol with ports, to a port.
   *
   * @param protocol {@link Protocol#TCP} or {@link Protocol#UDP}
   * @param port the destination port
   * @return the traffic
   */
  public static Traffic to(Protocol protocol, int port) {
    return new Traffic(protocol, OptionalInt.of(port), OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * An ICMP or ICMPv6 message.
   *
   * @param protocol {@link Protocol#ICMP} or {@link Protocol#ICMPV6}
   * @param type the type, for example 8 for an echo request
   * @param code the code
   * @return the traffic
   */
  public static Traffic icmp(Protocol protocol, int type, int code) {
    return new Traffic(protocol, OptionalInt.empty(), OptionalInt.of(type), OptionalInt.of(code));
  }

  /**
   * A protocol with neither ports nor ICMP types.
   *
   * @param protocol the protocol, for example 50 for ESP
   * @return the traffic
   */
  public static Traffic of(Protocol protocol) {
    return new Traffic(protocol, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /** For example {@code tcp 80} or {@code icmp type 8 code 0}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(protocol.toString());
    port.ifPresent(number -> text.append(' ').append(number));
    icmpType.ifPresent(number -> text.append(" type ").append(number));
    icmpCode.ifPresent(number -> text.append(" code ").append(number));
    return text.toString();
  }
}
