package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One side of a pair: alike interfaces of one subnet, hosts of a subnet nobody knows, or addresses
 * outside of all VPCs.
 *
 * @param name what it is called
 * @param members the interfaces; none for hosts nobody knows and for the outside
 * @param subnet the subnet; nothing for the outside
 * @param addresses the addresses
 * @param isAddressKnown whether each of the addresses is in use; if not, the members have some of
 *     them
 * @param doubts on what it depends whether there is such a party at all
 */
record Party(
    String name,
    List<NetworkInterface> members,
    Optional<Subnet> subnet,
    AddressSet addresses,
    boolean isAddressKnown,
    Set<String> doubts) {

  Party {
    members = List.copyOf(members);
    doubts = Set.copyOf(doubts);
  }

  /**
   * Whether it has an address of an IP version for sure. Where addresses are not known, a subnet
   * with an IPv4 block gives one to each interface; an IPv6 address is certain only in a subnet
   * that has no other (<a
   * href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html">AWS: IP
   * addressing</a>).
   */
  boolean isCertain(boolean ipv4) {
    if (!doubts.isEmpty()) {
      return false;
    }
    if (isAddressKnown) {
      return true;
    }
    List<Maybe<Cidr>> blocks = subnet.orElseThrow().cidrs();
    return ipv4
        ? blocks.stream().flatMap(block -> block.known().stream()).anyMatch(Cidr::isIpv4)
        : !blocks.isEmpty()
            && blocks.stream()
                .allMatch(block -> block.known().map(found -> !found.isIpv4()).orElse(false));
  }

  boolean isOutside() {
    return subnet.isEmpty();
  }

  /** Whether an interface is one of the members: nothing else of a network has its key. */
  boolean hasMember(NetworkInterface other) {
    String key = other.identity().key();
    for (NetworkInterface member : members) {
      if (member.identity().key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  /** All members have the same groups and the same kind: one speaks for all. */
  Optional<NetworkInterface> member() {
    return members.stream().findFirst();
  }

  /** Whether there is one interface only, which sends nothing to itself over the network. */
  boolean isSingle() {
    return members.size() == 1 && !members.get(0).isOpenNumber();
  }

  /** Whether each of the members is in one of several subnets, and nobody knows in which. */
  boolean isInOneOfSeveral() {
    return member().filter(NetworkInterface::isInOneOfSeveral).isPresent();
  }

  /** The key of the member that has an address, or the name of the party. */
  String nameOf(Packet packet, boolean source) {
    java.net.InetAddress address = source ? packet.source() : packet.destination();
    return members.stream()
        .filter(member -> members.size() == 1 || member.addresses().contains(address))
        .findFirst()
        .map(member -> member.identity().key())
        .orElse(name);
  }
}
