package dev.groundtruth.aws.emulator;

import dev.groundtruth.network.Cidr;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * The IPv4 networks that this machine is in. Docker looks at its own alone, and a network of its
 * with the addresses of another hides that one from the machine.
 *
 * @param addresses the machine's addresses, with the lengths of their prefixes
 */
record HostNetworks(List<Member> addresses) {

  /**
   * An address of this machine.
   *
   * @param address the address
   * @param prefixLength the length of its network's prefix
   */
  record Member(InetAddress address, int prefixLength) {}

  HostNetworks {
    addresses = List.copyOf(addresses);
  }

  static HostNetworks read() {
    try {
      return new HostNetworks(
          NetworkInterface.networkInterfaces()
              .flatMap(each -> each.getInterfaceAddresses().stream())
              .filter(each -> each.getAddress() instanceof Inet4Address)
              .map(each -> new Member(each.getAddress(), each.getNetworkPrefixLength()))
              .toList());
    } catch (SocketException e) {
      throw new EmulatorException("The networks of this machine cannot be read", e);
    }
  }

  /** Whether a block has addresses of one of them. */
  boolean overlap(Cidr block) {
    return addresses.stream().anyMatch(each -> overlap(block, each));
  }

  private static boolean overlap(Cidr block, Member member) {
    int shared = Math.min(block.prefixLength(), member.prefixLength());
    return prefix(block.first(), shared).equals(prefix(member.address(), shared));
  }

  private static BigInteger prefix(InetAddress address, int length) {
    return new BigInteger(1, address.getAddress()).shiftRight(Integer.SIZE - length);
  }
}
