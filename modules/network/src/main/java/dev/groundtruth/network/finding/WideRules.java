package dev.groundtruth.network.finding;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.contract.Flow;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Tier;
import dev.groundtruth.network.contract.TierMembers;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
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
  private final Map<String, AddressSet> blocks = new HashMap<>();

  WideRules(Network network, NetworkContract contract) {
    this.network = network;
    this.contract = contract;
    for (Tier tier : contract.tiers()) {
      TierMembers members = TierMembers.of(network, tier);
      interfaces.put(tier.name(), new LinkedHashSet<>(members.interfaces()));
      blocks.put(tier.name(), members.blocks());
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

  /** The flows of the contract that begin or end at one of the interfaces, or may. */
  private List<Flow> flowsOf(List<NetworkInterface> members, Direction direction) {
    return contract.flows().stream()
        .filter(
            flow -> {
              String own = direction == Direction.INGRESS ? flow.to() : flow.from();
              return members.stream().anyMatch(each -> mayBeIn(each, own));
            })
        .toList();
  }

  /** Whether an interface is meant by a name, or may have an address that is. */
  private boolean mayBeIn(NetworkInterface each, String name) {
    return name.equals(EndpointExpression.OUTSIDE)
        || interfaces.getOrDefault(name, Set.of()).contains(each)
        || blocks.getOrDefault(name, AddressSet.NONE).intersects(everyAddress(each));
  }

  private static String other(Flow flow, SecurityGroupRule rule) {
    return rule.direction() == Direction.INGRESS ? flow.from() : flow.to();
  }

  /** The addresses that a name of the contract means or may mean. */
  private AddressSet everyAddress(String name) {
    if (name.equals(EndpointExpression.INTERNET)) {
      return AddressSet.INTERNET;
    }
    if (isEverywhere(name)) {
      return AddressSet.ALL;
    }
    return blocks
        .getOrDefault(name, AddressSet.NONE)
        .union(everyAddress(interfaces.getOrDefault(name, Set.of())));
  }

  /** The narrowest rule that leads elsewhere leads everywhere. */
  private static boolean isEverywhere(String name) {
    return name.equals(EndpointExpression.OUTSIDE) || name.equals(EndpointExpression.ELSEWHERE);
  }

  private AddressSet everyAddress(Collection<NetworkInterface> some) {
    AddressSet all = AddressSet.NONE;
    for (NetworkInterface each : some) {
      all = all.union(everyAddress(each));
    }
    return all;
  }

  /** The addresses an interface has or may have. */
  private AddressSet everyAddress(NetworkInterface each) {
    AddressSet all = AddressSet.ofAddresses(each.addresses());
    if (each.addresses().isEmpty()) {
      all = all.union(subnets(each).intersection(AddressSet.ALL_IPV4));
    }
    return each.isIpv6Known() ? all : all.union(subnets(each).intersection(AddressSet.ALL_IPV6));
  }

  /** The blocks of the subnets of an interface: where one is not known, it may be any. */
  private AddressSet subnets(NetworkInterface each) {
    List<Subnet> subnets =
        network.subnets().stream()
            .filter(subnet -> each.subnets().contains(subnet.identity().key()))
            .toList();
    List<Cidr> known =
        subnets.stream()
            .flatMap(subnet -> subnet.cidrs().stream())
            .flatMap(cidr -> cidr.known().stream())
            .toList();
    boolean isKnown =
        subnets.size() == each.subnets().size()
            && subnets.stream()
                .allMatch(
                    subnet ->
                        !subnet.cidrs().isEmpty()
                            && subnet.cidrs().stream().allMatch(cidr -> cidr.known().isPresent()));
    return isKnown ? AddressSet.ofBlocks(known) : AddressSet.ALL;
  }

  private boolean isNeeded(
      NetworkInterface each, List<Flow> flows, SecurityGroupRule rule, TrafficMatch match) {
    PacketSet needed = PacketSet.none();
    for (Flow flow : flows) {
      if (mayBeIn(each, other(flow, rule))) {
        for (TrafficMatch traffic : flow.traffic()) {
          needed = needed.union(PacketSet.of(AddressSet.ALL, AddressSet.ALL, traffic));
        }
      }
    }
    return needed.containsAll(PacketSet.of(AddressSet.ALL, AddressSet.ALL, match));
  }

  /** What the contract needs of a rule, never wider than the rule. */
  private List<String> replacements(SecurityGroupRule rule, TrafficMatch match, List<Flow> flows) {
    Set<String> replacements = new LinkedHashSet<>();
    for (Flow flow : flows) {
      Replacement replacement = replacement(rule, other(flow, rule));
      for (TrafficMatch each : flow.traffic()) {
        String traffic = common(replacement.addresses(), match, each);
        if (!traffic.isEmpty()) {
          replacements.add(
              "%s %s %s"
                  .formatted(
                      traffic,
                      rule.direction() == Direction.INGRESS ? "from" : "to",
                      replacement.peer()));
        }
      }
    }
    return List.copyOf(replacements);
  }

  /**
   * A peer to be named instead.
   *
   * @param peer how to write it
   * @param addresses those it has or may have; none if nothing is to be named
   */
  private record Replacement(String peer, AddressSet addresses) {}

  private Replacement replacement(SecurityGroupRule rule, String other) {
    if (rule.peer() instanceof Peer.GroupPeer peer) {
      List<NetworkInterface> all = members(peer.group());
      List<NetworkInterface> some = all.stream().filter(each -> mayBeIn(each, other)).toList();
      return new Replacement(
          some.size() == all.size() ? peer.group() : peer(some), everyAddress(some));
    }
    AddressSet block = blocks(rule.peer()).orElse(AddressSet.ALL);
    AddressSet both = everyAddress(other).intersection(block);
    return new Replacement(peer(other, both, block), both);
  }

  private static String common(AddressSet addresses, TrafficMatch match, TrafficMatch other) {
    return PacketSet.of(addresses, AddressSet.ALL, match)
        .intersection(PacketSet.of(addresses, AddressSet.ALL, other))
        .blocks()
        .stream()
        .map(part -> part.traffic().toString())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Some of the members of a group; their addresses may be those of others later. */
  private String peer(List<NetworkInterface> some) {
    return group(some)
        .orElseGet(
            () ->
                some.stream()
                    .map(each -> each.identity().key())
                    .collect(Collectors.joining(", ", "a group of ", " only")));
  }

  /** A group that is exactly the tier's interfaces and the tier's blocks, or else the addresses. */
  private String peer(String tier, AddressSet addresses, AddressSet block) {
    Set<NetworkInterface> members = interfaces.getOrDefault(tier, Set.of());
    AddressSet own = blocks.getOrDefault(tier, AddressSet.NONE).intersection(block);
    Optional<String> group = group(members);
    if (group.isEmpty() || own.containsAll(addresses)) {
      return addressText(tier, addresses);
    }
    List<InetAddress> named = members.stream().flatMap(each -> each.addresses().stream()).toList();
    return AddressSet.ofAddresses(named).containsAll(own)
        ? group.get()
        : group.get() + ", " + addressText(tier, own);
  }

  /** A group that these have and nobody else. */
  private Optional<String> group(Collection<NetworkInterface> some) {
    if (some.isEmpty()) {
      return Optional.empty();
    }
    Set<String> common = new TreeSet<>();
    network.securityGroups().forEach(group -> common.add(group.identity().key()));
    some.forEach(each -> common.retainAll(each.groups()));
    return common.stream().filter(group -> some.containsAll(members(group))).findFirst();
  }

  private static String addressText(String tier, AddressSet addresses) {
    return tier.equals(EndpointExpression.INTERNET) || isEverywhere(tier)
        ? "the " + tier
        : addresses.blocks().stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
