package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two sides and everything between them. What stands at the sender looks at traffic and
 * destination, what stands at the receiver at traffic and source; so a packet arrives exactly if
 * its traffic and destination pass the one and its traffic and source the other.
 */
final class Pair {

  private final Party from;
  private final Party to;
  private final PacketSpace space;
  private final List<Stage> stages;
  private final List<NetworkInterface> selves;

  /** What is so wherever the two are, if nobody knows it of one of them. */
  private final Optional<Wherever> wherever;

  private Pair(
      Party from,
      Party to,
      PacketSpace space,
      List<Stage> stages,
      List<NetworkInterface> selves,
      Optional<Wherever> wherever) {
    this.from = from;
    this.to = to;
    this.space = space;
    this.stages = List.copyOf(stages);
    this.selves = selves;
    this.wherever = wherever;
  }

  /**
   * What arrives between two that are perhaps in other subnets, all pairs of these taken together:
   * packets with any address of a side that is in one of several.
   *
   * @param certain what arrives in each case
   * @param possible what may arrive in some case
   */
  record Wherever(PacketSet certain, PacketSet possible) {

    /** Of all pairs that the two may be, one at least. */
    static Wherever of(List<Pair> pairs) {
      Wherever all = pairs.get(0).anywhere();
      for (Pair pair : pairs.subList(1, pairs.size())) {
        Wherever each = pair.anywhere();
        all =
            new Wherever(all.certain.intersection(each.certain), all.possible.union(each.possible));
      }
      return all;
    }
  }

  /** The same if it depends on where the two are. */
  Pair in(Wherever places) {
    return new Pair(from, to, space, stages, selves, Optional.of(places));
  }

  private Wherever anywhere() {
    return new Wherever(anywhere(arriving(true)), anywhere(arriving(false)));
  }

  private PacketSet anywhere(PacketSet packets) {
    PacketSet moved = from.isInOneOfSeveral() ? packets.fromAnySource() : packets;
    return to.isInOneOfSeveral() ? moved.toAnyDestination() : moved;
  }

  static Pair of(NetworkIndex index, Party from, Party to, List<TrafficMatch> questions) {
    SecurityGroupStages groups = new SecurityGroupStages(index);
    Routing routing = new Routing(index);
    NetworkAclStages filters = new NetworkAclStages(index.axes());
    List<SecurityGroupRule> egress = groups.rules(from, to, Direction.EGRESS);
    List<SecurityGroupRule> ingress = groups.rules(to, from, Direction.INGRESS);
    boolean crosses = !sameSubnet(from, to);
    Optional<NetworkAcl> aclOfSender = crosses ? acl(index, from) : Optional.empty();
    Optional<NetworkAcl> aclOfReceiver = crosses ? acl(index, to) : Optional.empty();
    List<NetworkAcl> acls = new ArrayList<>();
    aclOfSender.ifPresent(acls::add);
    aclOfReceiver.ifPresent(acls::add);
    if (to.isOutside()) {
      index.network().gateways().stream()
          .flatMap(gateway -> gateway.subnet().stream())
          .flatMap(subnet -> index.subnet(subnet).stream())
          .flatMap(subnet -> index.networkAcl(subnet).stream())
          .forEach(acls::add);
    }

    Set<TrafficMatch> matches = new LinkedHashSet<>(questions);
    Stream.concat(egress.stream(), ingress.stream())
        .flatMap(rule -> rule.match().known().stream())
        .forEach(matches::add);
    acls.forEach(acl -> NetworkAclStages.matches(acl).forEach(matches::add));
    if (!acls.isEmpty()) {
      matches.addAll(NetworkAclStages.requests());
    }
    List<NetworkInterface> selves = selves(from, to);
    Axes axes = index.axes();
    PacketSpace space =
        new PacketSpace(
            axes.traffic(matches),
            axes.addresses(
                from.addresses(), selves(selves, cuts(index, groups, routing, ingress, to, acls))),
            axes.addresses(
                to.addresses(), selves(selves, cuts(index, groups, routing, egress, from, acls))));

    TrafficAxis traffic = space.traffic();
    List<Stage> stages = new ArrayList<>();
    groups.stage(from, to, Direction.EGRESS, traffic, space.destinations()).ifPresent(stages::add);
    aclOfSender.ifPresent(
        acl -> stages.add(filters.forward(acl, Direction.EGRESS, traffic, space.destinations())));
    if (!from.isOutside()) {
      stages.addAll(
          routing.shared(
              from, to, Stage.Side.SENDER, traffic, space.destinations(), space.sources()));
    }
    aclOfReceiver.ifPresent(
        acl -> stages.add(filters.forward(acl, Direction.INGRESS, traffic, space.sources())));
    groups.stage(to, from, Direction.INGRESS, traffic, space.sources()).ifPresent(stages::add);
    if (!to.isOutside()) {
      stages.addAll(
          routing.shared(
              to, from, Stage.Side.RECEIVER, traffic, space.sources(), space.destinations()));
    }
    aclOfReceiver.ifPresent(
        acl ->
            stages.add(
                filters.replies(
                    acl, Direction.EGRESS, traffic, space.sources(), Ephemeral.of(from))));
    aclOfSender.ifPresent(
        acl ->
            stages.add(
                filters.replies(
                    acl, Direction.INGRESS, traffic, space.destinations(), Ephemeral.of(from))));
    return new Pair(from, to, space, stages, selves, Optional.empty());
  }

  /** More alike interfaces than this are not told apart when they send to each other. */
  private static final int MOST_SELVES = 64;

  /** Interfaces that send to their like: each is cut off, since none sends to itself. */
  private static List<AddressSet> selves(List<NetworkInterface> selves, List<AddressSet> cuts) {
    for (NetworkInterface member : selves) {
      member.addresses().forEach(address -> cuts.add(AddressSet.ofAddresses(List.of(address))));
    }
    return cuts;
  }

  private static List<NetworkInterface> selves(Party from, Party to) {
    boolean isAlike =
        from.member()
            .map(NetworkInterface::groups)
            .equals(to.member().map(NetworkInterface::groups));
    return !isAlike || from.members().size() > MOST_SELVES
        ? List.of()
        : from.members().stream()
            .filter(member -> !member.isOpenNumber() && to.hasMember(member))
            .toList();
  }

  /**
   * For each source atom the destination atoms that are an address of the same interface: such
   * packets do not go over the network.
   */
  private BitSet[] sameInterface() {
    BitSet[] same = new BitSet[space.sources().size()];
    for (int s = 0; s < same.length; s++) {
      same[s] = new BitSet();
    }
    for (NetworkInterface member : selves) {
      for (int s : atoms(space.sources(), member)) {
        for (int d : atoms(space.destinations(), member)) {
          same[s].set(d);
        }
      }
    }
    return same;
  }

  /** The atoms of an interface's addresses, each of which is cut off. */
  private static int[] atoms(AddressAxis axis, NetworkInterface member) {
    return member.addresses().stream()
        .mapToInt(address -> axis.indexOf(Positions.of(address)))
        .filter(atom -> atom >= 0)
        .toArray();
  }

  private static boolean sameSubnet(Party from, Party to) {
    return from.subnet().isPresent()
        && from.subnet().map(Subnet::identity).equals(to.subnet().map(Subnet::identity));
  }

  private static Optional<NetworkAcl> acl(NetworkIndex index, Party party) {
    return party.subnet().flatMap(index::networkAcl);
  }

  /** What cuts the addresses of one side: what the other side's rules, ACLs and routes say. */
  private static List<AddressSet> cuts(
      NetworkIndex index,
      SecurityGroupStages groups,
      Routing routing,
      List<SecurityGroupRule> rules,
      Party own,
      List<NetworkAcl> acls) {
    List<AddressSet> cuts = new ArrayList<>();
    for (SecurityGroupRule rule : rules) {
      Peer peer = rule.peer();
      groups.addresses(peer).flatMap(set -> set.known()).ifPresent(cuts::add);
    }
    for (NetworkAcl acl : acls) {
      cuts.addAll(
          index
              .axes()
              .cuts(
                  List.of("acl", acl.identity().key()),
                  () -> NetworkAclStages.addresses(acl).distinct().toList()));
    }
    own.subnet()
        .ifPresent(
            subnet ->
                cuts.addAll(
                    index
                        .axes()
                        .cuts(
                            List.of("routes", subnet.identity().key()),
                            () -> routing.cuts(subnet).stream().distinct().toList())));
    if (own.subnet().isPresent()) {
      cuts.add(AddressSet.INTERNET);
      cuts.add(AddressSet.NAT64);
    }
    return cuts;
  }

  Party from() {
    return from;
  }

  Party to() {
    return to;
  }

  /** What arrives if all that is not known turns out so. */
  PacketSet possible() {
    return arriving(false);
  }

  /** What arrives in any case, wherever the two are. */
  PacketSet certain() {
    PacketSet here = arriving(true);
    return wherever.map(places -> here.intersection(places.certain())).orElse(here);
  }

  /** What may arrive if the two are perhaps elsewhere, whatever address they have there. */
  PacketSet possibleElsewhere() {
    return wherever.map(Wherever::possible).orElse(PacketSet.none());
  }

  private PacketSet arriving(boolean certain) {
    Rows out = side(Stage.Side.SENDER, certain);
    Rows in = side(Stage.Side.RECEIVER, certain);
    List<Stage> scoped = stages.stream().filter(stage -> stage.scope().isPresent()).toList();
    List<Rows> passing = new ArrayList<>();
    for (Stage stage : scoped) {
      Rows rows = (certain ? stage.certain() : stage.possible()).copy();
      if (certain) {
        requireEveryCandidate(from, space.sources(), rows);
      }
      passing.add(rows);
    }
    if (certain) {
      requireEveryCandidate(from, space.sources(), in);
      requireEveryCandidate(to, space.destinations(), out);
    }
    BitSet[] same = sameInterface();
    BitSet cells = new BitSet();
    for (int t = 0; t < space.traffic().size(); t++) {
      BitSet sources = in.row(t);
      BitSet destinations = out.row(t);
      if (destinations.isEmpty()) {
        continue;
      }
      for (int s = sources.nextSetBit(0); s >= 0; s = sources.nextSetBit(s + 1)) {
        for (int d = destinations.nextSetBit(0); d >= 0; d = destinations.nextSetBit(d + 1)) {
          boolean passes = space.exists(t, s, d) && !same[s].get(d);
          for (int at = 0; passes && at < scoped.size(); at++) {
            passes = !scoped.get(at).scope().orElseThrow().get(d) || passing.get(at).get(t, s);
          }
          cells.set(space.cell(t, s, d), passes);
        }
      }
    }
    return new PacketSet(space, cells);
  }

  private Rows side(Stage.Side side, boolean certain) {
    int width = side == Stage.Side.SENDER ? space.destinations().size() : space.sources().size();
    Rows rows = Rows.full(space.traffic().size(), width);
    for (Stage stage : stages) {
      if (stage.side() == side && stage.scope().isEmpty()) {
        rows.and(certain ? stage.certain() : stage.possible());
      }
    }
    return rows;
  }

  /**
   * Where nobody knows which address a side will have, a packet is certain only with all of them.
   */
  private static void requireEveryCandidate(Party party, AddressAxis axis, Rows rows) {
    if (party.isAddressKnown() && party.doubts().isEmpty()) {
      return;
    }
    for (boolean ipv4 : new boolean[] {true, false}) {
      BitSet family = new BitSet();
      for (int a = 0; a < axis.size(); a++) {
        family.set(a, axis.isIpv4(a) == ipv4);
      }
      if (party.isCertain(ipv4)) {
        rows.requireAllOf(family);
      } else {
        rows.drop(family);
      }
    }
  }

  /** All that, taken by itself, keeps off every packet of a question. */
  List<Blocker> blockers(PacketSet question) {
    List<Blocker> all = new ArrayList<>();
    PacketSet everything = new PacketSet(space, space.all()).intersection(question);
    if (everything.isEmpty()) {
      return List.of(
          new Blocker(
              BlockerCode.NO_COMMON_IP_VERSION,
              from.name() + " -> " + to.name(),
              "the two have no IP version in common that carries the traffic"));
    }
    List<Blocker> partial = new ArrayList<>();
    for (Stage stage : stages) {
      PacketSet passing = passing(stage).intersection(question);
      if (passing.equals(everything)) {
        continue;
      }
      (passing.isEmpty() ? all : partial).add(stage.blocker());
    }
    return List.copyOf(new LinkedHashSet<>(all.isEmpty() ? partial : all));
  }

  private PacketSet passing(Stage stage) {
    BitSet cells = new BitSet();
    for (int t = 0; t < space.traffic().size(); t++) {
      for (int s = 0; s < space.sources().size(); s++) {
        for (int d = 0; d < space.destinations().size(); d++) {
          boolean passes =
              (stage.scope().isPresent() && !stage.scope().get().get(d))
                  || stage.possible().get(t, stage.side() == Stage.Side.SENDER ? d : s);
          cells.set(space.cell(t, s, d), passes && space.exists(t, s, d));
        }
      }
    }
    return new PacketSet(space, cells);
  }

  /** What the difference between possible and certain depends on, for some packets. */
  Set<String> unknowns(PacketSet question) {
    Set<String> unknowns = new LinkedHashSet<>();
    for (Stage stage : stages) {
      if (!stage.possible().equals(stage.certain())) {
        unknowns.addAll(stage.unknowns());
      }
    }
    for (Party party : List.of(from, to)) {
      unknowns.addAll(party.doubts());
      if (party.isInOneOfSeveral() && wherever.isPresent()) {
        unknowns.add("in which of its subnets %s is".formatted(party.name()));
      }
    }
    if (unknowns.isEmpty()) {
      for (Party party : List.of(from, to)) {
        if (!party.isAddressKnown()) {
          unknowns.add("the private address of " + party.name());
        }
      }
    }
    return unknowns;
  }

  /** How a packet of this pair arrives. */
  Witness witness(Packet packet) {
    int t = space.traffic().indexOf(packet.traffic());
    int s = space.sources().indexOf(Positions.of(packet.source()));
    int d = space.destinations().indexOf(Positions.of(packet.destination()));
    List<Hop> hops = new ArrayList<>();
    String sender = from.nameOf(packet, true);
    String receiver = to.nameOf(packet, false);
    hops.add(new Hop(Hop.Kind.SOURCE, sender, "", Optional.empty()));
    for (Stage stage : stages) {
      if (stage.scope().isEmpty() || stage.scope().get().get(d)) {
        stage.trace().hops(t, stage.side() == Stage.Side.SENDER ? d : s).stream()
            .filter(hop -> !hops.contains(hop))
            .forEach(hops::add);
      }
    }
    hops.add(new Hop(Hop.Kind.DESTINATION, receiver, "", Optional.empty()));
    hops.sort(
        Comparator.comparing(Hop::kind).thenComparing(hop -> hop.rule().startsWith(Hop.REPLIES)));
    return new Witness(packet, sender, receiver, hops);
  }
}
