package dev.groundtruth.network.analysis;

import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Subnet;
import java.util.List;
import java.util.Optional;

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
 */
record Party(
    String name,
    List<NetworkInterface> members,
    Optional<Subnet> subnet,
    AddressSet addresses,
    boolean isAddressKnown) {

  Party {
    members = List.copyOf(members);
  }

  boolean isOutside() {
    return subnet.isEmpty();
  }

  /** All members have the same groups and the same kind: one speaks for all. */
  Optional<NetworkInterface> member() {
    return members.stream().findFirst();
  }

  /** Whether there is one interface only, which sends nothing to itself over the network. */
  boolean isSingle() {
    return members.size() == 1 && !members.get(0).isOpenNumber();
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
