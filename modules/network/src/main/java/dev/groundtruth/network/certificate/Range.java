package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Cidr;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive numbers: protocols, ports, ICMP types or codes, or addresses, which are numbered on
 * one line: IPv4 from 0, IPv6 from 2^32.
 *
 * @param first the lowest
 * @param last the highest
 */
public record Range(BigInteger first, BigInteger last) {

  private static final BigInteger IPV6 = BigInteger.ONE.shiftLeft(32);

  /** Every IPv4 address. */
  static final Range ALL_IPV4 = of(Cidr.parse("0.0.0.0/0"));

  /** Every IPv6 address. */
  static final Range ALL_IPV6 = of(Cidr.parse("::/0"));

  /**
   * Checks the order.
   *
   * @param first the lowest
   * @param last the highest
   * @throws IllegalArgumentException if they are the wrong way round
   */
  public Range {
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "The range from %s to %s is empty, perhaps you should swap its ends"
              .formatted(first, last));
    }
  }

  /**
   * A range of small numbers.
   *
   * @param first the lowest
   * @param last the highest
   * @return the range
   */
  public static Range of(int first, int last) {
    return new Range(BigInteger.valueOf(first), BigInteger.valueOf(last));
  }

  /**
   * The addresses of a block.
   *
   * @param block the block
   * @return the range
   */
  public static Range of(Cidr block) {
    return new Range(position(block.first()), position(block.last()));
  }

  /**
   * Consecutive addresses.
   *
   * @param first the lowest
   * @param last the highest, of the same IP version
   * @return the range
   */
  public static Range of(InetAddress first, InetAddress last) {
    return new Range(position(first), position(last));
  }

  private static BigInteger position(InetAddress address) {
    BigInteger number = new BigInteger(1, address.getAddress());
    return address instanceof Inet4Address ? number : number.add(IPV6);
  }

  /** The lowest address, as text. */
  String firstAddress() {
    return address(first);
  }

  /** The highest address, as text. */
  String lastAddress() {
    return address(last);
  }

  private static String address(BigInteger position) {
    boolean isIpv4 = position.compareTo(IPV6) < 0;
    byte[] digits = (isIpv4 ? position : position.subtract(IPV6)).toByteArray();
    byte[] bytes = new byte[isIpv4 ? 4 : 16];
    int count = Math.min(digits.length, bytes.length);
    System.arraycopy(digits, digits.length - count, bytes, bytes.length - count, count);
    try {
      // Unlike InetAddress this leaves an IPv6 address that holds an IPv4 one what it is.
      return isIpv4
          ? InetAddress.getByAddress(bytes).getHostAddress()
          : Inet6Address.getByAddress("", bytes, -1).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  boolean isIpv4() {
    return first.compareTo(IPV6) < 0;
  }

  boolean isSingle() {
    return first.equals(last);
  }

  boolean meets(Range other) {
    return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
  }

  boolean contains(Range other) {
    return first.compareTo(other.first) <= 0 && other.last.compareTo(last) <= 0;
  }

  Range common(Range other) {
    return new Range(first.max(other.first), last.min(other.last));
  }

  /** What of some ranges is in others. */
  static List<Range> common(List<Range> some, List<Range> others) {
    List<Range> common = new ArrayList<>();
    for (Range one : some) {
      for (Range other : others) {
        if (one.meets(other)) {
          common.add(one.common(other));
        }
      }
    }
    return common;
  }

  /** What of some ranges is not in others. */
  static List<Range> minus(List<Range> some, List<Range> others) {
    List<Range> rest = some;
    for (Range other : others) {
      List<Range> next = new ArrayList<>();
      for (Range one : rest) {
        if (!one.meets(other)) {
          next.add(one);
          continue;
        }
        if (one.first.compareTo(other.first) < 0) {
          next.add(new Range(one.first, other.first.subtract(BigInteger.ONE)));
        }
        if (one.last.compareTo(other.last) > 0) {
          next.add(new Range(other.last.add(BigInteger.ONE), one.last));
        }
      }
      rest = next;
    }
    return rest;
  }
}
