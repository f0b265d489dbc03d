package dev.groundtruth.network.diff;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.Passage;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** One of the two networks, its interfaces by what both networks call them. */
final class Side {

  /** All addresses that no interface has in both networks, within the VPCs and outside. */
  static final String ADDRESSES = "other addresses";

  private final Network network;
  private final Reachability reachability;
  private final Map<String, List<NetworkInterface>> interfaces = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  Side(Network network, Function<NetworkInterface, Optional<String>> correspondence) {
    this.network = network;
    reachability = Reachability.of(network);
    for (NetworkInterface each : network.interfaces()) {
      correspondence
          .apply(each)
          .ifPresent(
              name -> {
                interfaces.computeIfAbsent(name, any -> new ArrayList<>()).add(each);
                names.put(each.identity().key(), name);
              });
    }
  }

  Network network() {
    return network;
  }

  Collection<String> names() {
    return interfaces.keySet();
  }

  /** What both networks call an interface. */
  String nameOf(NetworkInterface each) {
    return names.getOrDefault(each.identity().key(), each.identity().key());
  }

  List<NetworkInterface> interfaces(String name) {
    return interfaces.getOrDefault(name, List.of());
  }

  /** The addresses that are known of all interfaces. */
  AddressSet used() {
    return addresses(network.interfaces());
  }

  private static AddressSet addresses(Collection<NetworkInterface> some) {
    return AddressSet.ofAddresses(
        some.stream().flatMap(each -> each.addresses().stream()).toList());
  }

  /**
   * The addresses that are compared under a name: those that an interface of both networks has
   * here, and has or may have there. Those of interfaces that are compared with nothing are left
   * out as well.
   */
  AddressSet named(Side there) {
    AddressSet named =
        addresses(
            network.interfaces().stream()
                .filter(each -> !names.containsKey(each.identity().key()))
                .toList());
    for (String name : names()) {
      AddressSet mine = addresses(interfaces(name));
      named = named.union(mine.intersection(mayHave(there.interfaces(name))));
    }
    return named;
  }

  /** Where an address is not known, it may be any. */
  private static AddressSet mayHave(List<NetworkInterface> some) {
    AddressSet all = addresses(some);
    for (NetworkInterface each : some) {
      all = each.addresses().isEmpty() ? all.union(AddressSet.ALL_IPV4) : all;
      all = each.isIpv6Known() ? all : all.union(AddressSet.ALL_IPV6);
    }
    return all;
  }

  List<Passage> passages(String from, String to, AddressSet others) {
    return reachability.passages(endpoint(from, others), endpoint(to, others));
  }

  private Endpoint endpoint(String name, AddressSet others) {
    return name.equals(ADDRESSES)
        ? new Endpoint.Addresses(name, others)
        : Endpoint.of(name, interfaces(name));
  }

  /** The thing with a key. */
  static <T> Optional<T> find(List<T> things, Function<T, Identity> identity, String key) {
    return things.stream()
        .filter(thing -> Objects.equals(identity.apply(thing).key(), key))
        .findFirst();
  }

  /** The blocks that are known. */
  static List<String> blocks(List<dev.groundtruth.network.model.Maybe<Cidr>> cidrs) {
    return cidrs.stream()
        .map(cidr -> cidr.known().map(Cidr::toString).orElse("(not known)"))
        .sorted()
        .toList();
  }
}
