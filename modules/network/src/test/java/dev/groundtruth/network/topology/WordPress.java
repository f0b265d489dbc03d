package dev.groundtruth.network.topology;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
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
import java.util.Optional;
import java.util.Set;

/** The stack in two zones: a load balancer, an open number of web instances, a database. */
public final class WordPress {

  private WordPress() {}

  /** The stack as it should be. */
  public static Network network() {
    return network(List.of());
  }

  /** The stack with further ingress rules of the database. */
  public static Network network(List<Peer> alsoToDatabase) {
    List<Subnet> subnets = new ArrayList<>();
    List<String> zones = List.of("a", "b");
    for (String tier : List.of("public", "web", "database")) {
      int base = List.of("public", "web", "database").indexOf(tier) * 10;
      for (String zone : zones) {
        subnets.add(
            new Subnet(
                Identity.of("aws_subnet.%s[\"%s\"]".formatted(tier, zone)),
                "aws_vpc.main",
                List.of(Maybe.of(Cidr.parse("10.0.%d.0/24".formatted(base + zones.indexOf(zone))))),
                Optional.of("eu-west-3" + zone),
                Optional.of(
                    tier.equals("public") ? "aws_route_table.public" : "aws_route_table.private"),
                Optional.empty()));
      }
    }
    Peer anywhere = new Peer.CidrPeer(Cidr.parse("0.0.0.0/0"));
    List<SecurityGroupRule> database = new ArrayList<>();
    database.add(rule("database", 0, Direction.INGRESS, 3306, group("web")));
    alsoToDatabase.forEach(
        peer -> database.add(rule("database", database.size(), Direction.INGRESS, 3306, peer)));
    database.add(rule("database", 0, Direction.EGRESS, 443, anywhere));
    return new Network(
        "plan.json",
        List.of(
            new Vpc(
                Identity.of("aws_vpc.main"),
                List.of(Maybe.of(Cidr.parse("10.0.0.0/16"))),
                Vpc.BlockPublicAccess.OFF)),
        subnets,
        List.of(
            new RouteTable(
                Identity.of("aws_route_table.public"),
                "aws_vpc.main",
                false,
                List.of(
                    new Route(
                        Identity.of("aws_route_table.public.route[0]"),
                        anywhere,
                        new RouteTarget.InternetGateway("aws_internet_gateway.main")))),
            new RouteTable(
                Identity.of("aws_route_table.private"),
                "aws_vpc.main",
                false,
                List.of(
                    new Route(
                        Identity.of("aws_route_table.private.route[0]"),
                        anywhere,
                        new RouteTarget.NatGateway("aws_nat_gateway.main"))))),
        List.of(
            new Gateway(
                Identity.of("aws_internet_gateway.main"),
                Gateway.Kind.INTERNET,
                Optional.of("aws_vpc.main"),
                Optional.empty()),
            new Gateway(
                Identity.of("aws_nat_gateway.main"),
                Gateway.Kind.PUBLIC_NAT,
                Optional.empty(),
                Optional.of("aws_subnet.public[\"a\"]"))),
        List.of(),
        List.of(
            securityGroup(
                "lb",
                List.of(
                    rule("lb", 0, Direction.INGRESS, 80, anywhere),
                    rule("lb", 1, Direction.INGRESS, 443, anywhere),
                    rule("lb", 0, Direction.EGRESS, 80, group("web")))),
            securityGroup(
                "web",
                List.of(
                    rule("web", 0, Direction.INGRESS, 80, group("lb")),
                    rule("web", 0, Direction.EGRESS, 3306, group("database")),
                    rule("web", 1, Direction.EGRESS, 443, anywhere))),
            securityGroup("database", database)),
        List.of(
            nic("aws_lb.web.interface[0]", "aws_lb.web", "lb", true, "public[\"a\"]"),
            nic("aws_lb.web.interface[1]", "aws_lb.web", "lb", true, "public[\"b\"]"),
            nic("aws_autoscaling_group.web", "", "web", false, "web[\"a\"]", "web[\"b\"]"),
            nic("aws_instance.database", "", "database", false, "database[\"a\"]")),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Peer group(String name) {
    return new Peer.GroupPeer("aws_security_group." + name);
  }

  private static SecurityGroup securityGroup(String name, List<SecurityGroupRule> rules) {
    return new SecurityGroup(
        Identity.of("aws_security_group." + name), "aws_vpc.main", name, false, rules);
  }

  private static SecurityGroupRule rule(
      String group, int index, Direction direction, int port, Peer peer) {
    return new SecurityGroupRule(
        Identity.of("aws_security_group.%s.%s[%d]".formatted(group, direction, index)),
        direction,
        Maybe.of(TrafficMatch.of(Protocol.TCP, PortRange.of(port))),
        peer,
        "");
  }

  private static NetworkInterface nic(
      String key, String owner, String group, boolean isPublic, String... subnets) {
    return new NetworkInterface(
        Identity.of(key),
        owner.isEmpty() ? List.of() : List.of(owner),
        group.equals("lb")
            ? NetworkInterface.Kind.APPLICATION_LOAD_BALANCER
            : NetworkInterface.Kind.INSTANCE,
        List.of(subnets).stream().map(subnet -> "aws_subnet." + subnet).toList(),
        Set.of("aws_security_group." + group),
        Maybe.of(true),
        List.of(),
        Maybe.of(isPublic),
        group.equals("web"));
  }
}
