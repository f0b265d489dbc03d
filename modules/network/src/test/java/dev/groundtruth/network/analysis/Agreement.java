package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.analysis.PacketByPacket.Side;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Asks the engine and the packet by packet evaluator the same and compares: for every pair of
 * interfaces, hosts nobody knows, the internet and other addresses outside, for packets that lie
 * where a rule, an entry or a route of that network begins or ends, and for their neighbours.
 */
final class Agreement {

  /** What the outside is when it is not the internet: some of it is special to AWS or private. */
  private static final AddressSet OUTSIDE =
      AddressSet.ofBlocks(
          Stream.of("52.0.0.0/8", "192.168.0.0/16", "2a00::/16", "2600:1f18:3::/56", "64:ff9b::/96")
              .map(Cidr::parse)
              .toList());

  private static final List<InetAddress> ALWAYS_OUTSIDE =
      Stream.of("52.1.2.3", "192.168.7.7", "2a00::1", "2600:1f18:3::1", "64:ff9b::808:808")
          .map(Cidr::parseAddress)
          .toList();

  /** How many of the packets of a pair are asked for. */
  private static final int PACKETS = 24;

  /** Makes the evaluators of a network; another than {@link PacketByPacket} to see it fail. */
  private final Evaluators evaluators;

  private final AtomicLong packets = new AtomicLong();
  private final AtomicLong arriving = new AtomicLong();
  private final AtomicLong doubtful = new AtomicLong();

  /** Answers whether a packet arrives, if what is unknown lets it pass or does not. */
  interface Evaluators {
    PacketByPacket of(Network network, boolean generous);
  }

  Agreement() {
    this(PacketByPacket::new);
  }

  Agreement(Evaluators evaluators) {
    this.evaluators = evaluators;
  }

  long packets() {
    return packets.get();
  }

  /** Of the packets, those that arrive in any case. */
  long arriving() {
    return arriving.get();
  }

  /** Of the packets, those that arrive only if what is unknown turns out so. */
  long doubtful() {
    return doubtful.get();
  }

  void check(long seed) {
    check(RandomNetworks.of(seed), "seed " + seed, new Random(seed));
  }

  void check(Network network, String name, Random random) {
    Reachability engine = Reachability.of(network);
    PacketByPacket possible = evaluators.of(network, true);
    PacketByPacket certain = evaluators.of(network, false);
    List<Traffic> traffic = traffic(network);
    List<Side> sides = sides(network, random);
    for (Side from : sides) {
      for (Side to : sides) {
        if (isOutside(from) && isOutside(to)) {
          continue;
        }
        List<InetAddress> sources = addresses(from, possible, random, false);
        List<InetAddress> destinations = addresses(to, possible, random, true);
        if (sources.isEmpty() || destinations.isEmpty()) {
          continue;
        }
        List<Arrival> arrivals =
            engine.arrivals(endpoint(from, sources), endpoint(to, destinations));
        for (int at = 0; at < PACKETS; at++) {
          Packet packet =
              new Packet(any(sources, random), any(destinations, random), any(traffic, random));
          compare(name, arrivals, packet, from, to, possible, certain);
        }
      }
    }
  }

  private void compare(
      String name,
      List<Arrival> arrivals,
      Packet packet,
      Side from,
      Side to,
      PacketByPacket possible,
      PacketByPacket certain) {
    if (packet.source().getAddress().length != packet.destination().getAddress().length
        || packet.source().equals(packet.destination())) {
      // The engine knows addresses by the blocks they are in, and leaves out an address that
      // sends to itself only when it speaks of single packets.
      return;
    }
    boolean may =
        possible.arrives(from, to, packet.source(), packet.destination(), packet.traffic());
    boolean does =
        certain.arrives(from, to, packet.source(), packet.destination(), packet.traffic());
    packets.incrementAndGet();
    if (does) {
      arriving.incrementAndGet();
    } else if (may) {
      doubtful.incrementAndGet();
    }
    boolean engineMay = arrivals.stream().anyMatch(arrival -> arrival.possible().contains(packet));
    boolean engineDoes = arrivals.stream().anyMatch(arrival -> arrival.certain().contains(packet));
    if (engineMay != may || engineDoes != does) {
      // Described only when needed: there are millions of packets.
      assertThat(List.of(engineMay, engineDoes))
          .as("%s: %s from %s to %s may arrive, arrives", name, packet, name(from), name(to))
          .isEqualTo(List.of(may, does));
    }
  }

  private static String name(Side side) {
    if (side.member() != null) {
      return side.member().identity().key();
    }
    if (side.subnet() != null) {
      return "a host in " + side.subnet().identity().key();
    }
    return side.isInternet() ? "the internet" : "outside";
  }

  private static boolean isOutside(Side side) {
    return side.member() == null && side.subnet() == null;
  }

  /** Every interface, the outside in both senses, and now and then a host nobody knows. */
  private static List<Side> sides(Network network, Random random) {
    List<Side> sides = new ArrayList<>();
    network.interfaces().forEach(each -> sides.add(Side.of(each)));
    sides.add(random.nextInt(3) > 0 ? Side.internet() : Side.outside());
    if (random.nextInt(4) == 0 && !network.subnets().isEmpty()) {
      sides.add(Side.host(any(network.subnets(), random)));
    }
    return sides;
  }

  private static List<InetAddress> addresses(
      Side side, PacketByPacket evaluator, Random random, boolean isReceiver) {
    NetworkInterface member = side.member();
    if (member != null) {
      List<InetAddress> addresses = some(evaluator.addresses(member), random);
      return random.nextInt(3) > 0
          ? addresses
          : Stream.concat(
                  addresses.stream(),
                  member.subnets().stream()
                      .map(evaluator::subnet)
                      .flatMap(subnet -> evaluator.unusablePoints(subnet).stream()))
              .toList();
    }
    Subnet subnet = side.subnet();
    if (subnet != null) {
      return some(
          evaluator.usablePoints(subnet).stream()
              .filter(each -> !evaluator.isTaken(each))
              // To the engine an address is one of all places that may have it, and the outside
              // may where the blocks of a subnet and of its VPC are not known.
              .filter(each -> evaluator.isOfOnly(subnet, each) && evaluator.isInVpc(each))
              .toList(),
          random);
    }
    List<InetAddress> outside =
        Stream.concat(ALWAYS_OUTSIDE.stream(), evaluator.points().stream())
            .filter(address -> !evaluator.isInVpc(address))
            .filter(
                address ->
                    side.isInternet()
                        ? evaluator.isInternet(address)
                            || (isReceiver && evaluator.isTranslated(address))
                        : OUTSIDE.contains(address) && evaluator.isOfNoSubnet(address))
            .toList();
    return some(outside, random);
  }

  private static Endpoint endpoint(Side side, List<InetAddress> addresses) {
    NetworkInterface member = side.member();
    if (member != null) {
      return Endpoint.of(member.identity().key(), List.of(member));
    }
    if (side.subnet() != null) {
      return Endpoint.of(AddressSet.ofAddresses(addresses));
    }
    return side.isInternet() ? Endpoint.internet() : Endpoint.of(OUTSIDE);
  }

  /** Where something of the network begins and ends, and what lies next to it. */
  private static List<Traffic> traffic(Network network) {
    Set<TrafficMatch> matches = new LinkedHashSet<>();
    network
        .securityGroups()
        .forEach(
            group -> group.rules().forEach(rule -> rule.match().known().ifPresent(matches::add)));
    network
        .networkAcls()
        .forEach(
            acl -> acl.entries().forEach(entry -> entry.match().known().ifPresent(matches::add)));
    Set<Traffic> all = new LinkedHashSet<>();
    all.add(Traffic.to(Protocol.TCP, 443));
    all.add(Traffic.icmp(Protocol.ICMP, 8, 0));
    all.add(Traffic.icmp(Protocol.ICMPV6, 128, 0));
    for (TrafficMatch match : matches) {
      int number = match.protocol().number();
      if (match.protocol().isIcmp()) {
        int type = match.icmpType().orElse(13);
        int code = match.icmpCode().orElse(0);
        for (int t : new int[] {type, type + 1, Math.max(0, type - 1), 255}) {
          for (int c : new int[] {code, code + 1, 255}) {
            all.add(Traffic.icmp(match.protocol(), t, c));
          }
        }
      } else if (number == Protocol.ALL.number() || match.protocol().hasPorts()) {
        Protocol protocol = number == Protocol.ALL.number() ? Protocol.UDP : match.protocol();
        for (int port :
            new int[] {
              match.ports().first() - 1,
              match.ports().first(),
              match.ports().last(),
              match.ports().last() + 1
            }) {
          if (port >= 0 && port <= PortRange.MAX_PORT) {
            all.add(Traffic.to(protocol, port));
          }
        }
      } else {
        all.add(Traffic.of(match.protocol()));
      }
    }
    for (int number : new int[] {0, 46, 51, 254, 255}) {
      all.add(Traffic.of(new Protocol(number)));
    }
    return List.copyOf(all);
  }

  private static <T> T any(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private static final int ADDRESSES = 5;

  private static List<InetAddress> some(List<InetAddress> all, Random random) {
    if (all.size() <= ADDRESSES) {
      return all;
    }
    Set<InetAddress> some = new LinkedHashSet<>();
    for (int at = 0; at < ADDRESSES; at++) {
      some.add(any(all, random));
    }
    return List.copyOf(some);
  }
}
