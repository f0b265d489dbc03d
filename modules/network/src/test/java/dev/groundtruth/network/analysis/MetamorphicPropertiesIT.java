package dev.groundtruth.network.analysis;

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
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.mutation.NetworkEdits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/**
 * What changes of a network do to the packets that arrive, whatever the network is. Both what is
 * possible and what is certain are compared, for every packet. A network comes from its seed, which
 * cannot be made smaller in a way that means something. {@code -Djqwik.tries.default=N} goes
 * through more of them.
 */
@Tag("engine")
class MetamorphicPropertiesIT {

  private static final String SEED = "20261125";

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().between(0, 1_000_000_000L).withoutEdgeCases();
  }

  private static Cidr lowerHalf(Cidr cidr) {
    return Cidr.parse(cidr.first().getHostAddress() + "/" + (cidr.prefixLength() + 1));
  }

  private static Cidr upperHalf(Cidr cidr) {
    return AddressSet.of(cidr).minus(AddressSet.of(lowerHalf(cidr))).blocks().get(0);
  }

  private static List<Cidr> halves(Cidr cidr) {
    return cidr.prefixLength() == (cidr.isIpv4() ? 32 : 128)
        ? List.of(cidr)
        : List.of(lowerHalf(cidr), upperHalf(cidr));
  }

  private static SecurityGroupRule rule(
      SecurityGroupRule of, int part, TrafficMatch match, Peer peer) {
    return new SecurityGroupRule(
        Identity.of(of.identity().key() + "/" + part), of.direction(), Maybe.of(match), peer, "");
  }

  private static <T> List<T> shuffled(List<T> some, Random random) {
    List<T> copy = new ArrayList<>(some);
    Collections.shuffle(copy, random);
    return copy;
  }

  private static TrafficMatch someTraffic(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> TrafficMatch.ALL;
      case 1 ->
          TrafficMatch.of(Protocol.TCP, PortRange.of(List.of(22, 80, 3306).get(random.nextInt(3))));
      default -> TrafficMatch.of(Protocol.UDP, new PortRange(1000, 50_000));
    };
  }

  private static Peer somePeer(Random random) {
    List<Peer> peers =
        List.of(
            new Peer.CidrPeer(Cidr.parse("0.0.0.0/0")),
            new Peer.CidrPeer(Cidr.parse("::/0")),
            new Peer.CidrPeer(Cidr.parse("10.0.0.0/15")),
            new Peer.GroupPeer("g0"),
            new Peer.GroupPeer("g1"),
            new Peer.PrefixListPeer("pl0"));
    return peers.get(random.nextInt(peers.size()));
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void an_added_rule_takes_nothing_away(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(seed);
    String to = "g" + random.nextInt(3);
    SecurityGroupRule added =
        new SecurityGroupRule(
            Identity.of("added"),
            random.nextBoolean() ? Direction.INGRESS : Direction.EGRESS,
            Maybe.of(someTraffic(random)),
            somePeer(random),
            "");
    Network more =
        NetworkEdits.groups(
            network,
            group ->
                group.identity().key().equals(to)
                    ? NetworkEdits.rules(
                        group, Stream.concat(group.rules().stream(), Stream.of(added)).toList())
                    : group);
    Answers.of(network).areAllIn(Answers.of(more));
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void a_removed_rule_adds_nothing(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(seed);
    Network fewer =
        NetworkEdits.rules(network, rule -> random.nextInt(4) == 0 ? List.of() : List.of(rule));
    Answers.of(fewer).areAllIn(Answers.of(network));
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void an_acl_without_an_allowing_entry_lets_no_more_through(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(seed);
    Network fewer =
        NetworkEdits.entries(
            network, entry -> entry.allow() && random.nextInt(3) == 0 ? List.of() : List.of(entry));
    Answers.of(fewer).areAllIn(Answers.of(network));
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void an_acl_without_a_denying_entry_lets_no_less_through(@ForAll("seeds") long seed) {
    Network network = RandomNetworks.of(seed);
    Network fewer =
        NetworkEdits.entries(network, entry -> entry.allow() ? List.of(entry) : List.of());
    Answers.of(network).areAllIn(Answers.of(fewer));
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void the_halves_of_a_block_are_the_block(@ForAll("seeds") long seed) {
    Network network = RandomNetworks.of(seed);
    Network halved =
        NetworkEdits.entries(
            NetworkEdits.rules(
                network,
                rule ->
                    rule.peer() instanceof Peer.CidrPeer peer && rule.match().known().isPresent()
                        ? halves(peer.cidr()).stream()
                            .map(
                                half ->
                                    rule(
                                        rule,
                                        half.equals(halves(peer.cidr()).get(0)) ? 0 : 1,
                                        rule.match().known().get(),
                                        new Peer.CidrPeer(half)))
                            .toList()
                        : List.of(rule)),
            entry -> entryHalves(entry));
    Answers.of(network).areSameAs(Answers.of(halved));
  }

  private static List<NetworkAclEntry> entryHalves(NetworkAclEntry entry) {
    List<Cidr> blocks = entry.cidr().known().map(cidr -> halves(cidr)).orElse(List.of());
    if (blocks.size() < 2) {
      return List.of(numbered(entry, 2 * entry.number(), entry.match(), entry.cidr()));
    }
    return List.of(
        numbered(entry, 2 * entry.number(), entry.match(), Maybe.of(blocks.get(0))),
        numbered(entry, 2 * entry.number() + 1, entry.match(), Maybe.of(blocks.get(1))));
  }

  private static NetworkAclEntry numbered(
      NetworkAclEntry entry, int number, Maybe<TrafficMatch> match, Maybe<Cidr> cidr) {
    return new NetworkAclEntry(
        Identity.of(entry.identity().key() + "/" + number),
        number,
        entry.direction(),
        entry.allow(),
        match,
        cidr);
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void the_parts_of_a_port_range_are_the_range(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(seed);
    Network split =
        NetworkEdits.entries(
            NetworkEdits.rules(
                network,
                rule ->
                    rule.match()
                        .known()
                        .map(
                            match ->
                                parts(match, random).stream()
                                    .map(
                                        part -> rule(rule, part.ports().first(), part, rule.peer()))
                                    .toList())
                        .orElse(List.of(rule))),
            entry -> entryParts(entry, random));
    Answers.of(network).areSameAs(Answers.of(split));
  }

  private static List<TrafficMatch> parts(TrafficMatch match, Random random) {
    if (!match.protocol().hasPorts() || match.ports().size() == 1) {
      return List.of(match);
    }
    int last = match.ports().first() + random.nextInt(match.ports().size() - 1);
    return List.of(
        TrafficMatch.of(match.protocol(), new PortRange(match.ports().first(), last)),
        TrafficMatch.of(match.protocol(), new PortRange(last + 1, match.ports().last())));
  }

  private static List<NetworkAclEntry> entryParts(NetworkAclEntry entry, Random random) {
    List<NetworkAclEntry> entries = new ArrayList<>();
    for (TrafficMatch part :
        entry.match().known().map(match -> parts(match, random)).orElse(List.of())) {
      entries.add(
          numbered(entry, 2 * entry.number() + entries.size(), Maybe.of(part), entry.cidr()));
    }
    return entries.isEmpty()
        ? List.of(numbered(entry, 2 * entry.number(), entry.match(), entry.cidr()))
        : entries;
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void the_order_of_what_has_none_does_not_count(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(seed);
    Network shuffled =
        new Network(
            network.source(),
            shuffled(network.vpcs(), random),
            shuffled(network.subnets(), random),
            shuffled(network.routeTables(), random).stream()
                .map(
                    table ->
                        new RouteTable(
                            table.identity(),
                            table.vpc(),
                            table.isMain(),
                            shuffled(table.routes(), random)))
                .toList(),
            shuffled(network.gateways(), random),
            shuffled(network.networkAcls(), random).stream()
                .map(
                    acl ->
                        new NetworkAcl(
                            acl.identity(),
                            acl.vpc(),
                            acl.isDefault(),
                            shuffled(acl.entries(), random)))
                .toList(),
            shuffled(network.securityGroups(), random).stream()
                .map(group -> NetworkEdits.rules(group, shuffled(group.rules(), random)))
                .toList(),
            shuffled(network.interfaces(), random),
            shuffled(network.prefixLists(), random),
            shuffled(network.peerings(), random),
            shuffled(network.endpoints(), random),
            shuffled(network.remarks(), random));
    Answers.of(network).areSameAs(Answers.of(shuffled));
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void other_numbers_in_the_same_order_change_nothing(@ForAll("seeds") long seed) {
    Network network = RandomNetworks.of(seed);
    int factor = 1 + new Random(seed).nextInt(50);
    Network renumbered =
        NetworkEdits.entries(
            network,
            entry ->
                List.of(numbered(entry, factor * entry.number() + 3, entry.match(), entry.cidr())));
    Answers.of(network).areSameAs(Answers.of(renumbered));
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void a_group_without_rules_to_which_no_rule_refers_changes_nothing(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(seed);
    List<SecurityGroup> groups = new ArrayList<>(network.securityGroups());
    groups.add(new SecurityGroup(Identity.of("empty"), "vpc0", "empty", false, List.of()));
    Network attached =
        NetworkEdits.interfaces(
            NetworkEdits.withSecurityGroups(network, shuffled(groups, random)),
            // What has no group is not filtered at all: a NAT gateway, or a Network Load Balancer
            // made without one, to which none can be attached later.
            each -> each.groups().isEmpty() || random.nextBoolean() ? each : also(each, "empty"));
    Answers.of(network).areSameAs(Answers.of(attached));
  }

  private static NetworkInterface also(NetworkInterface each, String group) {
    Set<String> groups = new HashSet<>(each.groups());
    groups.add(group);
    return NetworkEdits.inGroups(each, groups);
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void names_mean_nothing(@ForAll("seeds") long seed) {
    Network network = RandomNetworks.of(seed);
    Renaming renaming =
        new Renaming(key -> Integer.toHexString((key + seed).hashCode()) + "." + key);
    Answers.of(network).areSameAs(Answers.of(renaming.of(network)), renaming.name());
  }

  @Property(seed = SEED, shrinking = ShrinkingMode.OFF)
  void a_rule_that_is_there_twice_is_there_once(@ForAll("seeds") long seed) {
    Network network = RandomNetworks.of(seed);
    Network twice =
        NetworkEdits.entries(
            NetworkEdits.rules(
                network,
                rule ->
                    List.of(
                        rule,
                        new SecurityGroupRule(
                            Identity.of(rule.identity().key() + "/again"),
                            rule.direction(),
                            rule.match(),
                            rule.peer(),
                            "again"))),
            entry ->
                List.of(
                    numbered(entry, 2 * entry.number(), entry.match(), entry.cidr()),
                    numbered(entry, 2 * entry.number() + 1, entry.match(), entry.cidr())));
    Answers.of(network).areSameAs(Answers.of(twice));
  }
}
