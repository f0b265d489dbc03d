package dev.groundtruth.network;

import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.model.Vpc;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The WordPress stack of the design in small: a VPC 10.0.0.0/16 with the subnets public, web and
 * database, an internet and a NAT gateway. Interfaces and rules are added by the tests.
 */
public final class StackBuilder {

  private final Map<String, List<SecurityGroupRule>> groups = new LinkedHashMap<>();
  private final List<NetworkInterface> interfaces = new ArrayList<>();
  private final List<NetworkAclEntry> entries = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final String source;

  public StackBuilder(String source) {
    this.source = source;
  }

  /** The stack with the rules of the design's table. */
  public static StackBuilder wordpress() {
    return new StackBuilder("plan.json")
        .group("lb")
        .group("web")
        .group("db")
        .ingress("lb", 80, "0.0.0.0/0")
        .ingress("lb", 443, "0.0.0.0/0")
        .egress("lb", 80, "web")
        .ingress("web", 80, "lb")
        .egress("web", 3306, "db")
        .egress("web", 443, "0.0.0.0/0")
        .ingress("db", 3306, "web")
        .egress("db", 443, "0.0.0.0/0")
        .member("aws_lb.this", "public", true, "10.0.0.10", "lb")
        .member("aws_instance.web[0]", "web", false, "10.0.1.10", "web")
        .member("aws_instance.web[1]", "web", false, "10.0.1.11", "web")
        .member("aws_instance.db", "database", false, "10.0.2.10", "db");
  }

  public StackBuilder group(String key) {
    groups.put(key, new ArrayList<>());
    return this;
  }

  public StackBuilder ingress(String group, int port, String peer) {
    return rule(group, Direction.INGRESS, Maybe.of(tcp(port)), peer(peer));
  }

  public StackBuilder egress(String group, int port, String peer) {
    return rule(group, Direction.EGRESS, Maybe.of(tcp(port)), peer(peer));
  }

  public StackBuilder rule(
      String group, Direction direction, Maybe<TrafficMatch> match, Peer peer) {
    List<SecurityGroupRule> rules = groups.get(group);
    rules.add(
        new SecurityGroupRule(
            Identity.of(group + "." + direction + "[" + rules.size() + "]"),
            direction,
            match,
            peer,
            ""));
    return this;
  }

  public StackBuilder without(String group, Direction direction, int port) {
    groups
        .get(group)
        .removeIf(
            rule -> rule.direction() == direction && rule.match().equals(Maybe.of(tcp(port))));
    return this;
  }

  /** An interface; without an address ({@code ""}) it may have any of its subnet. */
  public StackBuilder member(
      String owner, String subnet, boolean isPublic, String address, String... securityGroups) {
    List<InetAddress> addresses =
        address.isEmpty() ? List.of() : List.of(Cidr.parseAddress(address));
    interfaces.add(
        new NetworkInterface(
            new Identity(
                owner + ".eni",
                Optional.empty(),
                Optional.empty(),
                Map.of("Name", owner),
                Optional.empty()),
            List.of(owner),
            NetworkInterface.Kind.INSTANCE,
            List.of(subnet),
            Set.of(securityGroups),
            Maybe.of(true),
            addresses,
            Maybe.of(isPublic),
            false));
    return this;
  }

  /** An entry of the database subnet's ACL, which there is only if it has entries. */
  public StackBuilder entry(
      int number, Direction direction, boolean allow, TrafficMatch match, String cidr) {
    entries.add(
        new NetworkAclEntry(
            Identity.of("aws_network_acl.db." + direction + number),
            number,
            direction,
            allow,
            Maybe.of(match),
            Maybe.of(Cidr.parse(cidr))));
    return this;
  }

  public StackBuilder remark(Remark.Kind kind, String subject, String message) {
    remarks.add(new Remark(kind, subject, message));
    return this;
  }

  public static TrafficMatch tcp(int port) {
    return TrafficMatch.of(Protocol.TCP, PortRange.of(port));
  }

  public Network build() {
    List<NetworkAcl> acls =
        entries.isEmpty()
            ? List.of()
            : List.of(new NetworkAcl(Identity.of("aws_network_acl.db"), "vpc", false, entries));
    return new Network(
        source,
        List.of(
            new Vpc(
                Identity.of("vpc"),
                List.of(Maybe.of(Cidr.parse("10.0.0.0/16"))),
                Vpc.BlockPublicAccess.OFF)),
        List.of(
            subnet("public", "10.0.0.0/24", "rt-public", Optional.empty()),
            subnet("web", "10.0.1.0/24", "rt-private", Optional.empty()),
            subnet(
                "database",
                "10.0.2.0/24",
                "rt-private",
                acls.stream().map(acl -> acl.identity().key()).findFirst())),
        List.of(
            table("rt-public", new RouteTarget.InternetGateway("igw")),
            table("rt-private", new RouteTarget.NatGateway("nat"))),
        List.of(
            new Gateway(
                Identity.of("igw"), Gateway.Kind.INTERNET, Optional.of("vpc"), Optional.empty()),
            new Gateway(
                Identity.of("nat"),
                Gateway.Kind.PUBLIC_NAT,
                Optional.of("vpc"),
                Optional.of("public"))),
        acls,
        groups.entrySet().stream()
            .map(
                entry ->
                    new SecurityGroup(
                        Identity.of(entry.getKey()),
                        "vpc",
                        entry.getKey(),
                        false,
                        entry.getValue()))
            .toList(),
        interfaces,
        List.of(),
        List.of(),
        List.of(),
        remarks);
  }

  private static Peer peer(String text) {
    return text.contains("/") ? new Peer.CidrPeer(Cidr.parse(text)) : new Peer.GroupPeer(text);
  }

  private static Subnet subnet(String key, String cidr, String table, Optional<String> acl) {
    return new Subnet(
        Identity.of(key),
        "vpc",
        List.of(Maybe.of(Cidr.parse(cidr))),
        Optional.empty(),
        Optional.of(table),
        acl);
  }

  private static RouteTable table(String key, RouteTarget target) {
    return new RouteTable(
        Identity.of(key),
        "vpc",
        false,
        List.of(
            new Route(
                Identity.of(key + ".default"),
                new Peer.CidrPeer(Cidr.parse("0.0.0.0/0")),
                target)));
  }
}
