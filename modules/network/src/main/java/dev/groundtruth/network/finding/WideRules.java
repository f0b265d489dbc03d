package dev.groundtruth.network.finding;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.contract.Flow;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Tier;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rules that match more than a contract allows, with the narrowest that would do instead. */
final class WideRules {

  private final Network network;
  private final NetworkContract contract;
  private final Map<String, Set<NetworkInterface>> interfaces = new HashMap<>();
  private final Map<String, AddressSet> addresses = new HashMap<>();

  WideRules(Network network, NetworkContract contract) {
    this.network = network;
    this.contract = contract;
    addresses.put(EndpointExpression.INTERNET, AddressSet.INTERNET);
    addresses.put(EndpointExpression.OUTSIDE, AddressSet.ALL);
    // The narrowest rule that leads elsewhere leads everywhere.
    addresses.put(EndpointExpression.ELSEWHERE, AddressSet.ALL);
    for (Tier tier : contract.tiers()) {
      for (String expression : tier.expressions()) {
        Endpoint endpoint = EndpointExpression.resolve(network, expression);
        if (endpoint instanceof Endpoint.Interfaces some) {
          interfaces
              .computeIfAbsent(tier.name(), any -> new LinkedHashSet<>())
              .addAll(some.interfaces());
        } else if (endpoint instanceof Endpoint.Addresses some) {
          addresses.merge(tier.name(), some.addresses(), AddressSet::union);
        }
      }
    }
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (SecurityGroup group : network.securityGroups()) {
      List<NetworkInterface> members = members(group.identity().key());
      if (!members.isEmpty()) {
        group.rules().forEach(rule -> findings.addAll(findings(rule, members)));
      }
    }
    return findings;
  }

  private List<NetworkInterface> members(String group) {
    return network.interfaces().stream().filter(each -> each.groups().contains(group)).toList();
  }

  private List<Finding> findings(SecurityGroupRule rule, List<NetworkInterface> members) {
    if (rule.match().known().isEmpty()) {
      return List.of();
    }
    TrafficMatch match = rule.match().known().get();
    List<Flow> flows = flowsOf(members, rule.direction());
    boolean isWide;
    Optional<AddressSet> blocks = blocks(rule.peer());
    if (blocks.isPresent()) {
      PacketSet needed = PacketSet.none();
      for (Flow flow : flows) {
        for (TrafficMatch each : flow.traffic()) {
          needed =
              needed.union(PacketSet.of(everyAddress(other(flow, rule)), AddressSet.ALL, each));
        }
      }
      isWide = !needed.containsAll(PacketSet.of(blocks.get(), AddressSet.ALL, match));
    } else if (rule.peer() instanceof Peer.GroupPeer peer) {
      isWide = members(peer.group()).stream().anyMatch(each -> !isNeeded(each, flows, rule, match));
    } else {
      return List.of();
    }
    if (!isWide) {
      return List.of();
    }
    List<String> replacements = replacements(rule, match, flows);
    return List.of(
        new Finding(
            "rule-wider-than-contract",
            Finding.Level.WARNING,
            rule.identity().key(),
            rule.identity().location(),
            "%s matches more than the contract allows".formatted(rule),
            replacements.isEmpty()
                ? "remove it, for the contract needs nothing of it"
                : "write " + String.join("; ", replacements) + " instead"));
  }

  /** The addresses a rule names by themselves; nothing for groups and what is not known. */
  private Optional<AddressSet> blocks(Peer peer) {
    if (peer instanceof Peer.CidrPeer block) {
      return Optional.of(AddressSet.of(block.cidr()));
    }
    return peer instanceof Peer.PrefixListPeer list
        ? network.prefixLists().stream()
            .filter(each -> each.identity().key().equals(list.prefixList()))
            .flatMap(each -> each.entries().known().stream())
            .map(AddressSet::ofBlocks)
            .findFirst()
        : Optional.empty();
  }

  /** The flows of the contract that begin or end at one of the interfaces. */
  private List<Flow> flowsOf(List<NetworkInterface> members, Direction direction) {
    return contract.flows().stream()
        .filter(
            flow -> {
              String own = direction == Direction.INGRESS ? flow.to() : flow.from();
              Set<NetworkInterface> tier = interfaces.getOrDefault(own, Set.of());
              return own.equals(EndpointExpression.OUTSIDE)
                  || members.stream().anyMatch(tier::contains);
            })
        .toList();
  }

  private static String other(Flow flow, SecurityGroupRule rule) {
    return rule.direction() == Direction.INGRESS ? flow.from() : flow.to();
  }

  /** The addresses a tier has or may have. */
  private AddressSet everyAddress(String tier) {
    AddressSet all = addresses.getOrDefault(tier, AddressSet.NONE);
    for (NetworkInterface each : interfaces.getOrDefault(tier, Set.of())) {
      all =
          all.union(
              each.addresses().isEmpty()
                  ? AddressSet.ofBlocks(
                      network.subnets().stream()
                          .filter(subnet -> each.subnets().contains(subnet.identity().key()))
                          .map(Subnet::cidrs)
                          .flatMap(List::stream)
                          .flatMap(cidr -> cidr.known().stream())
                          .toList())
                  : AddressSet.ofAddresses(each.addresses()));
    }
    return all;
  }

  private boolean isNeeded(
      NetworkInterface each, List<Flow> flows, SecurityGroupRule rule, TrafficMatch match) {
    PacketSet needed = PacketSet.none();
    for (Flow flow : flows) {
      String other = other(flow, rule);
      if (other.equals(EndpointExpression.OUTSIDE)
          || interfaces.getOrDefault(other, Set.of()).contains(each)) {
        for (TrafficMatch traffic : flow.traffic()) {
          needed = needed.union(PacketSet.of(AddressSet.ALL, AddressSet.ALL, traffic));
        }
      }
    }
    return needed.containsAll(PacketSet.of(AddressSet.ALL, AddressSet.ALL, match));
  }

  private List<String> replacements(SecurityGroupRule rule, TrafficMatch match, List<Flow> flows) {
    AddressSet block = blocks(rule.peer()).orElse(AddressSet.ALL);
    Set<String> replacements = new LinkedHashSet<>();
    for (Flow flow : flows) {
      String other = other(flow, rule);
      AddressSet both = everyAddress(other).intersection(block);
      for (TrafficMatch each : flow.traffic()) {
        PacketSet common =
            PacketSet.of(both, AddressSet.ALL, match)
                .intersection(PacketSet.of(both, AddressSet.ALL, each));
        String traffic =
            common.blocks().stream()
                .map(part -> part.traffic().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!traffic.isEmpty()) {
          replacements.add(
              "%s %s %s"
                  .formatted(
                      traffic,
                      rule.direction() == Direction.INGRESS ? "from" : "to",
                      peer(other, both)));
        }
      }
    }
    return List.copyOf(replacements);
  }

  /** A group that is exactly the tier, or else the blocks. */
  private String peer(String tier, AddressSet blocks) {
    Set<NetworkInterface> members = interfaces.getOrDefault(tier, Set.of());
    Set<String> common = new TreeSet<>();
    network.securityGroups().forEach(group -> common.add(group.identity().key()));
    members.forEach(each -> common.retainAll(each.groups()));
    return members.isEmpty()
        ? addressText(tier, blocks)
        : common.stream()
            .filter(group -> members.containsAll(members(group)))
            .findFirst()
            .orElseGet(() -> addressText(tier, blocks));
  }

  private static String addressText(String tier, AddressSet blocks) {
    return tier.equals(EndpointExpression.INTERNET)
            || tier.equals(EndpointExpression.OUTSIDE)
            || tier.equals(EndpointExpression.ELSEWHERE)
        ? "the " + tier
        : blocks.blocks().stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
