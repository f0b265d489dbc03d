package dev.groundtruth.network.contract;

import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Subnet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a tier means in a network: the interfaces its expressions name, the blocks they name, and
 * the interfaces that are in these blocks.
 *
 * @param interfaces the interfaces, each once
 * @param blocks the addresses that are named as such
 */
public record TierMembers(List<NetworkInterface> interfaces, AddressSet blocks) {

  /**
   * Keeps a copy of the list.
   *
   * @param interfaces the interfaces
   * @param blocks the addresses that are named as such
   */
  public TierMembers {
    interfaces = List.copyOf(interfaces);
  }

  /**
   * The members of a tier.
   *
   * @param network the network
   * @param tier the tier
   * @return its members
   * @throws IllegalArgumentException if one of its expressions means nothing in the network
   */
  public static TierMembers of(Network network, Tier tier) {
    return of(
        network,
        tier,
        fault -> {
          throw fault;
        });
  }

  /** The members of a tier, as far as its expressions mean something. */
  static TierMembers of(Network network, Tier tier, Consumer<IllegalArgumentException> faults) {
    Set<NetworkInterface> members = new LinkedHashSet<>();
    AddressSet blocks = AddressSet.NONE;
    for (String expression : tier.expressions()) {
      try {
        Endpoint endpoint = EndpointExpression.resolve(network, expression);
        if (endpoint instanceof Endpoint.Interfaces some) {
          members.addAll(some.interfaces());
        } else if (endpoint instanceof Endpoint.Addresses some) {
          blocks = blocks.union(some.addresses());
        }
      } catch (IllegalArgumentException e) {
        faults.accept(e);
      }
    }
    if (!blocks.isEmpty()) {
      for (NetworkInterface each : network.interfaces()) {
        if (isIn(network, each, blocks)) {
          members.add(each);
        }
      }
    }
    return new TierMembers(List.copyOf(members), blocks);
  }

  /**
   * Whether an interface is in some blocks wherever it is: all its addresses are, and where some
   * are not known yet, all of its subnets as far as their blocks are known, at least one.
   *
   * @param network the network
   * @param each one of its interfaces
   * @param blocks the blocks
   * @return true if it is
   */
  public static boolean isIn(Network network, NetworkInterface each, AddressSet blocks) {
    AddressSet all = AddressSet.ofAddresses(each.addresses());
    AddressSet subnets = subnets(network, each);
    if (each.addresses().isEmpty()) {
      all = all.union(subnets.intersection(AddressSet.ALL_IPV4));
    }
    if (!each.isIpv6Known()) {
      all = all.union(subnets.intersection(AddressSet.ALL_IPV6));
    }
    return !all.isEmpty() && blocks.containsAll(all);
  }

  private static AddressSet subnets(Network network, NetworkInterface each) {
    return AddressSet.ofBlocks(
        network.subnets().stream()
            .filter(subnet -> each.subnets().contains(subnet.identity().key()))
            .map(Subnet::cidrs)
            .flatMap(List::stream)
            .flatMap(cidr -> cidr.known().stream())
            .toList());
  }
}
