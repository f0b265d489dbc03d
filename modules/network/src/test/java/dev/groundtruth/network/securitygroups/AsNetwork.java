package dev.groundtruth.network.securitygroups;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.analysis.Arrival;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.Packet;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.model.Vpc;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two interfaces and the groups of a file as a network of one VPC in which only groups filter. */
final class AsNetwork {

  private final NetworkInterface from;
  private final NetworkInterface to;
  private final List<Arrival> arrivals;

  AsNetwork(SecurityGroups groups, NetworkInterface from, NetworkInterface to) {
    this.from = from;
    this.to = to;
    dev.groundtruth.network.model.NetworkInterface sender = member(from);
    dev.groundtruth.network.model.NetworkInterface receiver = member(to);
    Network network =
        new Network(
            groups.source(),
            List.of(
                new Vpc(
                    Identity.of("vpc"),
                    List.of(
                        Maybe.of(Cidr.parse("10.0.0.0/16")), Maybe.of(Cidr.parse("2001:db8::/56"))),
                    Vpc.BlockPublicAccess.OFF)),
            List.of(subnet(from), subnet(to)),
            List.of(),
            List.of(),
            List.of(),
            groups.groups().stream().map(AsNetwork::group).toList(),
            List.of(sender, receiver),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    arrivals =
        Reachability.of(network)
            .arrivals(Endpoint.of("from", List.of(sender)), Endpoint.of("to", List.of(receiver)));
  }

  boolean arrives(Traffic traffic) {
    for (InetAddress source : from.addresses()) {
      for (InetAddress destination : to.addresses()) {
        if (source instanceof Inet4Address == destination instanceof Inet4Address) {
          Packet packet = new Packet(source, destination, traffic);
          if (arrivals.stream().anyMatch(arrival -> arrival.certain().contains(packet))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The subnet has no block of an IP version of which the interface has no address. */
  private static Subnet subnet(NetworkInterface each) {
    List<Maybe<Cidr>> blocks = new ArrayList<>();
    for (InetAddress address : each.addresses()) {
      boolean ipv4 = address instanceof Inet4Address;
      blocks.add(Maybe.of(Cidr.parse(ipv4 ? "10.0.0.0/24" : "2001:db8::/64")));
    }
    return new Subnet(
        Identity.of("subnet " + each.name()),
        "vpc",
        blocks,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** What has no group is what no group filters: a load balancer without any. */
  private static dev.groundtruth.network.model.NetworkInterface member(NetworkInterface each) {
    return new dev.groundtruth.network.model.NetworkInterface(
        Identity.of(each.name()),
        List.of(),
        each.isOutside()
            ? dev.groundtruth.network.model.NetworkInterface.Kind.NETWORK_LOAD_BALANCER
            : dev.groundtruth.network.model.NetworkInterface.Kind.INSTANCE,
        List.of("subnet " + each.name()),
        each.groups(),
        Maybe.of(true),
        List.copyOf(each.addresses()),
        Maybe.of(false),
        false);
  }

  private static dev.groundtruth.network.model.SecurityGroup group(SecurityGroup group) {
    List<dev.groundtruth.network.model.SecurityGroupRule> rules = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (SecurityGroupRule rule : group.rules(direction)) {
        rules.add(
            new dev.groundtruth.network.model.SecurityGroupRule(
                Identity.of(group.name() + " " + rules.size()),
                direction,
                Maybe.of(TrafficMatch.of(rule.protocol(), rule.ports())),
                rule.peer() instanceof CidrPeer block
                    ? new dev.groundtruth.network.model.Peer.CidrPeer(block.cidr())
                    : new dev.groundtruth.network.model.Peer.GroupPeer(
                        ((GroupPeer) rule.peer()).group()),
                ""));
      }
    }
    return new dev.groundtruth.network.model.SecurityGroup(
        Identity.of(group.name()), "vpc", group.name(), false, rules);
  }
}
