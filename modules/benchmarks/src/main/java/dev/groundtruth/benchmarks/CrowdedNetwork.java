package dev.groundtruth.benchmarks;

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
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.model.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * Made-up networks of a VPC 10.0.0.0/16 with 20 subnets, every fifth of them public, every fourth
 * with an ACL of its own.
 */
final class CrowdedNetwork {

  private static final String VPC = "vpc";
  private static final int SUBNETS = 20;
  private static final int SUBNET_SIZE = 2048;
  private static final int RESERVED = 4;
  private static final Peer ANYWHERE = block("0.0.0.0/0");
  private static final Peer ANYWHERE_IPV6 = block("::/0");

  private CrowdedNetwork() {}

  /**
   * Interfaces of some classes, each with a security group of its own with six rules in and four
   * out and one that all have.
   *
   * @param interfaces how many
   * @param classes how many different ones
   */
  static Network of(int interfaces, int classes) {
    List<SecurityGroup> groups = new ArrayList<>();
    for (int at = 0; at < classes; at++) {
      groups.add(group(at, classes));
    }
    groups.add(
        new SecurityGroup(
            Identity.of("sg-base"),
            VPC,
            "base",
            false,
            List.of(
                rule("sg-base", 0, Direction.INGRESS, tcp(9100, 9100), block("10.0.0.0/21")),
                rule("sg-base", 1, Direction.EGRESS, udp(123), ANYWHERE))));
    List<NetworkInterface> all = new ArrayList<>();
    for (int at = 0; at < interfaces; at++) {
      int kind = at % classes;
      int subnet = kind % SUBNETS;
      int host = at / SUBNETS;
      all.add(nic("eni-" + at, subnet, host, Set.of("sg-" + kind, "sg-base")));
    }
    return network(groups, all);
  }

  /**
   * One interface with as many rules as AWS lets it have, five groups of equal size, no two rules
   * alike and none that admits SSH. Beside it are a few others.
   *
   * @param rules how many
   */
  static Network ofRules(int rules) {
    Random random = new Random(rules);
    int ofGroup = rules / 5;
    List<SecurityGroup> groups = new ArrayList<>();
    for (int at = 0; at < 5; at++) {
      List<SecurityGroupRule> own = new ArrayList<>();
      for (int rule = 0; rule < ofGroup; rule++) {
        int first = 1024 + random.nextInt(60_000);
        own.add(
            rule(
                "sg-" + at,
                rule,
                Direction.INGRESS,
                tcp(first, Math.min(PortRange.MAX_PORT, first + random.nextInt(2000))),
                anyBlock(random)));
      }
      groups.add(new SecurityGroup(Identity.of("sg-" + at), VPC, "quota", false, own));
    }
    List<NetworkInterface> all = new ArrayList<>();
    all.add(nic("eni-quota", 0, 0, Set.of("sg-0", "sg-1", "sg-2", "sg-3", "sg-4")));
    for (int at = 1; at < SUBNETS; at++) {
      all.add(nic("eni-" + at, at, 0, Set.of("sg-" + at % 5)));
    }
    return network(groups, all);
  }

  /** A block of 4, 12 or 20 bits. */
  private static Peer anyBlock(Random random) {
    int first = 16 * random.nextInt(14);
    int second = 16 * random.nextInt(16);
    int third = 16 * random.nextInt(16);
    return block(
        switch (random.nextInt(3)) {
          case 0 -> first + ".0.0.0/4";
          case 1 -> "%d.%d.0.0/12".formatted(first + 10, second);
          default -> "%d.%d.%d.0/20".formatted(first + 10, second, third);
        });
  }

  private static SecurityGroup group(int at, int classes) {
    String key = "sg-" + at;
    Peer near = new Peer.GroupPeer("sg-" + (at + 1) % classes);
    Peer far = new Peer.GroupPeer("sg-" + (at * 7 + 3) % classes);
    Peer self = new Peer.GroupPeer(key);
    boolean isPublic = isPublic(at % SUBNETS);
    return new SecurityGroup(
        Identity.of(key),
        VPC,
        key,
        false,
        List.of(
            rule(key, 0, Direction.INGRESS, tcp(8000 + at, 8000 + at), near),
            rule(key, 1, Direction.INGRESS, tcp(3306, 3306), far),
            rule(key, 2, Direction.INGRESS, TrafficMatch.ALL, self),
            rule(key, 3, Direction.INGRESS, tcp(443, 443), isPublic ? ANYWHERE : near),
            rule(key, 4, Direction.INGRESS, echo(), block("10.0.0.0/16")),
            rule(key, 5, Direction.INGRESS, tcp(22, 22), block("10.0.%d.0/27".formatted(at % 160))),
            rule(key, 6, Direction.EGRESS, tcp(443, 443), ANYWHERE),
            rule(key, 7, Direction.EGRESS, tcp(443, 443), ANYWHERE_IPV6),
            rule(key, 8, Direction.EGRESS, TrafficMatch.ALL, self),
            rule(key, 9, Direction.EGRESS, tcp(1024, 9999), block("10.0.0.0/17"))));
  }

  private static Network network(List<SecurityGroup> groups, List<NetworkInterface> interfaces) {
    List<Subnet> subnets = new ArrayList<>();
    for (int at = 0; at < SUBNETS; at++) {
      subnets.add(
          new Subnet(
              Identity.of("subnet-" + at),
              VPC,
              List.of(Maybe.of(Cidr.parse(address(at, 0) + "/21"))),
              Optional.empty(),
              Optional.of(isPublic(at) ? "rtb-public" : "rtb-private"),
              Optional.of(at % 4 == 0 ? "acl-own" : "acl-default")));
    }
    return new Network(
        "made up",
        List.of(
            new Vpc(
                Identity.of(VPC),
                List.of(Maybe.of(Cidr.parse("10.0.0.0/16"))),
                Vpc.BlockPublicAccess.OFF)),
        subnets,
        List.of(
            table("rtb-public", new RouteTarget.InternetGateway("igw")),
            table("rtb-private", new RouteTarget.NatGateway("nat"))),
        List.of(
            new Gateway(
                Identity.of("igw"), Gateway.Kind.INTERNET, Optional.of(VPC), Optional.empty()),
            new Gateway(
                Identity.of("nat"),
                Gateway.Kind.PUBLIC_NAT,
                Optional.of(VPC),
                Optional.of("subnet-0"))),
        List.of(
            new NetworkAcl(
                Identity.of("acl-default"),
                VPC,
                true,
                List.of(
                    entry("acl-default", 100, Direction.INGRESS, true, TrafficMatch.ALL),
                    entry("acl-default", 100, Direction.EGRESS, true, TrafficMatch.ALL))),
            new NetworkAcl(
                Identity.of("acl-own"),
                VPC,
                false,
                List.of(
                    entry("acl-own", 90, Direction.INGRESS, false, tcp(3389, 3389)),
                    entry("acl-own", 100, Direction.INGRESS, true, tcp(0, PortRange.MAX_PORT)),
                    entry("acl-own", 110, Direction.INGRESS, true, echo()),
                    entry("acl-own", 100, Direction.EGRESS, true, TrafficMatch.ALL)))),
        groups,
        interfaces,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static boolean isPublic(int subnet) {
    return subnet % 5 == 0;
  }

  private static String address(int subnet, int host) {
    int at = subnet * SUBNET_SIZE + host;
    return "10.0.%d.%d".formatted(at / 256, at % 256);
  }

  private static NetworkInterface nic(String key, int subnet, int host, Set<String> groups) {
    return new NetworkInterface(
        new Identity(key, Optional.empty(), Optional.empty(), Map.of(), Optional.empty()),
        List.of(),
        NetworkInterface.Kind.INSTANCE,
        List.of("subnet-" + subnet),
        groups,
        Maybe.of(true),
        List.of(Cidr.parseAddress(address(subnet, RESERVED + host))),
        Maybe.of(isPublic(subnet)),
        false);
  }

  private static SecurityGroupRule rule(
      String group, int at, Direction direction, TrafficMatch match, Peer peer) {
    return new SecurityGroupRule(
        Identity.of(group + "." + at), direction, Maybe.of(match), peer, "");
  }

  private static NetworkAclEntry entry(
      String acl, int number, Direction direction, boolean allow, TrafficMatch match) {
    return new NetworkAclEntry(
        Identity.of(acl + "." + direction + number),
        number,
        direction,
        allow,
        Maybe.of(match),
        Maybe.of(Cidr.parse("0.0.0.0/0")));
  }

  private static RouteTable table(String key, RouteTarget target) {
    return new RouteTable(
        Identity.of(key),
        VPC,
        false,
        List.of(new Route(Identity.of(key + ".default"), ANYWHERE, target)));
  }

  private static Peer block(String cidr) {
    return new Peer.CidrPeer(Cidr.parse(cidr));
  }

  private static TrafficMatch tcp(int first, int last) {
    return TrafficMatch.of(Protocol.TCP, new PortRange(first, last));
  }

  private static TrafficMatch udp(int port) {
    return TrafficMatch.of(Protocol.UDP, PortRange.of(port));
  }

  private static TrafficMatch echo() {
    return new TrafficMatch(Protocol.ICMP, PortRange.ALL, OptionalInt.of(8), OptionalInt.empty());
  }
}
