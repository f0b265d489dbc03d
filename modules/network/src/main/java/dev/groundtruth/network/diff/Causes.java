package dev.groundtruth.network.diff;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.SourceLocation;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Blocker;
import dev.groundtruth.network.analysis.Hop;
import dev.groundtruth.network.analysis.Packet;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Passage;
import dev.groundtruth.network.analysis.Witness;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.PrefixList;
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
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Why a packet arrives in one network and not in the other: what is in the way in the other one is
 * asked first, and then what of that is different.
 */
final class Causes {

  private final Side here;
  private final Side there;
  private final Twins twins;
  private final boolean isHereNew;
  private final Witness witness;
  private final List<Passage> others;
  private final Set<Cause> causes = new LinkedHashSet<>();

  private Causes(Twins twins, boolean isHereNew, Witness witness, List<Passage> others) {
    this.here = twins.here();
    this.there = twins.there();
    this.twins = twins;
    this.isHereNew = isHereNew;
    this.witness = witness;
    this.others = others;
  }

  /**
   * The causes.
   *
   * @param twins the network in which the packet arrives, and the other one
   * @param isHereNew whether the first is the new network
   * @param witness how the packet arrives
   * @param from what both networks call the sender
   * @param to what both networks call the receiver
   * @param others what arrives between the two in the other network
   */
  static List<Cause> of(
      Twins twins,
      boolean isHereNew,
      Witness witness,
      String from,
      String to,
      List<Passage> others) {
    Causes causes = new Causes(twins, isHereNew, witness, others);
    causes.find(from, to);
    return List.copyOf(causes.causes);
  }

  private void find(String from, String to) {
    Optional<End> sender = end(from, witness.from(), witness.packet().source());
    Optional<End> receiver = end(to, witness.to(), witness.packet().destination());
    missing(sender, from);
    missing(receiver, to);
    if (!causes.isEmpty()) {
      return;
    }
    Set<Blocker> blockers = blockers();
    for (Blocker blocker : blockers) {
      sender.ifPresent(end -> compare(blocker, end, receiver, true));
      receiver.ifPresent(end -> compare(blocker, end, sender, false));
    }
    if (causes.isEmpty()) {
      sender.ifPresent(this::place);
      receiver.ifPresent(this::place);
    }
    if (causes.isEmpty() && blockers.isEmpty()) {
      sender.ifPresent(end -> compare(end, receiver, true));
      receiver.ifPresent(end -> compare(end, sender, false));
      unknowns();
    }
    if (causes.isEmpty()) {
      Cause.Sign sign = isHereNew ? Cause.Sign.REMOVED : Cause.Sign.ADDED;
      blockers.forEach(
          blocker ->
              causes.add(
                  new Cause(
                      Cause.Kind.OBSTACLE,
                      sign,
                      blocker.subject(),
                      blocker.code() + ": " + blocker.explanation(),
                      Optional.empty())));
    }
  }

  private void compare(Blocker blocker, End end, Optional<End> other, boolean isSender) {
    switch (blocker.code()) {
      case ENI_SG_RULES_MISMATCH -> {
        boolean isOfSender = blocker.explanation().startsWith("no " + Direction.EGRESS);
        if (isOfSender == isSender) {
          rules(end, other, isSender ? Direction.EGRESS : Direction.INGRESS);
        }
      }
      case SUBNET_ACL_RESTRICTION -> entries(end);
      case NO_ROUTE_TO_DESTINATION,
          BAD_STATE_ROUTE,
          BAD_STATE_ATTACHMENT,
          GATEWAY_REJECTS_INGRESS,
          GATEWAY_REJECTS_SPOOFED_TRAFFIC,
          PCX_REQUIRES_ADDRESS_IN_VPC_CIDR -> {
        routes(end, isSender);
        gateways();
      }
      case IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS, IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS -> {
        publicAddress(end);
        routes(end, isSender);
      }
      case VPC_BLOCK_PUBLIC_ACCESS_ENABLED -> blockPublicAccess(end);
      case NO_COMMON_IP_VERSION -> addresses(end);
    }
  }

  /** Nothing is certainly in the way: all that may be. */
  private void compare(End end, Optional<End> other, boolean isSender) {
    rules(end, other, isSender ? Direction.EGRESS : Direction.INGRESS);
    entries(end);
    routes(end, isSender);
    gateways();
  }

  /** An interface in both networks, or a host that nobody knows. */
  private record End(NetworkInterface here, NetworkInterface there, boolean isHost) {}

  private Optional<End> end(String name, String key, InetAddress address) {
    if (name.equals(Side.ADDRESSES)) {
      Optional<NetworkInterface> mine = host(here, address);
      Optional<NetworkInterface> theirs = host(there, address);
      return mine.flatMap(host -> theirs.map(other -> new End(host, other, true)));
    }
    List<NetworkInterface> mine = here.interfaces(name);
    Optional<NetworkInterface> own =
        Side.find(mine, NetworkInterface::identity, key).or(() -> mine.stream().findFirst());
    return own.flatMap(
        each ->
            there.interfaces(name).stream().findFirst().map(other -> new End(each, other, false)));
  }

  private static Optional<NetworkInterface> host(Side side, InetAddress address) {
    return side.network().subnets().stream()
        .filter(
            subnet ->
                subnet.cidrs().stream()
                    .flatMap(cidr -> cidr.known().stream())
                    .anyMatch(cidr -> AddressSet.of(cidr).contains(address)))
        .findFirst()
        .map(subnet -> host(subnet.identity().key(), List.of(address)));
  }

  private static NetworkInterface host(String subnet, List<InetAddress> addresses) {
    return new NetworkInterface(
        Identity.of(subnet),
        List.of(),
        NetworkInterface.Kind.OTHER,
        List.of(subnet),
        Set.of(),
        Maybe.of(true),
        addresses,
        Maybe.of(false),
        false);
  }

  private void missing(Optional<End> end, String name) {
    if (end.isEmpty() && !here.interfaces(name).isEmpty()) {
      NetworkInterface each = here.interfaces(name).get(0);
      inHere(Cause.Kind.INTERFACE, each.identity().key(), "", each.identity().location());
    }
  }

  private void inHere(
      Cause.Kind kind, String subject, String text, Optional<SourceLocation> location) {
    causes.add(
        new Cause(
            kind, isHereNew ? Cause.Sign.ADDED : Cause.Sign.REMOVED, subject, text, location));
  }

  private void inThere(
      Cause.Kind kind, String subject, String text, Optional<SourceLocation> location) {
    causes.add(
        new Cause(
            kind, isHereNew ? Cause.Sign.REMOVED : Cause.Sign.ADDED, subject, text, location));
  }

  private void changed(
      Cause.Kind kind,
      String subject,
      Object inHere,
      Object inThere,
      Optional<SourceLocation> location) {
    causes.add(
        new Cause(
            kind,
            Cause.Sign.CHANGED,
            subject,
            "%s -> %s".formatted(isHereNew ? inThere : inHere, isHereNew ? inHere : inThere),
            location));
  }

  // --- what is in the way there ---

  private Set<Blocker> blockers() {
    Set<Blocker> blockers = new LinkedHashSet<>();
    Packet packet = witness.packet();
    TrafficMatch match = match(packet.traffic());
    for (Passage passage : others) {
      PacketSet question = passage.question(match);
      PacketSet narrow = question;
      if (isOpen(witness.from())) {
        narrow = narrow.intersection(from(packet.source(), match));
      }
      if (isOpen(witness.to())) {
        narrow = narrow.intersection(to(packet.destination(), match));
      }
      boolean isIpv4 = packet.source() instanceof java.net.Inet4Address;
      AddressSet family = isIpv4 ? AddressSet.ALL_IPV4 : AddressSet.ALL_IPV6;
      narrow = narrow.intersection(PacketSet.of(family, family, match));
      if (!narrow.isEmpty() && !passage.possible().containsAll(narrow)) {
        blockers.addAll(passage.blockers(narrow));
      }
    }
    return blockers;
  }

  private static TrafficMatch match(Traffic traffic) {
    PortRange ports =
        traffic.port().isPresent() ? PortRange.of(traffic.port().getAsInt()) : PortRange.ALL;
    return new TrafficMatch(traffic.protocol(), ports, traffic.icmpType(), traffic.icmpCode());
  }

  private boolean isOpen(String name) {
    return Side.find(here.network().interfaces(), NetworkInterface::identity, name).isEmpty();
  }

  private static PacketSet from(InetAddress source, TrafficMatch match) {
    return PacketSet.of(AddressSet.ofAddresses(List.of(source)), AddressSet.ALL, match);
  }

  private static PacketSet to(InetAddress destination, TrafficMatch match) {
    return PacketSet.of(AddressSet.ALL, AddressSet.ofAddresses(List.of(destination)), match);
  }

  private void unknowns() {
    Set<String> unknowns = new TreeSet<>();
    others.forEach(passage -> unknowns.addAll(passage.unknowns(passage.possible())));
    unknowns.forEach(
        attribute ->
            inThere(
                Cause.Kind.UNKNOWN_ATTRIBUTE,
                attribute,
                "it is not known in " + there.network().source(),
                Optional.empty()));
  }

  // --- security groups ---

  private void rules(End end, Optional<End> other, Direction direction) {
    if (end.isHost()) {
      return;
    }
    Hop.Kind kind =
        direction == Direction.EGRESS
            ? Hop.Kind.SECURITY_GROUP_EGRESS
            : Hop.Kind.SECURITY_GROUP_INGRESS;
    for (Hop hop : witness.hops()) {
      if (hop.kind() == kind) {
        Side.find(here.network().securityGroups(), SecurityGroup::identity, hop.subject())
            .ifPresent(
                group ->
                    Side.find(group.rules(), SecurityGroupRule::identity, hop.ruleKey().orElse(""))
                        .ifPresent(rule -> rule(end, other, group, rule)));
      }
    }
  }

  private void rule(End end, Optional<End> other, SecurityGroup group, SecurityGroupRule rule) {
    Optional<SecurityGroup> same = groupThere(group);
    boolean isWritten =
        same.isPresent()
            && same.get().rules().stream()
                .anyMatch(
                    each -> saying(each, key -> key).equals(saying(rule, twins::prefixListKey)));
    if (!isWritten) {
      inHere(
          Cause.Kind.SECURITY_GROUP_RULE,
          rule.identity().key(),
          rule.toString().substring(rule.identity().key().length() + 2),
          rule.identity().location());
      return;
    }
    if (!end.there().groups().contains(same.get().identity().key())) {
      membership(end, group.identity().key());
    }
    if (rule.peer() instanceof Peer.GroupPeer peer) {
      Optional<SecurityGroup> named =
          Side.find(here.network().securityGroups(), SecurityGroup::identity, peer.group());
      String key =
          named.flatMap(this::groupThere).map(it -> it.identity().key()).orElse(peer.group());
      other
          .filter(each -> !each.isHost())
          .filter(each -> !each.there().groups().contains(key))
          .ifPresent(each -> membership(each, peer.group()));
    }
    if (rule.peer() instanceof Peer.PrefixListPeer peer) {
      prefixList(peer.prefixList());
    }
  }

  private void membership(End end, String group) {
    inHere(
        Cause.Kind.GROUP_MEMBERSHIP,
        end.here().identity().key(),
        "has " + group,
        end.here().identity().location());
  }

  private Optional<SecurityGroup> groupThere(SecurityGroup group) {
    List<SecurityGroup> groups = there.network().securityGroups();
    return Twins.named(groups, SecurityGroup::identity, group.identity())
        .or(
            () ->
                groups.stream()
                    .filter(each -> !each.name().isEmpty() && each.name().equals(group.name()))
                    .findFirst());
  }

  /** What a rule says, whatever it is called and wherever it is written. */
  private static String saying(SecurityGroupRule rule, UnaryOperator<String> lists) {
    return "%s %s %s"
        .formatted(
            rule.direction(),
            rule.match(),
            rule.peer() instanceof Peer.GroupPeer ? "a group" : called(rule.peer(), lists));
  }

  private static Peer called(Peer peer, UnaryOperator<String> lists) {
    return peer instanceof Peer.PrefixListPeer list
        ? new Peer.PrefixListPeer(lists.apply(list.prefixList()))
        : peer;
  }

  private void prefixList(String key) {
    Set<String> mine = entries(here, key);
    Set<String> others = entries(there, twins.prefixListKey(key));
    Optional<SourceLocation> location =
        Side.find(here.network().prefixLists(), PrefixList::identity, key)
            .flatMap(list -> list.identity().location());
    mine.stream()
        .filter(entry -> !others.contains(entry))
        .filter(entry -> isOnTheWay(Cidr.parse(entry)))
        .forEach(entry -> inHere(Cause.Kind.PREFIX_LIST_ENTRY, key, entry, location));
  }

  private static Set<String> entries(Side side, String key) {
    return Side.find(side.network().prefixLists(), PrefixList::identity, key).stream()
        .flatMap(list -> list.entries().known().stream())
        .flatMap(List::stream)
        .map(Cidr::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isOnTheWay(Cidr block) {
    AddressSet set = AddressSet.of(block);
    return set.contains(witness.packet().source()) || set.contains(witness.packet().destination());
  }

  // --- network ACLs ---

  private void entries(End end) {
    for (String subnet : end.here().subnets()) {
      Optional<NetworkAcl> mine = acl(here, subnet);
      for (String other : end.there().subnets()) {
        Optional<NetworkAcl> theirs = acl(there, other);
        int before = causes.size();
        if (mine.isPresent() && theirs.isPresent()) {
          Optional<NetworkAcl> same = acl(there, mine.get());
          if (same.isEmpty() || same.equals(theirs)) {
            entries(mine.get(), theirs.get());
          }
        }
        if (causes.size() == before && isOther(mine, theirs)) {
          changed(
              Cause.Kind.NETWORK_ACL_ASSOCIATION,
              subnet,
              name(mine),
              name(theirs),
              Side.find(here.network().subnets(), Subnet::identity, subnet)
                  .flatMap(it -> it.identity().location()));
        }
      }
    }
  }

  private static String name(Optional<NetworkAcl> acl) {
    return acl.map(each -> each.identity().key()).orElse("none");
  }

  /** Two that each have no namesake on the other side may be one. */
  private boolean isOther(Optional<NetworkAcl> mine, Optional<NetworkAcl> theirs) {
    if (mine.isEmpty() || theirs.isEmpty()) {
      return mine.isPresent() || theirs.isPresent();
    }
    Optional<NetworkAcl> same = acl(there, mine.get());
    return same.isPresent() ? !same.equals(theirs) : acl(here, theirs.get()).isPresent();
  }

  private static Optional<NetworkAcl> acl(Side side, NetworkAcl like) {
    return Twins.named(side.network().networkAcls(), NetworkAcl::identity, like.identity());
  }

  private static Optional<NetworkAcl> acl(Side side, String subnet) {
    return Side.find(side.network().subnets(), Subnet::identity, subnet)
        .flatMap(Subnet::networkAcl)
        .flatMap(key -> Side.find(side.network().networkAcls(), NetworkAcl::identity, key));
  }

  private void entries(NetworkAcl mine, NetworkAcl theirs) {
    Set<String> sayings = mine.entries().stream().map(Causes::saying).collect(Collectors.toSet());
    for (NetworkAclEntry entry : theirs.entries()) {
      if (!entry.allow() && !sayings.contains(saying(entry)) && isOnTheWay(entry)) {
        inThere(
            Cause.Kind.NETWORK_ACL_ENTRY,
            entry.identity().key(),
            saying(entry),
            entry.identity().location());
      }
    }
    Set<String> others = theirs.entries().stream().map(Causes::saying).collect(Collectors.toSet());
    for (Hop hop : witness.hops()) {
      boolean isEntry =
          hop.kind() == Hop.Kind.NETWORK_ACL_EGRESS || hop.kind() == Hop.Kind.NETWORK_ACL_INGRESS;
      if (isEntry && hop.subject().equals(mine.identity().key())) {
        Side.find(mine.entries(), NetworkAclEntry::identity, hop.ruleKey().orElse(""))
            .filter(entry -> !others.contains(saying(entry)))
            .ifPresent(
                entry ->
                    inHere(
                        Cause.Kind.NETWORK_ACL_ENTRY,
                        entry.identity().key(),
                        saying(entry),
                        entry.identity().location()));
      }
    }
  }

  private boolean isOnTheWay(NetworkAclEntry entry) {
    boolean isMatched =
        entry
            .match()
            .known()
            .map(
                match ->
                    match.protocol().equals(witness.packet().traffic().protocol())
                        || match.protocol().equals(dev.groundtruth.network.Protocol.ALL))
            .orElse(true);
    return isMatched && entry.cidr().known().map(this::isOnTheWay).orElse(true);
  }

  private static String saying(NetworkAclEntry entry) {
    return "entry %d %s %s %s %s %s"
        .formatted(
            entry.number(),
            entry.allow() ? "allows" : "denies",
            entry.direction(),
            entry.match().known().map(TrafficMatch::toString).orElse("(not known)"),
            entry.direction() == Direction.INGRESS ? "from" : "to",
            entry.cidr().known().map(Cidr::toString).orElse("(not known)"));
  }

  // --- routes and gateways ---

  private void routes(End end, boolean isSender) {
    InetAddress towards = isSender ? witness.packet().destination() : witness.packet().source();
    for (String subnet : end.here().subnets()) {
      Optional<RouteTable> mine = table(here, subnet);
      for (String other : end.there().subnets()) {
        Optional<RouteTable> theirs = table(there, other);
        Optional<RouteTable> same =
            mine.flatMap(
                table ->
                    Twins.named(
                        there.network().routeTables(), RouteTable::identity, table.identity()));
        if (same.isPresent() && theirs.isPresent() && !same.equals(theirs)) {
          changed(
              Cause.Kind.ROUTE_TABLE_ASSOCIATION,
              subnet,
              mine.orElseThrow().identity().key(),
              theirs.get().identity().key(),
              Side.find(here.network().subnets(), Subnet::identity, subnet)
                  .flatMap(it -> it.identity().location()));
        } else {
          routes(mine, theirs, towards);
        }
      }
    }
  }

  private void routes(Optional<RouteTable> mine, Optional<RouteTable> theirs, InetAddress towards) {
    List<Route> left = mine.map(RouteTable::routes).orElse(List.of());
    List<Route> right = theirs.map(RouteTable::routes).orElse(List.of());
    Set<String> leftSayings = left.stream().map(this::sayingThere).collect(Collectors.toSet());
    Set<String> rightSayings = right.stream().map(Causes::saying).collect(Collectors.toSet());
    Optional<Route> used = deciding(here, left, towards);
    used.filter(route -> !rightSayings.contains(sayingThere(route)))
        .ifPresent(
            route ->
                inHere(
                    Cause.Kind.ROUTE,
                    route.identity().key(),
                    saying(route),
                    route.identity().location()));
    used.filter(route -> rightSayings.contains(sayingThere(route)))
        .filter(route -> route.destination() instanceof Peer.PrefixListPeer)
        .ifPresent(route -> prefixList(((Peer.PrefixListPeer) route.destination()).prefixList()));
    deciding(there, right, towards)
        .filter(route -> !leftSayings.contains(saying(route)))
        .ifPresent(
            route ->
                inThere(
                    Cause.Kind.ROUTE,
                    route.identity().key(),
                    saying(route),
                    route.identity().location()));
  }

  private static Optional<RouteTable> table(Side side, String subnet) {
    return Side.find(side.network().subnets(), Subnet::identity, subnet)
        .flatMap(
            found ->
                found
                    .routeTable()
                    .flatMap(
                        key -> Side.find(side.network().routeTables(), RouteTable::identity, key)));
  }

  /** The route with the longest prefix. */
  private static Optional<Route> deciding(Side side, List<Route> routes, InetAddress towards) {
    record Candidate(Route route, int length) {}
    List<Candidate> candidates = new ArrayList<>();
    for (Route route : routes) {
      blocks(side, route.destination()).stream()
          .filter(block -> AddressSet.of(block).contains(towards))
          .forEach(block -> candidates.add(new Candidate(route, block.prefixLength())));
    }
    return candidates.stream()
        .max(Comparator.comparingInt(Candidate::length))
        .map(Candidate::route);
  }

  private static List<Cidr> blocks(Side side, Peer peer) {
    if (peer instanceof Peer.CidrPeer block) {
      return List.of(block.cidr());
    }
    return peer instanceof Peer.PrefixListPeer list
        ? entries(side, list.prefixList()).stream().map(Cidr::parse).toList()
        : List.of();
  }

  private static String saying(Route route) {
    return saying(route.destination(), route.target());
  }

  /** What a route says in the words of the other network. */
  private String sayingThere(Route route) {
    RouteTarget target = route.target();
    RouteTarget twin =
        target instanceof RouteTarget.InternetGateway it
            ? new RouteTarget.InternetGateway(twins.gatewayKey(it.gateway()))
            : target instanceof RouteTarget.NatGateway it
                ? new RouteTarget.NatGateway(twins.gatewayKey(it.gateway()))
                : target instanceof RouteTarget.EgressOnlyGateway it
                    ? new RouteTarget.EgressOnlyGateway(twins.gatewayKey(it.gateway()))
                    : target instanceof RouteTarget.Peering it
                        ? new RouteTarget.Peering(twins.peeringKey(it.peering()))
                        : target instanceof RouteTarget.GatewayEndpoint it
                            ? new RouteTarget.GatewayEndpoint(twins.endpointKey(it.endpoint()))
                            : target instanceof RouteTarget.Appliance it
                                ? new RouteTarget.Appliance(
                                    twins.interfaceKey(it.networkInterface()))
                                : target;
    return saying(called(route.destination(), twins::prefixListKey), twin);
  }

  private static String saying(Peer destination, RouteTarget target) {
    String to =
        target instanceof RouteTarget.Local
            ? "local"
            : target instanceof RouteTarget.InternetGateway it
                ? it.gateway()
                : target instanceof RouteTarget.NatGateway it
                    ? it.gateway()
                    : target instanceof RouteTarget.EgressOnlyGateway it
                        ? it.gateway()
                        : target instanceof RouteTarget.Peering it
                            ? it.peering()
                            : target instanceof RouteTarget.GatewayEndpoint it
                                ? it.endpoint()
                                : target instanceof RouteTarget.Appliance it
                                    ? it.networkInterface()
                                    : target instanceof RouteTarget.Elsewhere it
                                        ? it.key()
                                        : target instanceof RouteTarget.UnknownTarget it
                                            ? it.attribute()
                                            : "a black hole";
    return destination + " -> " + to;
  }

  private void gateways() {
    for (Hop hop : witness.hops()) {
      if (hop.kind() != Hop.Kind.GATEWAY) {
        continue;
      }
      Optional<Gateway> gateway =
          Side.find(here.network().gateways(), Gateway::identity, hop.subject());
      gateway.ifPresent(
          mine -> {
            Optional<Gateway> theirs = twins.gateway(hop.subject());
            Optional<String> other = theirs.flatMap(Gateway::subnet);
            if (mine.subnet().isPresent() && other.isPresent()) {
              NetworkInterface own = host(mine.subnet().get(), List.of());
              routes(new End(own, host(other.get(), List.of()), true), true);
            }
            if (theirs.isEmpty()) {
              inHere(Cause.Kind.GATEWAY, hop.subject(), mine.kind().toString(), hop.location());
            } else if (!theirs.get().vpc().equals(mine.vpc().map(twins::vpcKey))
                || theirs.get().kind() != mine.kind()) {
              changed(
                  Cause.Kind.GATEWAY,
                  hop.subject(),
                  attachment(mine),
                  attachment(theirs.get()),
                  hop.location());
            }
          });
      Optional<Peering> peering =
          Side.find(here.network().peerings(), Peering::identity, hop.subject());
      peering.ifPresent(
          mine -> {
            Optional<Peering> theirs = twins.peering(hop.subject());
            if (theirs.isEmpty()) {
              inHere(Cause.Kind.PEERING, hop.subject(), "", hop.location());
            } else if (!theirs.get().isActive().equals(mine.isActive())) {
              changed(
                  Cause.Kind.PEERING,
                  hop.subject(),
                  state(mine),
                  state(theirs.get()),
                  hop.location());
            }
          });
    }
  }

  private static String attachment(Gateway gateway) {
    return gateway.kind()
        + gateway.vpc().map(vpc -> " attached to " + vpc).orElse(" attached to nothing");
  }

  private static String state(Peering peering) {
    return peering
        .isActive()
        .known()
        .map(active -> active ? "active" : "not active")
        .orElse("not known");
  }

  // --- addresses and places ---

  private void publicAddress(End end) {
    if (!end.here().publicAddress().equals(end.there().publicAddress())) {
      changed(
          Cause.Kind.PUBLIC_ADDRESS,
          end.here().identity().key(),
          isPublic(end.here()),
          isPublic(end.there()),
          end.here().identity().location());
    }
  }

  private static String isPublic(NetworkInterface each) {
    return each.publicAddress().known().map(is -> is ? "public" : "none").orElse("not known");
  }

  private void blockPublicAccess(End end) {
    Optional<Vpc> mine = vpc(here, end.here());
    Optional<Vpc> theirs = vpc(there, end.there());
    if (mine.isPresent()
        && theirs.isPresent()
        && mine.get().blockPublicAccess() != theirs.get().blockPublicAccess()) {
      changed(
          Cause.Kind.BLOCK_PUBLIC_ACCESS,
          mine.get().identity().key(),
          mine.get().blockPublicAccess(),
          theirs.get().blockPublicAccess(),
          mine.get().identity().location());
    }
  }

  private static Optional<Vpc> vpc(Side side, NetworkInterface each) {
    return each.subnets().stream()
        .flatMap(subnet -> Side.find(side.network().subnets(), Subnet::identity, subnet).stream())
        .flatMap(subnet -> Side.find(side.network().vpcs(), Vpc::identity, subnet.vpc()).stream())
        .findFirst();
  }

  private void addresses(End end) {
    Set<String> mine = places(here, end.here());
    Set<String> theirs = places(there, end.there());
    if (!mine.equals(theirs)) {
      changed(
          Cause.Kind.ADDRESS,
          end.here().identity().key(),
          String.join(", ", mine),
          String.join(", ", theirs),
          end.here().identity().location());
    }
  }

  private void place(End end) {
    Set<String> mine = new TreeSet<>(end.here().subnets());
    Set<String> theirs = new TreeSet<>(end.there().subnets());
    if (!mine.stream().map(twins::subnetKey).collect(Collectors.toSet()).equals(theirs)) {
      changed(
          Cause.Kind.SUBNET,
          end.here().identity().key(),
          String.join(", ", mine),
          String.join(", ", theirs),
          end.here().identity().location());
    } else {
      addresses(end);
    }
  }

  private static Set<String> places(Side side, NetworkInterface each) {
    Set<String> places = new TreeSet<>();
    each.addresses().forEach(address -> places.add(address.getHostAddress()));
    each.subnets().stream()
        .flatMap(subnet -> Side.find(side.network().subnets(), Subnet::identity, subnet).stream())
        .forEach(subnet -> places.addAll(Side.blocks(subnet.cidrs())));
    return places;
  }
}
