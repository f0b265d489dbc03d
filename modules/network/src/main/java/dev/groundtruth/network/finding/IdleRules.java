package dev.groundtruth.network.finding;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Passage;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules of security groups that admit nothing, now and however unknown attributes turn out. Where
 * the groups of an interface are not known, or something that can carry traffic was not understood
 * and so may have any group, there is no such rule.
 */
final class IdleRules {

  private final Network network;
  private final Reachability reachability;

  IdleRules(Network network) {
    this.network = network;
    reachability = Reachability.of(network);
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (!areMembersKnown()) {
      return findings;
    }
    for (SecurityGroup group : network.securityGroups()) {
      List<NetworkInterface> members = members(group.identity().key());
      if (members.isEmpty()) {
        if (!group.isDefault()) {
          findings.add(
              new Finding(
                  "unattached-security-group",
                  Finding.Level.NOTE,
                  group.identity().key(),
                  group.identity().location(),
                  "no interface has this group, its %d rules admit nothing"
                      .formatted(group.rules().size()),
                  "attach it or remove it"));
        }
        continue;
      }
      for (Direction direction : Direction.values()) {
        List<SecurityGroupRule> rules = group.rules(direction);
        if (!rules.isEmpty()) {
          findings.addAll(findings(rules, members, direction));
        }
      }
    }
    return findings;
  }

  private boolean areMembersKnown() {
    return network.interfaces().stream().allMatch(each -> each.groupsKnown().known().isPresent())
        && network.remarks().stream()
            .noneMatch(remark -> remark.kind() == Remark.Kind.NOT_UNDERSTOOD);
  }

  private List<NetworkInterface> members(String group) {
    return network.interfaces().stream().filter(each -> each.groups().contains(group)).toList();
  }

  private List<Finding> findings(
      List<SecurityGroupRule> rules, List<NetworkInterface> members, Direction direction) {
    Endpoint own = Endpoint.of("members", members);
    List<Passage> all = new ArrayList<>();
    all.addAll(passages(own, Endpoint.of("all interfaces", network.interfaces()), direction));
    all.addAll(passages(own, new Endpoint.Addresses("all addresses", AddressSet.ALL), direction));
    List<Finding> findings = new ArrayList<>();
    for (SecurityGroupRule rule : rules) {
      if (rule.match().known().isEmpty()) {
        continue;
      }
      if (rule.peer() instanceof Peer.GroupPeer peer) {
        List<NetworkInterface> others = members(peer.group());
        if (others.isEmpty()) {
          empty(rule, peer.group()).ifPresent(findings::add);
        } else if (isIdle(
            passages(own, Endpoint.of("others", others), direction),
            PacketSet.of(AddressSet.ALL, AddressSet.ALL, rule.match().known().get()))) {
          findings.add(idle(rule));
        }
      } else {
        Optional<AddressSet> peer = addresses(rule.peer());
        if (peer.isPresent()) {
          AddressSet sources = direction == Direction.INGRESS ? peer.get() : AddressSet.ALL;
          AddressSet targets = direction == Direction.INGRESS ? AddressSet.ALL : peer.get();
          if (isIdle(all, PacketSet.of(sources, targets, rule.match().known().get()))) {
            findings.add(idle(rule));
          }
        }
      }
    }
    return findings;
  }

  /** Who has a group that the network does not show, nobody knows. */
  private Optional<Finding> empty(SecurityGroupRule rule, String peer) {
    return network.securityGroups().stream()
        .filter(group -> group.identity().key().equals(peer))
        .findFirst()
        .map(
            group ->
                new Finding(
                    "empty-referenced-group",
                    Finding.Level.WARNING,
                    rule.identity().key(),
                    rule.identity().location(),
                    "%s refers to %s, which no interface has, and admits nothing"
                        .formatted(rule, peer),
                    "attach that group or remove the rule"));
  }

  private List<Passage> passages(Endpoint own, Endpoint other, Direction direction) {
    return direction == Direction.INGRESS
        ? reachability.passages(other, own)
        : reachability.passages(own, other);
  }

  private Optional<AddressSet> addresses(Peer peer) {
    if (peer instanceof Peer.CidrPeer block) {
      return Optional.of(AddressSet.of(block.cidr()));
    }
    return peer instanceof Peer.PrefixListPeer list
        ? network.prefixLists().stream()
            .filter(each -> each.identity().key().equals(list.prefixList()))
            .map(PrefixList::entries)
            .flatMap(entries -> entries.known().stream())
            .map(AddressSet::ofBlocks)
            .findFirst()
        : Optional.empty();
  }

  private static boolean isIdle(List<Passage> passages, PacketSet matched) {
    return passages.stream()
        .allMatch(passage -> passage.possible().intersection(matched).isEmpty());
  }

  private static Finding idle(SecurityGroupRule rule) {
    return new Finding(
        "rule-admits-nothing",
        Finding.Level.WARNING,
        rule.identity().key(),
        rule.identity().location(),
        "%s admits nothing: no packet it matches arrives".formatted(rule),
        "remove it, or mend what else is in the way");
  }
}
