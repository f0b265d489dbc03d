package dev.groundtruth.network.mutation;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All mutants of a network: each rule, entry, route and membership got wrong in all ways. */
final class Mutants {

  private static final Peer ANYONE = new Peer.CidrPeer(Cidr.parse("0.0.0.0/0"));
  private static final Peer ANYONE_IPV6 = new Peer.CidrPeer(Cidr.parse("::/0"));
  private static final TrafficMatch SSH = TrafficMatch.of(Protocol.TCP, PortRange.of(22));

  private final Network network;
  private final List<Mutant> mutants = new ArrayList<>();

  private Mutants(Network network) {
    this.network = network;
  }

  /** All mutants, in the order of the network's groups, ACLs, routes and interfaces. */
  static List<Mutant> of(Network network) {
    Mutants all = new Mutants(network);
    network.securityGroups().forEach(all::group);
    network.networkAcls().forEach(all::acl);
    for (RouteTable table : network.routeTables()) {
      table.routes().forEach(all::route);
    }
    network.interfaces().forEach(all::memberships);
    return List.copyOf(all.mutants);
  }

  // --- security groups ---

  private void group(SecurityGroup group) {
    for (SecurityGroupRule rule : group.rules()) {
      matches(rule.match())
          .forEach(
              other ->
                  instead(
                      other.operator(),
                      rule,
                      with(rule, rule.direction(), Maybe.of(other.value()), rule.peer())));
      peers(group, rule.peer())
          .forEach(
              other ->
                  instead(
                      other.operator(),
                      rule,
                      with(rule, rule.direction(), rule.match(), other.value())));
      Direction reverse =
          rule.direction() == Direction.INGRESS ? Direction.EGRESS : Direction.INGRESS;
      instead(Operator.DIRECTION, rule, with(rule, reverse, rule.match(), rule.peer()));
      add(
          Operator.RULE_DROPPED,
          rule.identity(),
          said(rule) + " is gone",
          NetworkEdits.rules(
              network, each -> is(each.identity(), rule.identity()) ? List.of() : List.of(each)));
    }
    for (Direction direction : Direction.values()) {
      added(group, direction, TrafficMatch.ALL, ANYONE);
      added(group, direction, TrafficMatch.ALL, ANYONE_IPV6);
      added(group, direction, SSH, ANYONE);
      added(group, direction, TrafficMatch.ALL, new Peer.GroupPeer(group.identity().key()));
    }
  }

  private void instead(Operator operator, SecurityGroupRule rule, SecurityGroupRule other) {
    add(
        operator,
        rule.identity(),
        said(rule) + " is " + said(other),
        NetworkEdits.rules(
            network, each -> List.of(is(each.identity(), rule.identity()) ? other : each)));
  }

  private void added(SecurityGroup group, Direction direction, TrafficMatch match, Peer peer) {
    SecurityGroupRule rule =
        new SecurityGroupRule(
            Identity.of(group.identity().key() + ".added"), direction, Maybe.of(match), peer, "");
    add(
        Operator.RULE_ADDED,
        group.identity(),
        said(rule) + " is added",
        NetworkEdits.groups(
            network,
            each -> {
              if (!is(each.identity(), group.identity())) {
                return each;
              }
              List<SecurityGroupRule> rules = new ArrayList<>(group.rules());
              rules.add(rule);
              return NetworkEdits.rules(group, rules);
            }));
  }

  private static SecurityGroupRule with(
      SecurityGroupRule rule, Direction direction, Maybe<TrafficMatch> match, Peer peer) {
    return new SecurityGroupRule(rule.identity(), direction, match, peer, rule.description());
  }

  private static String said(SecurityGroupRule rule) {
    String text = rule.toString();
    return text.substring(rule.identity().key().length() + ": ".length());
  }

  // --- what a rule or entry says ---

  private record Other<T>(Operator operator, T value) {}

  private static List<Other<TrafficMatch>> matches(Maybe<TrafficMatch> of) {
    List<Other<TrafficMatch>> others = new ArrayList<>();
    TrafficMatch match = of.known().orElse(null);
    if (match == null) {
      return others;
    }
    if (match.protocol().hasPorts()) {
      int first = match.ports().first();
      int last = match.ports().last();
      ports(match.protocol(), first - 1, last, others);
      ports(match.protocol(), first, last + 1, others);
      ports(match.protocol(), first + 1, last, others);
      ports(match.protocol(), first, last - 1, others);
    }
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP, Protocol.ALL)) {
      if (!protocol.equals(match.protocol())) {
        PortRange ports =
            protocol.hasPorts() && match.protocol().hasPorts() ? match.ports() : PortRange.ALL;
        others.add(new Other<>(Operator.PROTOCOL, TrafficMatch.of(protocol, ports)));
      }
    }
    return others;
  }

  private static void ports(
      Protocol protocol, int first, int last, List<Other<TrafficMatch>> others) {
    if (0 <= first && first <= last && last <= PortRange.MAX_PORT) {
      others.add(
          new Other<>(Operator.PORTS, TrafficMatch.of(protocol, new PortRange(first, last))));
    }
  }

  private List<Other<Peer>> peers(SecurityGroup group, Peer peer) {
    List<Other<Peer>> others = new ArrayList<>();
    if (peer instanceof Peer.CidrPeer block) {
      Blocks.near(block.cidr())
          .forEach(near -> others.add(new Other<>(Operator.PREFIX, new Peer.CidrPeer(near))));
    }
    Set<Peer> swaps = new LinkedHashSet<>();
    for (SecurityGroup each : network.securityGroups()) {
      if (each.vpc().equals(group.vpc())) {
        swaps.add(new Peer.GroupPeer(each.identity().key()));
      }
    }
    swaps.add(ANYONE);
    swaps.add(ANYONE_IPV6);
    swaps.remove(peer);
    swaps.forEach(swap -> others.add(new Other<>(Operator.PEER, swap)));
    return others;
  }

  // --- network ACLs ---

  private void acl(NetworkAcl acl) {
    for (Direction direction : Direction.values()) {
      List<NetworkAclEntry> entries = acl.entries(direction);
      for (int at = 0; at < entries.size(); at++) {
        NetworkAclEntry entry = entries.get(at);
        entry(entry);
        if (at + 1 < entries.size()) {
          swap(entry, entries.get(at + 1));
        }
      }
    }
  }

  private void entry(NetworkAclEntry entry) {
    matches(entry.match())
        .forEach(
            other ->
                instead(
                    other.operator(),
                    entry,
                    with(
                        entry,
                        entry.number(),
                        entry.allow(),
                        Maybe.of(other.value()),
                        entry.cidr())));
    entry
        .cidr()
        .known()
        .ifPresent(
            cidr ->
                Blocks.near(cidr)
                    .forEach(
                        near ->
                            instead(
                                Operator.PREFIX,
                                entry,
                                with(
                                    entry,
                                    entry.number(),
                                    entry.allow(),
                                    entry.match(),
                                    Maybe.of(near)))));
    instead(
        Operator.ENTRY_ACTION,
        entry,
        with(entry, entry.number(), !entry.allow(), entry.match(), entry.cidr()));
    add(
        Operator.ENTRY_DROPPED,
        entry.identity(),
        said(entry) + " is gone",
        NetworkEdits.entries(
            network, each -> is(each.identity(), entry.identity()) ? List.of() : List.of(each)));
  }

  private void swap(NetworkAclEntry one, NetworkAclEntry next) {
    add(
        Operator.ENTRY_ORDER,
        one.identity(),
        "%s and %s change places".formatted(said(one), said(next)),
        NetworkEdits.entries(
            network,
            each ->
                List.of(
                    is(each.identity(), one.identity())
                        ? with(one, next.number(), one.allow(), one.match(), one.cidr())
                        : is(each.identity(), next.identity())
                            ? with(next, one.number(), next.allow(), next.match(), next.cidr())
                            : each)));
  }

  private void instead(Operator operator, NetworkAclEntry entry, NetworkAclEntry other) {
    add(
        operator,
        entry.identity(),
        said(entry) + " is " + said(other),
        NetworkEdits.entries(
            network, each -> List.of(is(each.identity(), entry.identity()) ? other : each)));
  }

  private static NetworkAclEntry with(
      NetworkAclEntry entry,
      int number,
      boolean allow,
      Maybe<TrafficMatch> match,
      Maybe<Cidr> cidr) {
    return new NetworkAclEntry(entry.identity(), number, entry.direction(), allow, match, cidr);
  }

  private static String said(NetworkAclEntry entry) {
    return "%s %d %s %s %s"
        .formatted(
            entry.direction(),
            entry.number(),
            entry.allow() ? "allow" : "deny",
            entry.match().known().map(TrafficMatch::toString).orElse("(known after apply)"),
            entry.cidr().known().map(Cidr::toString).orElse("(known after apply)"));
  }

  // --- routes and memberships ---

  private void route(Route route) {
    add(
        Operator.ROUTE_DROPPED,
        route.identity(),
        "the route to %s is gone".formatted(route.destination()),
        NetworkEdits.routes(
            network, each -> is(each.identity(), route.identity()) ? List.of() : List.of(each)));
  }

  private void memberships(NetworkInterface member) {
    for (String group : new TreeSet<>(member.groups())) {
      Set<String> rest = new TreeSet<>(member.groups());
      rest.remove(group);
      membership(Operator.GROUP_DETACHED, member, rest, group + " is detached");
    }
    List<String> vpcs =
        network.subnets().stream()
            .filter(subnet -> member.subnets().contains(subnet.identity().key()))
            .map(subnet -> subnet.vpc())
            .toList();
    for (SecurityGroup group : network.securityGroups()) {
      String key = group.identity().key();
      if (vpcs.contains(group.vpc()) && !member.groups().contains(key)) {
        Set<String> more = new TreeSet<>(member.groups());
        more.add(key);
        membership(Operator.GROUP_ATTACHED, member, more, key + " is attached");
      }
    }
  }

  private void membership(
      Operator operator, NetworkInterface member, Set<String> groups, String change) {
    add(
        operator,
        member.identity(),
        change,
        NetworkEdits.interfaces(
            network,
            each ->
                is(each.identity(), member.identity())
                    ? NetworkEdits.inGroups(member, groups)
                    : each));
  }

  private static boolean is(Identity one, Identity other) {
    return one.key().equals(other.key());
  }

  private void add(Operator operator, Identity subject, String change, Network mutated) {
    mutants.add(new Mutant(operator, subject, change, mutated));
  }
}
