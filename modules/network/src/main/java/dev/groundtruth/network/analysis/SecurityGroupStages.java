package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What security groups let pass: the union of the rules of all groups of an interface; a reference
 * to a group means the private addresses of its members (<a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html">AWS: Security
 * group rules</a>). They are stateful, so that replies are not asked for.
 */
final class SecurityGroupStages {

  /** Where members of a group are: a reference to it does not mean their public addresses. */
  private static final AddressSet PRIVATE = AddressSet.ALL.minus(AddressSet.INTERNET);

  private final NetworkIndex index;

  SecurityGroupStages(NetworkIndex index) {
    this.index = index;
  }

  /** The rules of a party that can be about the other one. */
  List<SecurityGroupRule> rules(Party own, Party other, Direction direction) {
    return own.member().stream()
        .flatMap(member -> index.rules(member.groups(), direction).stream())
        .filter(rule -> canBeAbout(rule.peer(), other))
        .toList();
  }

  private boolean canBeAbout(Peer peer, Party other) {
    if (peer instanceof Peer.GroupPeer group) {
      return membership(group, other) != Membership.NO;
    }
    return addresses(peer)
        .map(set -> set.known().map(known -> known.intersects(other.addresses())).orElse(true))
        .orElse(true);
  }

  /** The addresses of a peer that is no group. */
  Optional<Maybe<AddressSet>> addresses(Peer peer) {
    if (peer instanceof Peer.CidrPeer block) {
      return Optional.of(Maybe.of(index.addresses(block.cidr())));
    }
    if (peer instanceof Peer.PrefixListPeer list) {
      Maybe<List<Cidr>> entries = index.entries(list.prefixList());
      return Optional.of(entries.map(AddressSet::ofBlocks));
    }
    return peer instanceof Peer.UnknownPeer unknown
        ? Optional.of(Maybe.unknown(unknown.attribute()))
        : Optional.empty();
  }

  private enum Membership {
    YES,
    NO,
    UNKNOWN
  }

  /**
   * Whether a party is in a group. Outside, nobody is in a group of the network; one that is not
   * shown can be that of a peered VPC (<a
   * href="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html">AWS:
   * Reference peer security groups</a>).
   */
  private Membership membership(Peer.GroupPeer peer, Party party) {
    Optional<NetworkInterface> member = party.member();
    if (member.isEmpty()) {
      boolean isNobody =
          party.isOutside()
              && (index.securityGroup(peer.group()).isPresent()
                  || AddressSet.INTERNET.containsAll(party.addresses()));
      return isNobody ? Membership.NO : Membership.UNKNOWN;
    }
    if (member.get().groups().contains(peer.group())) {
      return Membership.YES;
    }
    return member.get().groupsKnown().known().isPresent() ? Membership.NO : Membership.UNKNOWN;
  }

  /** The stage at the side of an interface; nothing for what has no groups of its own. */
  Optional<Stage> stage(
      Party own, Party other, Direction direction, TrafficAxis traffic, AddressAxis axis) {
    Optional<NetworkInterface> member = own.member().filter(SecurityGroupStages::isFiltered);
    if (member.isEmpty()) {
      return Optional.empty();
    }
    List<SecurityGroupRule> rules = rules(own, other, direction);
    Rows possible = new Rows(traffic.size(), axis.size());
    Rows certain = new Rows(traffic.size(), axis.size());
    Set<String> unknowns = new LinkedHashSet<>();
    member
        .get()
        .groupsKnown()
        .attribute()
        .ifPresent(
            attribute -> {
              unknowns.add(attribute);
              possible.or(Rows.full(traffic.size(), axis.size()));
            });
    for (String group : new TreeSet<>(member.get().groups())) {
      if (index.securityGroup(group).isEmpty()) {
        unknowns.add("the rules of " + group);
        possible.or(Rows.full(traffic.size(), axis.size()));
      }
    }
    for (SecurityGroupRule rule : rules) {
      Matched matched = matched(rule, other, traffic, axis);
      possible.or(matched.traffic(), matched.addresses());
      if (matched.unknowns().isEmpty()) {
        certain.or(matched.traffic(), matched.addresses());
      }
      unknowns.addAll(matched.unknowns());
    }
    return Optional.of(
        new Stage(
            direction == Direction.EGRESS ? Stage.Side.SENDER : Stage.Side.RECEIVER,
            BlockerCode.ENI_SG_RULES_MISMATCH,
            member.get().identity().key(),
            () ->
                "no %s rule of %s allows it"
                    .formatted(direction, String.join(", ", new TreeSet<>(member.get().groups()))),
            possible,
            certain,
            unknowns,
            (t, a) -> hops(rules, other, traffic, axis, t, a)));
  }

  /**
   * No security group applies to a NAT gateway, nor to a Network Load Balancer that was created
   * without one (<a
   * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html">AWS:
   * Security groups for your Network Load Balancer</a>).
   */
  private static boolean isFiltered(NetworkInterface each) {
    return each.kind() != NetworkInterface.Kind.NAT_GATEWAY
        && !(each.kind() == NetworkInterface.Kind.NETWORK_LOAD_BALANCER
            && each.groups().isEmpty()
            && each.groupsKnown().known().isPresent());
  }

  private record Matched(BitSet traffic, BitSet addresses, Set<String> unknowns) {}

  private Matched matched(
      SecurityGroupRule rule, Party other, TrafficAxis traffic, AddressAxis axis) {
    Set<String> unknowns = new LinkedHashSet<>();
    BitSet atoms = traffic.mask(rule.match().known().orElse(TrafficMatch.ALL));
    rule.match().attribute().ifPresent(unknowns::add);
    BitSet addresses = all(axis);
    if (rule.peer() instanceof Peer.GroupPeer group) {
      if (membership(group, other) == Membership.UNKNOWN) {
        unknowns.add(
            other
                .member()
                .flatMap(member -> member.groupsKnown().attribute())
                .orElse(
                    other.isOutside()
                        ? "who is in " + group.group()
                        : "the security groups of " + other.name()));
        if (other.isOutside()) {
          addresses = axis.mask(PRIVATE);
        }
      }
    } else {
      Maybe<AddressSet> set = addresses(rule.peer()).orElseThrow();
      set.attribute().ifPresent(unknowns::add);
      if (set.known().isPresent()) {
        addresses = axis.mask(set.known().get());
      }
    }
    return new Matched(atoms, addresses, unknowns);
  }

  private static BitSet all(AddressAxis axis) {
    BitSet all = new BitSet(axis.size());
    all.set(0, axis.size());
    return all;
  }

  private List<Hop> hops(
      List<SecurityGroupRule> rules,
      Party other,
      TrafficAxis traffic,
      AddressAxis axis,
      int t,
      int address) {
    List<Hop> hops = new ArrayList<>();
    for (SecurityGroupRule rule : rules) {
      Matched matched = matched(rule, other, traffic, axis);
      if (matched.traffic().get(t) && matched.addresses().get(address)) {
        hops.add(
            new Hop(
                rule.direction() == Direction.EGRESS
                    ? Hop.Kind.SECURITY_GROUP_EGRESS
                    : Hop.Kind.SECURITY_GROUP_INGRESS,
                groupOf(rule),
                rule.toString(),
                rule.identity().location()));
      }
    }
    return hops;
  }

  private String groupOf(SecurityGroupRule rule) {
    return index.network().securityGroups().stream()
        .filter(group -> group.rules().contains(rule))
        .findFirst()
        .map(SecurityGroup::identity)
        .map(identity -> identity.key())
        .orElse(rule.identity().key());
  }
}
