package dev.groundtruth.network.mutation;

import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Passage;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Tier;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that can send and receive: each interface by itself, the addresses that tiers name, and what
 * is outside. A mutant has the same ones.
 */
final class Sides {

  private static final String OUTSIDE = "outside";

  private final Map<String, Endpoint> addresses = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Packets> before = new LinkedHashMap<>();

  private record Packets(PacketSet possible, PacketSet certain) {}

  Sides(Network network, NetworkContract contract) {
    AddressSet inside =
        AddressSet.ofBlocks(
            network.vpcs().stream()
                .flatMap(vpc -> vpc.cidrs().stream())
                .flatMap(cidr -> cidr.known().stream())
                .toList());
    addresses.put(OUTSIDE, new Endpoint.Addresses(OUTSIDE, AddressSet.ALL.minus(inside)));
    for (Tier tier : contract.tiers()) {
      for (String expression : tier.expressions()) {
        if (EndpointExpression.resolve(network, expression) instanceof Endpoint.Addresses some) {
          addresses.put(
              expression,
              new Endpoint.Addresses(expression, some.addresses().intersection(inside)));
        }
      }
    }
    names.addAll(addresses.keySet());
    network.interfaces().forEach(each -> names.add(each.identity().key()));
    each(
        network,
        (from, to, packets) -> {
          before.put(pair(from, to), packets);
          return false;
        });
  }

  private static String pair(String from, String to) {
    return from + " -> " + to;
  }

  private interface Visitor {
    /** Whether that is enough. */
    boolean visit(String from, String to, Packets packets);
  }

  private void each(Network network, Visitor visitor) {
    Reachability reachability = Reachability.of(network);
    Map<String, Endpoint> endpoints = new LinkedHashMap<>(addresses);
    for (NetworkInterface each : network.interfaces()) {
      String key = each.identity().key();
      endpoints.put(key, Endpoint.of(key, List.of(each)));
    }
    for (String from : names) {
      for (String to : names) {
        if (addresses.containsKey(from) && addresses.containsKey(to)) {
          continue;
        }
        List<Passage> passages =
            reachability.passages(
                endpoints.getOrDefault(from, Endpoint.of(AddressSet.NONE)),
                endpoints.getOrDefault(to, Endpoint.of(AddressSet.NONE)));
        Packets packets =
            new Packets(union(passages, Passage::possible), union(passages, Passage::certain));
        if (visitor.visit(from, to, packets)) {
          return;
        }
      }
    }
  }

  private static PacketSet union(List<Passage> passages, Function<Passage, PacketSet> which) {
    PacketSet all = PacketSet.none();
    for (Passage passage : passages) {
      all = all.union(which.apply(passage));
    }
    return all;
  }

  /** A packet that tells a mutant from the network; nothing if none does. */
  Optional<Effect> effect(Network mutant) {
    List<Effect> found = new ArrayList<>();
    each(
        mutant,
        (from, to, after) -> {
          Packets old = before.getOrDefault(pair(from, to), after);
          effect(from, to, old, after).ifPresent(found::add);
          return !found.isEmpty();
        });
    return found.stream().findFirst();
  }

  private static Optional<Effect> effect(String from, String to, Packets before, Packets after) {
    return effect(true, true, from, to, after.certain().minus(before.possible()))
        .or(() -> effect(false, true, from, to, before.certain().minus(after.possible())))
        .or(() -> effect(true, false, from, to, after.possible().minus(before.possible())))
        .or(() -> effect(true, false, from, to, after.certain().minus(before.certain())))
        .or(() -> effect(false, false, from, to, before.possible().minus(after.possible())))
        .or(() -> effect(false, false, from, to, before.certain().minus(after.certain())));
  }

  private static Optional<Effect> effect(
      boolean isGained, boolean isCertain, String from, String to, PacketSet packets) {
    return packets.witness().map(packet -> new Effect(isGained, isCertain, from, to, packet));
  }
}
