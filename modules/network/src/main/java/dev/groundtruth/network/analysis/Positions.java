package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Addresses as positions on one line: IPv4 from 0 to 2^32 - 1, IPv6 behind. Sets of both families
 * can so be cut and compared in one pass.
 */
final class Positions {

  private static final BigInteger IPV6_START = BigInteger.ONE.shiftLeft(32);

  private Positions() {}

  static BigInteger of(InetAddress address) {
    BigInteger number = new BigInteger(1, address.getAddress());
    return address instanceof Inet4Address ? number : number.add(IPV6_START);
  }

  static boolean isIpv4(BigInteger position) {
    return position.compareTo(IPV6_START) < 0;
  }

  /** Where IPv6 begins: no range of either family crosses it. */
  static BigInteger border() {
    return IPV6_START;
  }

  static InetAddress address(BigInteger position) {
    return ipAddress(position).toInetAddress();
  }

  static List<Cidr> blocks(BigInteger first, BigInteger last) {
    return Arrays.stream(ipAddress(first).spanWithPrefixBlocks(ipAddress(last)))
        .map(block -> Cidr.parse(block.toPrefixBlock().toCanonicalString()))
        .toList();
  }

  /** A block or address where the range is one, else both ends. */
  static String text(BigInteger first, BigInteger last) {
    if (first.equals(last)) {
      return ipAddress(first).toCanonicalString();
    }
    IPAddress[] blocks = ipAddress(first).spanWithPrefixBlocks(ipAddress(last));
    return blocks.length == 1
        ? blocks[0].toCanonicalString()
        : ipAddress(first).toCanonicalString() + "-" + ipAddress(last).toCanonicalString();
  }

  private static IPAddress ipAddress(BigInteger position) {
    boolean ipv4 = isIpv4(position);
    BigInteger number = ipv4 ? position : position.subtract(IPV6_START);
    int length = ipv4 ? IPv4Address.BYTE_COUNT : IPv6Address.BYTE_COUNT;
    byte[] bytes = new byte[length];
    byte[] digits = number.toByteArray();
    int count = Math.min(digits.length, length);
    System.arraycopy(digits, digits.length - count, bytes, length - count, count);
    return new IPAddressGenerator().from(bytes);
  }
}
