package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.model.TrafficMatch;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * Against sets of single packets, of eight addresses, of which two are of IPv6, and three ports.
 */
class PacketSetTest {

  private static final List<InetAddress> ADDRESSES =
      Stream.concat(
              IntStream.range(0, 6).mapToObj(at -> "10.0.0." + at),
              IntStream.range(0, 2).mapToObj(at -> "2600::" + at))
          .map(Cidr::parseAddress)
          .toList();

  private static final List<Packet> ALL =
      ADDRESSES.stream()
          .flatMap(
              from ->
                  ADDRESSES.stream()
                      .filter(to -> !to.equals(from))
                      .filter(to -> to.getAddress().length == from.getAddress().length)
                      .flatMap(
                          to ->
                              IntStream.range(0, 3)
                                  .mapToObj(
                                      port ->
                                          new Packet(from, to, Traffic.to(Protocol.TCP, port)))))
          .toList();

  /** A set and the packets that it should have. */
  private record Pair(PacketSet set, Set<Packet> packets) {

    static Pair random(Random random) {
      AddressSet from = addresses(random);
      AddressSet to = addresses(random);
      int first = random.nextInt(3);
      int last = first + random.nextInt(3 - first);
      Set<Packet> packets = new HashSet<>();
      for (Packet packet : ALL) {
        int port = packet.traffic().port().orElseThrow();
        if (from.contains(packet.source())
            && to.contains(packet.destination())
            && port >= first
            && port <= last) {
          packets.add(packet);
        }
      }
      return new Pair(
          PacketSet.of(from, to, TrafficMatch.of(Protocol.TCP, new PortRange(first, last))),
          packets);
    }

    Pair combined(Pair other, int operation) {
      Set<Packet> result = new HashSet<>(packets);
      return switch (operation) {
        case 0 -> {
          result.addAll(other.packets);
          yield new Pair(set.union(other.set), result);
        }
        case 1 -> {
          result.retainAll(other.packets);
          yield new Pair(set.intersection(other.set), result);
        }
        default -> {
          result.removeAll(other.packets);
          yield new Pair(set.minus(other.set), result);
        }
      };
    }
  }

  private static AddressSet addresses(Random random) {
    return AddressSet.ofAddresses(ADDRESSES.stream().filter(any -> random.nextBoolean()).toList());
  }

  @RepeatedTest(200)
  void has_the_packets_that_single_packets_say(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Pair pair = Pair.random(random);
    for (int step = 0; step < 8; step++) {
      Pair other = Pair.random(random);
      boolean contains = pair.packets().containsAll(other.packets());
      assertThat(pair.set().containsAll(other.set())).isEqualTo(contains);
      pair = pair.combined(other, random.nextInt(3));
      assertThat(ALL.stream().filter(pair.set()::contains))
          .containsExactlyInAnyOrderElementsOf(pair.packets());
      assertThat(pair.set().isEmpty()).isEqualTo(pair.packets().isEmpty());
      assertThat(pair.set().witness().map(pair.packets()::contains).orElse(true)).isTrue();
      assertThat(pair.packets()).containsAll(pair.set().representatives());
    }
  }

  @Test
  void nothing_is_left_of_what_an_address_would_send_to_itself() {
    AddressSet both = AddressSet.of(Cidr.parse("10.0.1.10/31"));
    AddressSet one = AddressSet.of(Cidr.parse("10.0.1.10/32"));
    AddressSet other = AddressSet.of(Cidr.parse("10.0.1.11/32"));
    PacketSet rest =
        PacketSet.of(both, both, TrafficMatch.ALL)
            .minus(PacketSet.of(one, other, TrafficMatch.ALL))
            .minus(PacketSet.of(other, one, TrafficMatch.ALL));

    assertThat(rest.isEmpty()).isTrue();
    assertThat(rest.witness()).isEmpty();
    assertThat(rest).isEqualTo(PacketSet.none());
  }
}
