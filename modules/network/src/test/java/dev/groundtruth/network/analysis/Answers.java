package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** All that arrives in a network, from each interface and the outside to each other. */
final class Answers {

  private static final String OUTSIDE = "outside";

  private record Pair(String from, String to) {}

  private record Packets(PacketSet possible, PacketSet certain) {}

  private final Map<Pair, Packets> packets = new LinkedHashMap<>();

  private Answers() {}

  static Answers of(Network network) {
    Reachability reachability = Reachability.of(network);
    AddressSet inside =
        AddressSet.ofBlocks(
            network.vpcs().stream()
                .flatMap(vpc -> vpc.cidrs().stream())
                .flatMap(cidr -> cidr.known().stream())
                .toList());
    Map<String, Endpoint> sides = new LinkedHashMap<>();
    sides.put(OUTSIDE, new Endpoint.Addresses(OUTSIDE, AddressSet.ALL.minus(inside)));
    for (NetworkInterface each : network.interfaces()) {
      sides.put(each.identity().key(), Endpoint.of(each.identity().key(), List.of(each)));
    }
    Answers answers = new Answers();
    sides.forEach(
        (from, sender) ->
            sides.forEach(
                (to, receiver) -> {
                  PacketSet possible = PacketSet.none();
                  PacketSet certain = PacketSet.none();
                  for (Arrival arrival : reachability.arrivals(sender, receiver)) {
                    possible = possible.union(arrival.possible());
                    certain = certain.union(arrival.certain());
                  }
                  answers.packets.put(new Pair(from, to), new Packets(possible, certain));
                }));
    return answers;
  }

  void areSameAs(Answers others) {
    areSameAs(others, UnaryOperator.identity());
  }

  /** Whether they are the same, where the others call the interfaces something else. */
  void areSameAs(Answers others, UnaryOperator<String> name) {
    areAllIn(others, name);
    assertThat(others.packets).hasSameSizeAs(packets);
    packets.forEach(
        (pair, here) -> {
          Packets there = others.of(pair, name);
          isNothing(pair, "may arrive after the change only", there.possible(), here.possible());
          isNothing(pair, "arrives after the change only", there.certain(), here.certain());
        });
  }

  /** Whether the others have all of these packets. */
  void areAllIn(Answers others) {
    areAllIn(others, UnaryOperator.identity());
  }

  private void areAllIn(Answers others, UnaryOperator<String> name) {
    packets.forEach(
        (pair, here) -> {
          Packets there = others.of(pair, name);
          isNothing(pair, "may arrive before the change only", here.possible(), there.possible());
          isNothing(pair, "arrives before the change only", here.certain(), there.certain());
        });
  }

  private Packets of(Pair pair, UnaryOperator<String> name) {
    Pair renamed = new Pair(renamed(pair.from(), name), renamed(pair.to(), name));
    Packets found = packets.get(renamed);
    assertThat(found).as("what is known of %s", renamed).isNotNull();
    return found;
  }

  private static String renamed(String side, UnaryOperator<String> name) {
    return side.equals(OUTSIDE) ? side : name.apply(side);
  }

  private static void isNothing(Pair pair, String what, PacketSet some, PacketSet others) {
    assertThat(some.minus(others).witness())
        .as("%s -> %s: what %s", pair.from(), pair.to(), what)
        .isEmpty();
  }
}
