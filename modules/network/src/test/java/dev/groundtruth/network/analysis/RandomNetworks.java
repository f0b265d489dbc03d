package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.model.Vpc;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/** Small networks of all the model knows, one for each seed. */
final class RandomNetworks {

  private static final List<String> BLOCKS =
      List.of(
          "0.0.0.0/0",
          "0.0.0.0/1",
          "128.0.0.0/1",
          "10.0.0.0/16",
          "10.0.0.0/24",
          "10.0.1.0/24",
          "10.0.1.16/28",
          "10.0.1.20/32",
          "10.1.0.0/16",
          "52.0.0.0/8",
          "52.1.2.3/32",
          "::/0",
          "8000::/1",
          "64:ff9b::/96",
          "2600:1f18:1::/56",
          "2600:1f18:1:1::/64",
          "2600:1f18:1:1::14/128",
          "2a00::/16");

  private final Random random;
  private final Map<String, List<Maybe<Cidr>>> blocksOf = new HashMap<>();

  private RandomNetworks(long seed) {
    random = new Random(seed);
  }

  static Network of(long seed) {
    return new RandomNetworks(seed).network();
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> options) {
    return options.get(random.nextInt(options.size()));
  }

  private Cidr block() {
    return Cidr.parse(any(BLOCKS));
  }

  private TrafficMatch match() {
    return switch (random.nextInt(9)) {
      case 0 -> TrafficMatch.ALL;
      case 1 ->
          chance(50)
              ? TrafficMatch.ALL
              : new TrafficMatch(
                  Protocol.ALL, PortRange.of(22), OptionalInt.of(8), OptionalInt.of(0));
      case 2 ->
          TrafficMatch.of(
              new Protocol(any(List.of(0, 47, 50, 255))),
              chance(50) ? PortRange.ALL : PortRange.of(22));
      case 3 ->
          new TrafficMatch(
              chance(60) ? Protocol.ICMP : Protocol.ICMPV6,
              PortRange.ALL,
              chance(60) ? OptionalInt.of(any(List.of(0, 8, 3, 128, 129))) : OptionalInt.empty(),
              chance(40) ? OptionalInt.of(any(List.of(0, 4))) : OptionalInt.empty());
      default -> {
        int first = any(List.of(0, 22, 80, 443, 1024, 3306, 32768, 40000));
        int last = any(List.of(first, first, first + 1, 65535, 61000));
        yield TrafficMatch.of(
            chance(75) ? Protocol.TCP : Protocol.UDP, new PortRange(first, Math.max(first, last)));
      }
    };
  }

  private Peer peer() {
    int kind = random.nextInt(20);
    if (kind < 9) {
      return new Peer.CidrPeer(block());
    }
    if (kind < 17) {
      return new Peer.GroupPeer(any(List.of("g0", "g1", "g2", "g3", "g-unseen")));
    }
    return kind < 19
        ? new Peer.PrefixListPeer(any(List.of("pl0", "pl0", "pl1", "pl-unseen")))
        : new Peer.UnknownPeer("peer");
  }

  private SecurityGroup group(String key) {
    List<SecurityGroupRule> rules = new ArrayList<>();
    int count = random.nextInt(6);
    for (int at = 0; at < count; at++) {
      Direction direction = chance(55) ? Direction.INGRESS : Direction.EGRESS;
      rules.add(
          new SecurityGroupRule(
              Identity.of(key + ".rule" + at),
              direction,
              chance(5) ? Maybe.unknown(key + ".match" + at) : Maybe.of(match()),
              peer(),
              ""));
    }
    if (chance(90)) {
      rules.add(
          new SecurityGroupRule(
              Identity.of(key + ".open"),
              Direction.EGRESS,
              Maybe.of(TrafficMatch.ALL),
              new Peer.CidrPeer(Cidr.parse(chance(70) ? "0.0.0.0/0" : "::/0")),
              ""));
    }
    return new SecurityGroup(Identity.of(key), "vpc0", key, false, rules);
  }

  private NetworkAcl acl(String key) {
    List<NetworkAclEntry> entries = new ArrayList<>();
    int number = 10;
    for (int at = random.nextInt(6); at > 0; at--) {
      entries.add(
          new NetworkAclEntry(
              Identity.of(key + "." + number),
              number,
              chance(50) ? Direction.INGRESS : Direction.EGRESS,
              chance(55),
              chance(4) ? Maybe.unknown(key + ".match") : Maybe.of(match()),
              chance(4) ? Maybe.unknown(key + ".cidr") : Maybe.of(block())));
      number += 10;
    }
    for (Direction direction : Direction.values()) {
      for (String all : List.of("0.0.0.0/0", "::/0")) {
        if (chance(70)) {
          entries.add(
              new NetworkAclEntry(
                  Identity.of(key + "." + direction + all),
                  number++,
                  direction,
                  true,
                  Maybe.of(TrafficMatch.ALL),
                  Maybe.of(Cidr.parse(all))));
        }
      }
    }
    return new NetworkAcl(Identity.of(key), "vpc0", false, entries);
  }

  private RouteTable table(String key, String vpc) {
    List<Route> routes = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int at = random.nextInt(5); at > 0; at--) {
      String block =
          any(
              List.of(
                  "0.0.0.0/0",
                  "0.0.0.0/0",
                  "0.0.0.0/1",
                  "52.0.0.0/8",
                  "52.1.2.3/32",
                  "::/0",
                  "::/0",
                  "2a00::/16",
                  "64:ff9b::/96",
                  "10.0.0.0/16",
                  "10.1.0.0/16",
                  "10.1.1.0/24",
                  "2600:1f18:2::/56",
                  "2600:1f18:1::/56"));
      if (chance(15)) {
        routes.add(
            new Route(
                Identity.of(key + ".route" + at),
                chance(85)
                    ? new Peer.PrefixListPeer(any(List.of("pl0", "pl0", "pl1", "pl2", "pl2")))
                    : new Peer.UnknownPeer("route.destination"),
                chance(50) ? new RouteTarget.GatewayEndpoint("endpoint") : target()));
        continue;
      }
      boolean own =
          block.equals(vpc.equals("vpc0") ? "10.0.0.0/16" : "10.1.0.0/16")
              || block.equals(vpc.equals("vpc0") ? "2600:1f18:1::/56" : "2600:1f18:2::/56");
      if (own || !taken.add(block)) {
        continue;
      }
      routes.add(
          new Route(
              Identity.of(key + "." + block), new Peer.CidrPeer(Cidr.parse(block)), target(block)));
    }
    return new RouteTable(Identity.of(key), vpc, false, routes);
  }

  /** The other VPC is reached by peering if at all. */
  private RouteTarget target(String block) {
    boolean isOfVpc = block.startsWith("10.") || block.startsWith("2600:");
    return isOfVpc && chance(70) ? new RouteTarget.Peering("pcx") : target();
  }

  private RouteTarget target() {
    return switch (random.nextInt(18)) {
      case 0, 1, 2, 3, 4 -> new RouteTarget.InternetGateway(chance(80) ? "igw0" : "igw1");
      case 5, 6 -> new RouteTarget.NatGateway("nat0");
      case 7 -> new RouteTarget.NatGateway("nat1");
      case 8 -> new RouteTarget.EgressOnlyGateway("eigw");
      case 9, 10, 11, 12 -> new RouteTarget.Peering("pcx");
      case 13 -> new RouteTarget.Blackhole();
      case 15 -> new RouteTarget.EgressOnlyGateway("eigw");
      case 16 -> new RouteTarget.Appliance("eni-appliance");
      case 14 -> new RouteTarget.Elsewhere("transit gateway", "tgw");
      default -> new RouteTarget.UnknownTarget("route.target");
    };
  }

  private NetworkInterface member(int at, List<String> subnets, String ipv4, String ipv6) {
    List<InetAddress> addresses = new ArrayList<>();
    boolean isOpenNumber = chance(8);
    if (!isOpenNumber && chance(80)) {
      addresses.add(Cidr.parseAddress(ipv4 + (20 + at)));
      if (chance(70)) {
        addresses.add(Cidr.parseAddress(ipv6 + Integer.toHexString(20 + at)));
      }
    }
    addresses.removeIf(
        address ->
            subnets.stream()
                .flatMap(subnet -> blocksOf.getOrDefault(subnet, List.of()).stream())
                .noneMatch(block -> mayHave(block, address)));
    boolean isSubnetOpen =
        subnets.size() > 1
            && subnets.stream()
                .flatMap(subnet -> blocksOf.getOrDefault(subnet, List.of()).stream())
                .anyMatch(block -> block.known().isEmpty());
    if (isSubnetOpen) {
      // By its addresses nobody could tell in which of its subnets it is.
      addresses.clear();
    }
    NetworkInterface.Kind kind =
        chance(60)
            ? NetworkInterface.Kind.INSTANCE
            : any(
                List.of(
                    NetworkInterface.Kind.APPLICATION_LOAD_BALANCER,
                    NetworkInterface.Kind.NETWORK_LOAD_BALANCER,
                    NetworkInterface.Kind.NAT_GATEWAY,
                    NetworkInterface.Kind.RDS,
                    NetworkInterface.Kind.ECS_TASK,
                    NetworkInterface.Kind.VPC_ENDPOINT,
                    NetworkInterface.Kind.OTHER));
    Set<String> groups = new HashSet<>();
    if (kind != NetworkInterface.Kind.NETWORK_LOAD_BALANCER || chance(50)) {
      groups.add(any(List.of("g0", "g1", "g2")));
      if (chance(50)) {
        groups.add(any(List.of("g0", "g1", "g2")));
      }
      if (chance(3)) {
        groups.add("g-unseen");
      }
    }
    return new NetworkInterface(
        Identity.of("eni" + at),
        List.of(),
        kind,
        subnets,
        groups,
        chance(4) ? Maybe.unknown("eni" + at + ".groups") : Maybe.of(true),
        addresses,
        chance(addresses.isEmpty() ? 25 : 88),
        chance(6) ? Maybe.unknown("eni" + at + ".public") : Maybe.of(chance(60)),
        isOpenNumber);
  }

  private static boolean mayHave(Maybe<Cidr> block, InetAddress address) {
    return block
        .known()
        .map(known -> known.contains(address))
        .orElseGet(
            () ->
                address instanceof Inet6Address
                    || !block.attribute().orElse("").endsWith("ipv6_cidr_block"));
  }

  private Subnet subnet(int at, String vpc, String ipv4, String ipv6) {
    List<Maybe<Cidr>> blocks = blocks("subnet" + at, ipv4, ipv6);
    blocksOf.put("subnet" + at, blocks);
    return new Subnet(
        Identity.of("subnet" + at),
        vpc,
        blocks,
        Optional.empty(),
        chance(90) ? Optional.of(chance(97) ? "table" + at : "table-unseen") : Optional.empty(),
        chance(70)
            ? Optional.of(chance(97) ? any(List.of("acl0", "acl1")) : "acl-unseen")
            : Optional.empty());
  }

  /** Mostly both; else one of IPv6 only, or one or both that are not known. */
  private List<Maybe<Cidr>> blocks(String key, String ipv4, String ipv6) {
    Maybe<Cidr> four = Maybe.of(Cidr.parse(ipv4));
    Maybe<Cidr> six = Maybe.of(Cidr.parse(ipv6));
    Maybe<Cidr> noSix = Maybe.unknown(key + ".ipv6_cidr_block");
    return switch (random.nextInt(24)) {
      case 0 -> List.of(six);
      case 1 -> List.of(four, noSix);
      case 2 -> List.of(Maybe.unknown(key + ".cidr_block"));
      case 3 -> List.of(Maybe.unknown(key + ".cidr_block"), noSix);
      case 4 -> List.of(four);
      default -> List.of(four, six);
    };
  }

  /** A VPC has an IPv4 block in any case. */
  private List<Maybe<Cidr>> vpcBlocks(int at) {
    String ipv4 = "10." + at + ".0.0/16";
    String ipv6 = "2600:1f18:" + (at + 1) + "::/56";
    List<Maybe<Cidr>> both = List.of(Maybe.of(Cidr.parse(ipv4)), Maybe.of(Cidr.parse(ipv6)));
    List<Maybe<Cidr>> blocks = chance(94) ? both : blocks("vpc" + at, ipv4, ipv6);
    return blocks.get(0).known().filter(first -> !first.isIpv4()).isPresent() ? both : blocks;
  }

  private Cidr outside() {
    return Cidr.parse(
        any(List.of("52.0.0.0/8", "52.1.2.3/32", "2a00::/16", "0.0.0.0/0", "192.168.0.0/16")));
  }

  /** One or two of each subnet, or fewer; most networks are small, so that there may be many. */
  private List<NetworkInterface> interfaces() {
    List<NetworkInterface> all = new ArrayList<>();
    all.add(
        chance(12)
            ? member(0, List.of("subnet0", "subnet1"), "10.0.0.", "2600:1f18:1::")
            : member(0, List.of("subnet0"), "10.0.0.", "2600:1f18:1::"));
    all.add(member(1, List.of("subnet1"), "10.0.1.", "2600:1f18:1:1::"));
    if (chance(30)) {
      all.add(member(2, List.of("subnet1"), "10.0.1.", "2600:1f18:1:1::"));
    }
    if (chance(40)) {
      all.add(member(3, List.of("subnet2"), "10.1.1.", "2600:1f18:2:1::"));
    }
    return all;
  }

  private Network network() {
    List<Vpc> vpcs = new ArrayList<>();
    for (int at = 0; at < 2; at++) {
      vpcs.add(
          new Vpc(
              Identity.of("vpc" + at),
              vpcBlocks(at),
              chance(88)
                  ? Vpc.BlockPublicAccess.OFF
                  : any(List.of(Vpc.BlockPublicAccess.values()))));
    }
    List<Subnet> subnets =
        List.of(
            subnet(0, "vpc0", "10.0.0.0/24", "2600:1f18:1::/64"),
            subnet(1, "vpc0", "10.0.1.0/24", "2600:1f18:1:1::/64"),
            subnet(2, "vpc1", "10.1.1.0/24", "2600:1f18:2:1::/64"));
    return new Network(
        "random",
        vpcs,
        subnets,
        List.of(table("table0", "vpc0"), table("table1", "vpc0"), table("table2", "vpc1")),
        List.of(
            new Gateway(
                Identity.of("igw0"), Gateway.Kind.INTERNET, Optional.of("vpc0"), Optional.empty()),
            new Gateway(
                Identity.of("igw1"),
                Gateway.Kind.INTERNET,
                chance(70) ? Optional.of("vpc1") : Optional.empty(),
                Optional.empty()),
            new Gateway(
                Identity.of("eigw"),
                Gateway.Kind.EGRESS_ONLY,
                chance(70) ? Optional.of("vpc0") : Optional.empty(),
                Optional.empty()),
            new Gateway(
                Identity.of("nat0"),
                chance(85) ? Gateway.Kind.PUBLIC_NAT : Gateway.Kind.PRIVATE_NAT,
                Optional.empty(),
                Optional.of("subnet0")),
            new Gateway(
                Identity.of("nat1"),
                Gateway.Kind.PUBLIC_NAT,
                Optional.empty(),
                Optional.of("subnet1"))),
        List.of(acl("acl0"), acl("acl1")),
        List.of(group("g0"), group("g1"), group("g2"), group("g3")),
        interfaces(),
        List.of(
            new PrefixList(Identity.of("pl0"), "", Maybe.of(List.of(block(), block()))),
            new PrefixList(Identity.of("pl1"), "", Maybe.unknown("pl1.entries")),
            new PrefixList(Identity.of("pl2"), "", Maybe.of(List.of(outside(), outside())))),
        List.of(
            new Peering(
                Identity.of("pcx"),
                "vpc0",
                chance(70) ? "vpc1" : "vpc9",
                chance(85) ? Maybe.of(chance(90)) : Maybe.unknown("pcx.status"))),
        List.of(),
        List.of());
  }
}
