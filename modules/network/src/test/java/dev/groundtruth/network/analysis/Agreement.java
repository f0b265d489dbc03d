package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine and the packet by packet evaluator the same and compares: for every pair of
 * interfaces and the internet, for some of the packets where rules of {@link RandomNetworks} begin
 * and end, and of their neighbours.
 */
final class Agreement {

  private static final List<InetAddress> OUTSIDE =
      List.of(
              "52.1.2.2",
              "52.1.2.3",
              "52.1.2.4",
              "51.255.255.255",
              "53.0.0.0",
              "127.0.0.0",
              "126.255.255.255",
              "128.0.0.0",
              "1.0.0.0",
              "2a00::1",
              "2a01::",
              "29ff:ffff::",
              "2600:1f18:3::1")
          .stream()
          .map(Cidr::parseAddress)
          .filter(AddressSet.INTERNET::contains)
          .toList();

  private static final List<Traffic> TRAFFIC = traffic();

  private long packets;
  private long arriving;

  private static List<Traffic> traffic() {
    List<Traffic> all = new ArrayList<>();
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
      for (int port :
          new int[] {
            0, 1, 2, 21, 22, 23, 24, 79, 80, 81, 82, 442, 443, 444, 445, 1023, 1024, 1025, 3305,
            3306, 3307, 3308, 32767, 32768, 32769, 39999, 40000, 40001, 61000, 61001, 65535
          }) {
        all.add(Traffic.to(protocol, port));
      }
    }
    for (Protocol protocol : List.of(Protocol.ICMP, Protocol.ICMPV6)) {
      for (int type : new int[] {0, 1, 3, 8, 9, 13, 128, 129, 255}) {
        for (int code : new int[] {0, 1, 4, 5}) {
          all.add(Traffic.icmp(protocol, type, code));
        }
      }
    }
    for (int number : new int[] {0, 46, 47, 48, 50, 51, 255}) {
      all.add(Traffic.of(new Protocol(number)));
    }
    return List.copyOf(all);
  }

  long packets() {
    return packets;
  }

  long arriving() {
    return arriving;
  }

  void check(long seed) {
    Network network = RandomNetworks.of(seed);
    Random random = new Random(seed);
    Reachability engine = Reachability.of(network);
    PacketByPacket possible = new PacketByPacket(network, true);
    PacketByPacket certain = new PacketByPacket(network, false);
    List<@Nullable NetworkInterface> sides = new ArrayList<>(network.interfaces());
    sides.add(null);
    for (NetworkInterface from : sides) {
      for (NetworkInterface to : sides) {
        if (from == null && to == null) {
          continue;
        }
        List<Arrival> arrivals = engine.arrivals(endpoint(from), endpoint(to));
        for (InetAddress source : addresses(from, random)) {
          for (InetAddress destination : addresses(to, random)) {
            if (source.getAddress().length != destination.getAddress().length) {
              continue;
            }
            for (Traffic traffic : some(TRAFFIC, 12, random)) {
              Packet packet = new Packet(source, destination, traffic);
              boolean may = possible.arrives(from, to, source, destination, traffic);
              boolean does = certain.arrives(from, to, source, destination, traffic);
              packets++;
              arriving += does ? 1 : 0;
              boolean engineMay =
                  arrivals.stream().anyMatch(arrival -> arrival.possible().contains(packet));
              boolean engineDoes =
                  arrivals.stream().anyMatch(arrival -> arrival.certain().contains(packet));
              if (engineMay != may || engineDoes != does) {
                // Described only when needed: there are millions of packets.
                assertThat(List.of(engineMay, engineDoes))
                    .as("seed %d: %s may arrive, arrives", seed, packet)
                    .isEqualTo(List.of(may, does));
              }
            }
          }
        }
      }
    }
  }

  private static Endpoint endpoint(@Nullable NetworkInterface side) {
    return side == null ? Endpoint.internet() : Endpoint.of(side.identity().key(), List.of(side));
  }

  private static List<InetAddress> addresses(@Nullable NetworkInterface side, Random random) {
    return side == null ? some(OUTSIDE, 4, random) : side.addresses();
  }

  private static <T> List<T> some(List<T> all, int count, Random random) {
    List<T> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, count);
  }
}
