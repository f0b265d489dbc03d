package dev.groundtruth.network;

import java.util.Locale;
import java.util.Map;

/**
 * An IP protocol as security group rules name it: a number, or {@link #ALL}.
 *
 * @param number the <a href="https://www.iana.org/assignments/protocol-numbers">IANA protocol
 *     number</a>, 0 to 255, or -1 for all protocols, as in the <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html">EC2
 *     API</a>
 */
public record Protocol(int number) {

  /** The Internet Control Message Protocol of IPv4. */
  public static final Protocol ICMP = new Protocol(1);

  /** The Transmission Control Protocol. */
  public static final Protocol TCP = new Protocol(6);

  /** The User Datagram Protocol. */
  public static final Protocol UDP = new Protocol(17);

  /** The Internet Control Message Protocol of IPv6. */
  public static final Protocol ICMPV6 = new Protocol(58);

  /** Every protocol; only rules say this, no packet is of it. */
  public static final Protocol ALL = new Protocol(-1);

  private static final Map<String, Protocol> BY_NAME =
      Map.of("icmp", ICMP, "tcp", TCP, "udp", UDP, "icmpv6", ICMPV6, "all", ALL);

  /**
   * Checks the number.
   *
   * @param number the protocol number, or -1
   * @throws IllegalArgumentException if it is neither -1 nor 0 to 255
   */
  public Protocol {
    if (number < -1 || number > 255) {
      throw new IllegalArgumentException(
          number
              + " is not a protocol number, perhaps you should write a number from 0 to 255 or"
              + " \"all\"");
    }
  }

  /**
   * The protocol of a name or number.
   *
   * @param text {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, {@code all} or a number
   *     from 0 to 255
   * @return the protocol; a number with a name is the named protocol
   * @throws IllegalArgumentException if the text is none of these
   */
  public static Protocol parse(String text) {
    Protocol named = BY_NAME.get(text);
    if (named != null) {
      return named;
    }
    if (text.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(text) <= 255) {
      return new Protocol(Integer.parseInt(text));
    }
    String lower = text.toLowerCase(Locale.ROOT);
    String fix =
        BY_NAME.containsKey(lower)
            ? '"' + lower + '"'
            : "tcp, udp, icmp, icmpv6, all or a number from 0 to 255";
    throw new IllegalArgumentException(
        '"' + text + "\" is not a protocol, perhaps you should write " + fix);
  }

  /**
   * Whether packets of this protocol carry ports a rule can name: TCP and UDP.
   *
   * @return true for TCP and UDP
   */
  public boolean hasPorts() {
    return equals(TCP) || equals(UDP);
  }

  /**
   * Whether packets of this protocol carry an ICMP type and code.
   *
   * @return true for ICMP and ICMPv6
   */
  public boolean isIcmp() {
    return equals(ICMP) || equals(ICMPV6);
  }

  /**
   * Whether a rule of this protocol applies to packets of another.
   *
   * @param packets the protocol of the packets
   * @return true if this is {@link #ALL} or the same protocol
   */
  public boolean covers(Protocol packets) {
    return equals(ALL) || equals(packets);
  }

  /** The name as it is written in a security groups file, else the number. */
  @Override
  public String toString() {
    for (Map.Entry<String, Protocol> entry : BY_NAME.entrySet()) {
      if (entry.getValue().number == number) {
        return entry.getKey();
      }
    }
    return Integer.toString(number);
  }
}
