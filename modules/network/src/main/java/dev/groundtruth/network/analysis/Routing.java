package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where route tables lead: the longest prefix decides (<a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html">AWS: Route
 * priority</a>).
 */
final class Routing {

  private final NetworkIndex index;

  Routing(NetworkIndex index) {
    this.index = index;
  }

  /**
   * The sets by which an axis has to be cut so that a table, and the tables of the NAT gateways it
   * leads to, decide alike within an atom.
   */
  List<AddressSet> cuts(Subnet subnet) {
    List<AddressSet> cuts = new ArrayList<>();
    List<Subnet> asked = new ArrayList<>(List.of(subnet));
    natSubnets(subnet).forEach(asked::add);
    for (Subnet each : asked) {
      index.knownCidrs(each.vpc()).forEach(cidr -> cuts.add(index.addresses(cidr)));
      for (Route route : routes(each)) {
        destinations(route)
            .known()
            .ifPresent(blocks -> blocks.forEach(cidr -> cuts.add(index.addresses(cidr))));
      }
    }
    return cuts;
  }

  private Stream<Subnet> natSubnets(Subnet subnet) {
    return routes(subnet).stream().flatMap(route -> natSubnet(route.target()).stream());
  }

  private Optional<Subnet> natSubnet(RouteTarget target) {
    return target instanceof RouteTarget.NatGateway nat
        ? index.gateway(nat.gateway()).flatMap(Gateway::subnet).flatMap(index::subnet)
        : Optional.empty();
  }

  private List<Route> routes(Subnet subnet) {
    return index.routeTable(subnet).map(RouteTable::routes).orElse(List.of());
  }

  private Maybe<List<Cidr>> destinations(Route route) {
    Peer destination = route.destination();
    if (destination instanceof Peer.CidrPeer block) {
      return Maybe.of(List.of(block.cidr()));
    }
    if (destination instanceof Peer.PrefixListPeer list) {
      return index.entries(list.prefixList());
    }
    return Maybe.unknown(route.identity().key());
  }

  /** A route that was chosen; no route for what is implied: the VPC's own addresses. */
  private record Choice(RouteTarget target, Optional<Route> route) {}

  /** The shortest prefixes a VPC's block can have. */
  private static final int VPC_IPV4_PREFIX = 16;

  private static final int VPC_IPV6_PREFIX = 44;

  /**
   * The routes of the longest prefix: more than one where AWS may take either, which is so for
   * overlapping prefix lists and for the block of a VPC that is not known yet.
   */
  private List<Choice> choices(Subnet subnet, AddressSet atom, boolean isLocal) {
    int best = -1;
    List<Choice> choices = new ArrayList<>();
    Choice local = new Choice(new RouteTarget.Local(), Optional.empty());
    for (Cidr cidr : index.knownCidrs(subnet.vpc())) {
      if (cidr.contains(atom.first()) && cidr.prefixLength() > best) {
        best = cidr.prefixLength();
        choices = new ArrayList<>(List.of(local));
      }
    }
    boolean ipv4 = atom.ranges().get(0).isIpv4();
    boolean isSomewhere = isLocal && choices.isEmpty();
    if (isSomewhere) {
      best = ipv4 ? VPC_IPV4_PREFIX : VPC_IPV6_PREFIX;
      choices.add(local);
    }
    boolean isOfPrefixList = false;
    for (Route route : routes(subnet)) {
      boolean ofPrefixList = route.destination() instanceof Peer.PrefixListPeer;
      for (Cidr cidr : destinations(route).known().orElse(List.of())) {
        int prefix = cidr.prefixLength();
        if (!cidr.contains(atom.first()) || prefix < best) {
          continue;
        }
        Choice choice = new Choice(route.target(), Optional.of(route));
        if (!isSomewhere) {
          boolean isReplaced = choices.equals(List.of(local));
          if (prefix > best || isReplaced || (isOfPrefixList && !ofPrefixList)) {
            // More specific, or the new target of the local route, or a route of its own, which
            // has priority over one of a prefix list.
            choices.clear();
            isOfPrefixList = ofPrefixList;
          } else if (ofPrefixList && !isOfPrefixList) {
            continue;
          }
        }
        best = isSomewhere ? best : prefix;
        if (choices.stream().noneMatch(other -> other.target().equals(choice.target()))) {
          choices.add(choice);
        }
      }
    }
    return choices;
  }

  /**
   * The routes whose destinations are not known. Those to a gateway endpoint are none for the
   * internet: whatever their prefix list says, it has the addresses of a service of AWS (<a
   * href="https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html">AWS: Gateway
   * endpoints</a>).
   */
  private List<Route> unknownRoutes(Subnet subnet, Party other) {
    boolean isInternet = other.name().equals(Endpoint.internet().name());
    return routes(subnet).stream()
        .filter(route -> destinations(route).known().isEmpty())
        .filter(route -> !(isInternet && route.target() instanceof RouteTarget.GatewayEndpoint))
        .toList();
  }

  /**
   * What became of packets that followed a route. The texts are made only when somebody asks: there
   * is one delivery for each atom of each pair.
   */
  private record Delivery(
      boolean possible,
      boolean certain,
      BlockerCode code,
      String subject,
      Supplier<String> lacks,
      Set<String> unknowns,
      Supplier<List<Hop>> hops) {

    static Delivery of(Supplier<List<Hop>> hops) {
      return new Delivery(
          true, true, BlockerCode.NO_ROUTE_TO_DESTINATION, "", () -> "", Set.of(), hops);
    }

    static Delivery blocked(BlockerCode code, String subject, String lacks) {
      return blocked(code, subject, () -> lacks);
    }

    static Delivery blocked(BlockerCode code, String subject, Supplier<String> lacks) {
      return new Delivery(false, false, code, subject, lacks, Set.of(), List::of);
    }

    /** AWS takes one of two ways, and nobody knows which. */
    Delivery or(Delivery other, String attribute) {
      Set<String> both = new TreeSet<>(unknowns);
      both.addAll(other.unknowns);
      if (possible != other.possible || certain != other.certain) {
        both.add(attribute);
      }
      Delivery arriving = possible ? this : other;
      Delivery blocked = possible ? other : this;
      return new Delivery(
          possible || other.possible,
          certain && other.certain,
          code,
          blocked.subject,
          blocked.lacks,
          both,
          arriving.hops);
    }

    static Delivery unknown(String attribute, Supplier<List<Hop>> hops) {
      return new Delivery(
          true,
          false,
          BlockerCode.NO_ROUTE_TO_DESTINATION,
          attribute,
          () -> "",
          Set.of(attribute),
          hops);
    }
  }

  /** The stages of the way; between subnets they are the same for all interfaces. */
  List<Stage> shared(
      Party own,
      Party other,
      Stage.Side side,
      TrafficAxis traffic,
      AddressAxis axis,
      AddressAxis ownAxis) {
    if (other.isOutside()) {
      return stages(own, other, side, traffic, axis, ownAxis);
    }
    return index
        .axes()
        .stages(
            List.of(
                "routing",
                own.subnet().orElseThrow().identity().key(),
                other.subnet().orElseThrow().identity().key(),
                side,
                traffic,
                axis),
            () -> stages(own, other, side, traffic, axis, ownAxis));
  }

  /**
   * The stages of the way from a party to the addresses of another, as the route table of its
   * subnet sees it: one for each kind of obstacle.
   *
   * @param side which side of the pair the party with the subnet is
   * @param axis the addresses of the other side
   * @param ownAxis the addresses of the party
   */
  List<Stage> stages(
      Party own,
      Party other,
      Stage.Side side,
      TrafficAxis traffic,
      AddressAxis axis,
      AddressAxis ownAxis) {
    Subnet subnet = own.subnet().orElseThrow();
    List<Delivery> deliveries = new ArrayList<>();
    for (AddressSet atom : axis.atoms()) {
      deliveries.add(delivery(own, other, side, subnet, atom));
    }
    List<Stage> stages = new ArrayList<>();
    List<BlockerCode> codes = deliveries.stream().map(Delivery::code).distinct().sorted().toList();
    for (BlockerCode code : codes) {
      stages.add(stage(code, deliveries, side, traffic, axis));
    }
    stages.addAll(natAcls(own, other, side, subnet, traffic, axis, ownAxis));
    return stages;
  }

  private Stage stage(
      BlockerCode code,
      List<Delivery> deliveries,
      Stage.Side side,
      TrafficAxis traffic,
      AddressAxis axis) {
    BitSet possible = new BitSet();
    BitSet certain = new BitSet();
    Set<String> unknowns = new TreeSet<>();
    String subject = "";
    Supplier<String> lacks = () -> "";
    for (int a = 0; a < deliveries.size(); a++) {
      Delivery delivery = deliveries.get(a);
      boolean mine = delivery.code() == code;
      possible.set(a, !mine || delivery.possible());
      certain.set(a, !mine || delivery.certain());
      if (mine) {
        unknowns.addAll(delivery.unknowns());
        if (!delivery.possible() && subject.isEmpty()) {
          subject = delivery.subject();
          lacks = delivery.lacks();
        }
      }
    }
    Stage.Trace trace =
        (t, a) -> deliveries.get(a).code() == code ? deliveries.get(a).hops().get() : List.of();
    return new Stage(
        side,
        code,
        subject,
        lacks,
        Rows.of(traffic.size(), axis.size(), possible),
        Rows.of(traffic.size(), axis.size(), certain),
        unknowns,
        trace);
  }

  private Delivery delivery(
      Party own, Party other, Stage.Side side, Subnet subnet, AddressSet atom) {
    boolean sameVpc = other.subnet().map(Subnet::vpc).map(subnet.vpc()::equals).orElse(false);
    List<Choice> choices = choices(subnet, atom, sameVpc);
    String table = subnet.routeTable().orElse("the main route table of " + subnet.vpc());
    Delivery delivery =
        choices.isEmpty()
            ? Delivery.blocked(
                BlockerCode.NO_ROUTE_TO_DESTINATION, table, () -> "no route leads to " + text(atom))
            : delivery(own, other, side, subnet, atom, sameVpc, choices.get(0), table);
    for (int at = 1; at < choices.size(); at++) {
      delivery =
          delivery.or(
              delivery(own, other, side, subnet, atom, sameVpc, choices.get(at), table),
              "which of the routes of " + table + " has priority");
    }
    for (Route route : unknownRoutes(subnet, other)) {
      if (canTakeOver(route, choices)) {
        delivery =
            delivery.or(
                delivery(
                    own,
                    other,
                    side,
                    subnet,
                    atom,
                    sameVpc,
                    new Choice(route.target(), Optional.of(route)),
                    table),
                route.identity().key());
      }
    }
    return delivery;
  }

  /**
   * Whether a route whose destinations are not known may be more specific: within the VPC only
   * routes to a NAT gateway or an interface can be (<a
   * href="https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html">AWS: Configure
   * route tables</a>).
   */
  private static boolean canTakeOver(Route route, List<Choice> choices) {
    boolean isLocal =
        choices.stream().anyMatch(choice -> choice.target() instanceof RouteTarget.Local);
    return !isLocal
        || route.target() instanceof RouteTarget.NatGateway
        || route.target() instanceof RouteTarget.Appliance
        || route.target() instanceof RouteTarget.Elsewhere
        || route.target() instanceof RouteTarget.UnknownTarget;
  }

  private Delivery delivery(
      Party own,
      Party other,
      Stage.Side side,
      Subnet subnet,
      AddressSet atom,
      boolean sameVpc,
      Choice choice,
      String table) {
    RouteTarget target = choice.target();
    boolean isReply = side == Stage.Side.RECEIVER && !other.isOutside();
    Supplier<List<Hop>> hops =
        () ->
            List.of(
                new Hop(
                    Hop.Kind.ROUTE,
                    table,
                    (isReply ? Hop.REPLIES : "")
                        + choice
                            .route()
                            .map(
                                r ->
                                    r.destination()
                                        + " -> "
                                        + name(target)
                                        + " ("
                                        + r.identity().key()
                                        + ")")
                            .orElse("local"),
                    choice.route().flatMap(route -> route.identity().location())));
    if (target instanceof RouteTarget.Blackhole) {
      return Delivery.blocked(
          BlockerCode.BAD_STATE_ROUTE,
          table,
          () -> "the route to " + text(atom) + " is a black hole");
    }
    if (target instanceof RouteTarget.UnknownTarget unknown) {
      return Delivery.unknown(unknown.attribute(), hops);
    }
    if (target instanceof RouteTarget.Elsewhere elsewhere) {
      return Delivery.unknown(
          "what lies behind the %s %s".formatted(elsewhere.kind(), elsewhere.key()), hops);
    }
    if (target instanceof RouteTarget.Appliance appliance) {
      return Delivery.unknown("what %s forwards".formatted(appliance.networkInterface()), hops);
    }
    if (other.isOutside()) {
      return toOutside(own, other, side, subnet, atom, target, table, hops);
    }
    if (target instanceof RouteTarget.NatGateway nat) {
      return Delivery.unknown("what %s forwards".formatted(nat.gateway()), hops);
    }
    if (sameVpc) {
      return target instanceof RouteTarget.Local
          ? Delivery.of(hops)
          : Delivery.blocked(
              BlockerCode.NO_ROUTE_TO_DESTINATION,
              table,
              () -> "the route to " + text(atom) + " leads to " + name(target));
    }
    return toOtherVpc(other, subnet, atom, target, table, hops);
  }

  private Delivery toOtherVpc(
      Party other,
      Subnet subnet,
      AddressSet atom,
      RouteTarget target,
      String table,
      Supplier<List<Hop>> hops) {
    if (!(target instanceof RouteTarget.Peering route)) {
      return Delivery.blocked(
          BlockerCode.NO_ROUTE_TO_DESTINATION,
          table,
          () -> "the route to " + text(atom) + " leads to " + name(target));
    }
    Set<String> ends = Set.of(subnet.vpc(), other.subnet().orElseThrow().vpc());
    Optional<Peering> peering = index.peering(route.peering());
    if (peering.isEmpty()) {
      return Delivery.unknown("the ends of " + route.peering(), hops);
    }
    if (!Set.of(peering.get().requester(), peering.get().accepter()).equals(ends)) {
      return Delivery.blocked(
          BlockerCode.PCX_REQUIRES_ADDRESS_IN_VPC_CIDR,
          route.peering(),
          "it joins other VPCs, and peering is not transitive");
    }
    Maybe<Boolean> active = peering.get().isActive();
    if (active.known().isPresent()) {
      return active.known().get()
          ? Delivery.of(
              with(
                  hops,
                  new Hop(
                      Hop.Kind.GATEWAY, route.peering(), "", peering.get().identity().location())))
          : Delivery.blocked(
              BlockerCode.PCX_REQUIRES_ADDRESS_IN_VPC_CIDR, route.peering(), "it is not active");
    }
    return Delivery.unknown(active.attribute().orElseThrow(), hops);
  }

  private Delivery toOutside(
      Party own,
      Party other,
      Stage.Side side,
      Subnet subnet,
      AddressSet atom,
      RouteTarget target,
      String table,
      Supplier<List<Hop>> hops) {
    boolean outgoing = side == Stage.Side.SENDER;
    boolean ipv4 = atom.ranges().get(0).isIpv4();
    if (target instanceof RouteTarget.InternetGateway gateway) {
      return throughInternetGateway(own, subnet, atom, gateway.gateway(), outgoing, ipv4, hops);
    }
    if (target instanceof RouteTarget.NatGateway
        || target instanceof RouteTarget.EgressOnlyGateway) {
      String key =
          target instanceof RouteTarget.NatGateway nat
              ? nat.gateway()
              : ((RouteTarget.EgressOnlyGateway) target).gateway();
      if (!outgoing) {
        return Delivery.blocked(
            BlockerCode.GATEWAY_REJECTS_INGRESS, key, "it takes no connections from outside");
      }
      if (target instanceof RouteTarget.NatGateway) {
        return throughNat(other, atom, key, ipv4, hops);
      }
      if (!isAttached(key, subnet)) {
        return Delivery.blocked(
            BlockerCode.BAD_STATE_ATTACHMENT, key, "it is not attached to " + subnet.vpc());
      }
      if (blockPublicAccess(subnet) == Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL) {
        return Delivery.blocked(
            BlockerCode.VPC_BLOCK_PUBLIC_ACCESS_ENABLED, subnet.vpc(), "nothing leaves it");
      }
      if (ipv4) {
        return Delivery.blocked(BlockerCode.NO_ROUTE_TO_DESTINATION, key, "it is for IPv6 only");
      }
      if (AddressSet.NAT64.containsAll(atom)) {
        return Delivery.blocked(
            BlockerCode.NO_ROUTE_TO_DESTINATION,
            key,
            () -> text(atom) + " is no address of the internet");
      }
      Supplier<List<Hop>> passed = with(hops, new Hop(Hop.Kind.GATEWAY, key, "", Optional.empty()));
      return blockPublicAccess(subnet) == Vpc.BlockPublicAccess.UNKNOWN
          ? Delivery.unknown(blockPublicAccessOf(subnet), passed)
          : Delivery.of(passed);
    }
    if (target instanceof RouteTarget.GatewayEndpoint endpoint) {
      return other.members().isEmpty()
              && outgoing
              && !other.name().equals(Endpoint.internet().name())
          ? Delivery.of(
              with(hops, new Hop(Hop.Kind.GATEWAY, endpoint.endpoint(), "", Optional.empty())))
          : Delivery.blocked(
              BlockerCode.NO_ROUTE_TO_DESTINATION,
              endpoint.endpoint(),
              "it leads to a service of AWS and not to the internet");
    }
    if (target instanceof RouteTarget.Peering peering) {
      return areEndsKnown(peering.peering())
          ? Delivery.blocked(
              BlockerCode.PCX_REQUIRES_ADDRESS_IN_VPC_CIDR,
              peering.peering(),
              () -> text(atom) + " is in neither of the VPCs it joins, and it leads no further")
          : Delivery.unknown("what lies behind " + peering.peering(), hops);
    }
    return Delivery.blocked(
        BlockerCode.NO_ROUTE_TO_DESTINATION,
        table,
        () -> "the route to " + text(atom) + " is local");
  }

  /**
   * Whether all blocks of the VPCs that a peering joins are known. Then it leads to these only, and
   * not through the gateways of the peer (<a
   * href="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html">AWS: VPC peering
   * basics</a>).
   */
  private boolean areEndsKnown(String key) {
    return index
        .peering(key)
        .map(
            peering ->
                Stream.of(peering.requester(), peering.accepter())
                    .allMatch(
                        vpc ->
                            index
                                .vpc(vpc)
                                .map(Vpc::cidrs)
                                .filter(cidrs -> !cidrs.isEmpty())
                                .map(
                                    cidrs ->
                                        cidrs.stream().allMatch(cidr -> cidr.known().isPresent()))
                                .orElse(false)))
        .orElse(false);
  }

  private Vpc.BlockPublicAccess blockPublicAccess(Subnet subnet) {
    return index.vpc(subnet.vpc()).map(Vpc::blockPublicAccess).orElse(Vpc.BlockPublicAccess.OFF);
  }

  private static String blockPublicAccessOf(Subnet subnet) {
    return "what VPC Block Public Access blocks of " + subnet.vpc();
  }

  private Delivery throughInternetGateway(
      Party own,
      Subnet subnet,
      AddressSet atom,
      String key,
      boolean outgoing,
      boolean ipv4,
      Supplier<List<Hop>> hops) {
    if (!isAttached(key, subnet)) {
      return Delivery.blocked(
          BlockerCode.BAD_STATE_ATTACHMENT, key, "it is not attached to " + subnet.vpc());
    }
    boolean isNat =
        own.member().map(m -> m.kind() == NetworkInterface.Kind.NAT_GATEWAY).orElse(false);
    if (isNat && !outgoing) {
      return Delivery.blocked(
          BlockerCode.GATEWAY_REJECTS_INGRESS, own.name(), "it takes no connections from outside");
    }
    Vpc.BlockPublicAccess mode = blockPublicAccess(subnet);
    if (mode == Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL
        || (mode == Vpc.BlockPublicAccess.BLOCK_INGRESS && !outgoing)) {
      return Delivery.blocked(
          BlockerCode.VPC_BLOCK_PUBLIC_ACCESS_ENABLED,
          subnet.vpc(),
          outgoing ? "nothing leaves it" : "nothing enters it from the internet");
    }
    if (!AddressSet.INTERNET.containsAll(atom)) {
      return Delivery.blocked(
          outgoing
              ? BlockerCode.NO_ROUTE_TO_DESTINATION
              : BlockerCode.GATEWAY_REJECTS_SPOOFED_TRAFFIC,
          key,
          () -> text(atom) + " is no address of the internet");
    }
    Supplier<List<Hop>> passed =
        with(
            hops,
            new Hop(
                Hop.Kind.GATEWAY,
                key,
                "",
                index.gateway(key).flatMap(g -> g.identity().location())));
    // In the mode for ingress "only traffic to and from NAT gateways and egress-only internet
    // gateways is allowed", so that nobody may count on what an instance sends by itself.
    boolean isBlockUnknown =
        mode == Vpc.BlockPublicAccess.UNKNOWN
            || (mode == Vpc.BlockPublicAccess.BLOCK_INGRESS && !isNat);
    Delivery delivery =
        isBlockUnknown
            ? Delivery.unknown(blockPublicAccessOf(subnet), passed)
            : Delivery.of(passed);
    if (!ipv4) {
      return delivery;
    }
    if (own.member().isEmpty()) {
      return Delivery.unknown("whether a host in " + own.name() + " has a public address", passed);
    }
    Maybe<Boolean> isPublic = own.member().get().publicAddress();
    if (isPublic.known().isEmpty() && !isNat) {
      return Delivery.unknown(isPublic.attribute().orElseThrow(), passed);
    }
    return isNat || isPublic.known().get()
        ? delivery
        : Delivery.blocked(
            outgoing
                ? BlockerCode.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS
                : BlockerCode.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS,
            own.member().get().identity().key(),
            "it has no public address");
  }

  private boolean isAttached(String key, Subnet subnet) {
    return index
        .gateway(key)
        .map(gateway -> gateway.vpc().map(subnet.vpc()::equals).orElse(false))
        .orElse(true);
  }

  private Delivery throughNat(
      Party other, AddressSet atom, String key, boolean ipv4, Supplier<List<Hop>> hops) {
    Optional<Gateway> nat = index.gateway(key);
    if (nat.isEmpty() || nat.get().subnet().flatMap(index::subnet).isEmpty()) {
      return Delivery.unknown("the subnet of " + key, hops);
    }
    if (AddressSet.NAT64.containsAll(atom)) {
      return Delivery.unknown("where %s sends what it takes from IPv6".formatted(key), hops);
    }
    if (!ipv4) {
      return Delivery.blocked(BlockerCode.NO_ROUTE_TO_DESTINATION, key, "it is for IPv4 only");
    }
    Subnet there = nat.get().subnet().flatMap(index::subnet).orElseThrow();
    Delivery onward =
        Delivery.blocked(
            BlockerCode.NO_ROUTE_TO_DESTINATION,
            key,
            () ->
                "its subnet %s has no route to an internet gateway"
                    .formatted(there.identity().key()));
    List<RouteTarget> targets = choices(there, atom, false).stream().map(Choice::target).toList();
    for (int at = 0; at < targets.size(); at++) {
      Delivery next = throughNat(atom, nat.get(), there, targets.get(at), hops);
      onward =
          at == 0 ? next : onward.or(next, "which of the routes behind " + key + " has priority");
    }
    for (Route route : unknownRoutes(there, other)) {
      onward =
          onward.or(
              throughNat(atom, nat.get(), there, route.target(), hops), route.identity().key());
    }
    return onward;
  }

  private Delivery throughNat(
      AddressSet atom, Gateway nat, Subnet there, RouteTarget target, Supplier<List<Hop>> hops) {
    String key = nat.identity().key();
    if (target instanceof RouteTarget.UnknownTarget
        || target instanceof RouteTarget.Elsewhere
        || target instanceof RouteTarget.Appliance
        || target instanceof RouteTarget.Peering) {
      return Delivery.unknown("what lies behind " + key, hops);
    }
    if (!(target instanceof RouteTarget.InternetGateway gateway)
        || !isAttached(gateway.gateway(), there)) {
      return Delivery.blocked(
          BlockerCode.NO_ROUTE_TO_DESTINATION,
          key,
          () ->
              "its subnet %s has no route to an internet gateway"
                  .formatted(there.identity().key()));
    }
    if (nat.kind() == Gateway.Kind.PRIVATE_NAT) {
      return Delivery.blocked(
          BlockerCode.NO_ROUTE_TO_DESTINATION, key, "it is a private NAT gateway");
    }
    if (!AddressSet.INTERNET.containsAll(atom)) {
      return Delivery.blocked(
          BlockerCode.NO_ROUTE_TO_DESTINATION,
          key,
          () -> text(atom) + " is no address of the internet");
    }
    if (blockPublicAccess(there) == Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL) {
      return Delivery.blocked(
          BlockerCode.VPC_BLOCK_PUBLIC_ACCESS_ENABLED, there.vpc(), "nothing leaves it");
    }
    Supplier<List<Hop>> passed =
        with(hops, new Hop(Hop.Kind.GATEWAY, key, "", nat.identity().location()));
    return blockPublicAccess(there) == Vpc.BlockPublicAccess.UNKNOWN
        ? Delivery.unknown(blockPublicAccessOf(there), passed)
        : Delivery.of(passed);
  }

  /** The ACLs of the NAT gateways' subnets, for the addresses that are reached through each. */
  private List<Stage> natAcls(
      Party own,
      Party other,
      Stage.Side side,
      Subnet subnet,
      TrafficAxis traffic,
      AddressAxis axis,
      AddressAxis sources) {
    if (side != Stage.Side.SENDER || !other.isOutside()) {
      return List.of();
    }
    // Subnets of NAT gateways and the destinations that are reached through them, in any case or if
    // AWS takes that one of several routes.
    Map<String, BitSet> always = new TreeMap<>();
    Map<String, BitSet> perhaps = new TreeMap<>();
    String table = subnet.routeTable().orElse("");
    for (int a = 0; a < axis.size(); a++) {
      AddressSet atom = axis.atoms().get(a);
      if (AddressSet.NAT64.containsAll(atom)) {
        // Beyond the gateway it is IPv4, of which these addresses are no block.
        continue;
      }
      List<Choice> choices = choices(subnet, atom, false);
      List<Choice> all = new ArrayList<>(choices);
      unknownRoutes(subnet, other).stream()
          .filter(route -> canTakeOver(route, choices))
          .forEach(route -> all.add(new Choice(route.target(), Optional.of(route))));
      // A way that leads nowhere is no way round an ACL.
      Set<Optional<Subnet>> ways =
          all.stream()
              .filter(
                  choice ->
                      all.size() == 1
                          || delivery(own, other, side, subnet, atom, false, choice, table)
                              .possible())
              .map(choice -> natSubnet(choice.target()))
              .collect(Collectors.toSet());
      Map<String, BitSet> through = ways.size() == 1 ? always : perhaps;
      for (Optional<Subnet> there : ways) {
        if (there.isPresent()) {
          through.computeIfAbsent(there.get().identity().key(), any -> new BitSet()).set(a);
        }
      }
    }
    List<Stage> stages = new ArrayList<>();
    for (Map<String, BitSet> through : List.of(always, perhaps)) {
      through.forEach(
          (key, destinations) -> {
            Optional<NetworkAcl> acl = index.subnet(key).flatMap(index::networkAcl);
            if (acl.isPresent() && !key.equals(subnet.identity().key())) {
              natAcl(acl.get(), own, destinations, traffic, axis, sources).stream()
                  .map(stage -> through == always ? stage : stage.perhaps(subnet))
                  .forEach(stages::add);
            }
          });
    }
    return stages;
  }

  private List<Stage> natAcl(
      NetworkAcl acl,
      Party own,
      BitSet through,
      TrafficAxis traffic,
      AddressAxis axis,
      AddressAxis inside) {
    NetworkAclStages filters = new NetworkAclStages(index.axes());
    return List.of(
        only(through, axis, filters.forward(acl, Direction.EGRESS, traffic, axis)),
        only(through, axis, filters.replies(acl, Direction.INGRESS, traffic, axis, Ephemeral.ANY)),
        filters
            .forward(acl, Direction.INGRESS, traffic, inside)
            .at(Stage.Side.RECEIVER, Optional.of(through)),
        filters
            .replies(acl, Direction.EGRESS, traffic, inside, Ephemeral.of(own))
            .at(Stage.Side.RECEIVER, Optional.of(through)));
  }

  /** A stage that only some addresses have to pass. */
  private static Stage only(BitSet through, AddressAxis axis, Stage stage) {
    BitSet past = new BitSet();
    past.set(0, axis.size());
    past.andNot(through);
    Rows free = Rows.of(stage.possible().height(), axis.size(), past);
    Rows possible = stage.possible().copy();
    possible.or(free);
    Rows certain = stage.certain().copy();
    certain.or(free);
    return new Stage(
        Stage.Side.SENDER,
        stage.code(),
        stage.subject(),
        stage.lacks(),
        possible,
        certain,
        stage.unknowns(),
        (t, a) -> through.get(a) ? stage.trace().hops(t, a) : List.of(),
        Optional.empty(),
        stage.isOnReplies());
  }

  private static Supplier<List<Hop>> with(Supplier<List<Hop>> hops, Hop hop) {
    return () -> {
      List<Hop> more = new ArrayList<>(hops.get());
      more.add(hop);
      return List.copyOf(more);
    };
  }

  /** What an atom is called: far most have one range, and a sentence has no room for many. */
  private static String text(AddressSet atom) {
    String first = atom.ranges().get(0).toString();
    int more = atom.ranges().size() - 1;
    return more == 0
        ? first
        : "%s and %d more range%s".formatted(first, more, more == 1 ? "" : "s");
  }

  private static String name(RouteTarget target) {
    if (target instanceof RouteTarget.InternetGateway gateway) {
      return gateway.gateway();
    }
    if (target instanceof RouteTarget.NatGateway gateway) {
      return gateway.gateway();
    }
    if (target instanceof RouteTarget.EgressOnlyGateway gateway) {
      return gateway.gateway();
    }
    if (target instanceof RouteTarget.Peering peering) {
      return peering.peering();
    }
    if (target instanceof RouteTarget.GatewayEndpoint endpoint) {
      return endpoint.endpoint();
    }
    if (target instanceof RouteTarget.Appliance appliance) {
      return appliance.networkInterface();
    }
    if (target instanceof RouteTarget.Elsewhere elsewhere) {
      return elsewhere.kind() + " " + elsewhere.key();
    }
    return target instanceof RouteTarget.Local ? "local" : "an unknown target";
  }
}
