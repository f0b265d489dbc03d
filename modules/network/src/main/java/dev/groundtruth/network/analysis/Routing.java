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
import java.util.Optional;
import java.util.Set;

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

  /** The sets by which an axis has to be cut so that a table decides alike within an atom. */
  List<AddressSet> cuts(Subnet subnet) {
    List<AddressSet> cuts = new ArrayList<>();
    index.knownCidrs(subnet.vpc()).forEach(cidr -> cuts.add(AddressSet.of(cidr)));
    for (Route route : routes(subnet)) {
      destinations(route)
          .known()
          .ifPresent(blocks -> blocks.forEach(cidr -> cuts.add(AddressSet.of(cidr))));
    }
    return cuts;
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

  private Optional<Choice> choice(Subnet subnet, AddressSet atom, boolean isLocal) {
    int best = isLocal ? 0 : -1;
    Optional<Choice> choice =
        isLocal
            ? Optional.of(new Choice(new RouteTarget.Local(), Optional.empty()))
            : Optional.empty();
    for (Cidr cidr : index.knownCidrs(subnet.vpc())) {
      if (cidr.contains(atom.first()) && cidr.prefixLength() > best) {
        best = cidr.prefixLength();
        choice = Optional.of(new Choice(new RouteTarget.Local(), Optional.empty()));
      }
    }
    for (Route route : routes(subnet)) {
      for (Cidr cidr : destinations(route).known().orElse(List.of())) {
        if (cidr.contains(atom.first()) && cidr.prefixLength() >= best) {
          best = cidr.prefixLength();
          choice = Optional.of(new Choice(route.target(), Optional.of(route)));
        }
      }
    }
    return choice;
  }

  private List<Route> unknownRoutes(Subnet subnet) {
    return routes(subnet).stream().filter(route -> destinations(route).known().isEmpty()).toList();
  }

  /** What became of packets that followed a route. */
  private record Delivery(
      boolean possible,
      boolean certain,
      BlockerCode code,
      String subject,
      String lacks,
      Set<String> unknowns,
      List<Hop> hops) {

    static Delivery of(List<Hop> hops) {
      return new Delivery(true, true, BlockerCode.NO_ROUTE_TO_DESTINATION, "", "", Set.of(), hops);
    }

    static Delivery blocked(BlockerCode code, String subject, String lacks) {
      return new Delivery(false, false, code, subject, lacks, Set.of(), List.of());
    }

    static Delivery unknown(String attribute, List<Hop> hops) {
      return new Delivery(
          true, false, BlockerCode.NO_ROUTE_TO_DESTINATION, attribute, "", Set.of(attribute), hops);
    }
  }

  /**
   * The stages of the way from a party to the addresses of another, as the route table of its
   * subnet sees it: one for each kind of obstacle.
   *
   * @param side which side of the pair the party with the subnet is
   * @param axis the addresses of the other side
   */
  List<Stage> stages(
      Party own, Party other, Stage.Side side, TrafficAxis traffic, AddressAxis axis) {
    Subnet subnet = own.subnet().orElseThrow();
    List<Delivery> deliveries = new ArrayList<>();
    for (AddressSet atom : axis.atoms()) {
      deliveries.add(delivery(own, other, side, subnet, atom));
    }
    List<Route> unknown = unknownRoutes(subnet);
    List<Stage> stages = new ArrayList<>();
    List<BlockerCode> codes = deliveries.stream().map(Delivery::code).distinct().sorted().toList();
    for (BlockerCode code : codes) {
      stages.add(stage(code, deliveries, unknown, side, traffic, axis));
    }
    natAcls(own, other, side, subnet, traffic, axis).ifPresent(stages::addAll);
    return stages;
  }

  private Stage stage(
      BlockerCode code,
      List<Delivery> deliveries,
      List<Route> unknownRoutes,
      Stage.Side side,
      TrafficAxis traffic,
      AddressAxis axis) {
    BitSet possible = new BitSet();
    BitSet certain = new BitSet();
    Set<String> unknowns = new java.util.TreeSet<>();
    String subject = "";
    String lacks = "";
    for (int a = 0; a < deliveries.size(); a++) {
      Delivery delivery = deliveries.get(a);
      boolean mine = delivery.code() == code;
      boolean rescued = !delivery.possible() && !unknownRoutes.isEmpty();
      possible.set(a, !mine || delivery.possible() || rescued);
      certain.set(a, !mine || delivery.certain());
      if (mine) {
        unknowns.addAll(delivery.unknowns());
        if (rescued) {
          unknownRoutes.forEach(route -> unknowns.add(route.identity().key()));
        }
        if (!delivery.possible() && subject.isEmpty()) {
          subject = delivery.subject();
          lacks = delivery.lacks();
        }
      }
    }
    Stage.Trace trace =
        (t, a) -> deliveries.get(a).code() == code ? deliveries.get(a).hops() : List.of();
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
    Optional<Choice> choice = choice(subnet, atom, sameVpc);
    String table = subnet.routeTable().orElse("the main route table of " + subnet.vpc());
    if (choice.isEmpty()) {
      return Delivery.blocked(
          BlockerCode.NO_ROUTE_TO_DESTINATION, table, "no route leads to " + atom);
    }
    RouteTarget target = choice.get().target();
    List<Hop> hops =
        List.of(
            new Hop(
                Hop.Kind.ROUTE,
                table,
                choice
                    .get()
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
                choice.get().route().flatMap(route -> route.identity().location())));
    if (target instanceof RouteTarget.Blackhole) {
      return Delivery.blocked(
          BlockerCode.BLACKHOLE_ROUTE, table, "the route to " + atom + " is a black hole");
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
    if (sameVpc) {
      return target instanceof RouteTarget.Local
          ? Delivery.of(hops)
          : Delivery.blocked(
              BlockerCode.NO_ROUTE_TO_DESTINATION,
              table,
              "the route to " + atom + " leads to " + name(target));
    }
    return toOtherVpc(other, subnet, atom, target, table, hops);
  }

  private Delivery toOtherVpc(
      Party other,
      Subnet subnet,
      AddressSet atom,
      RouteTarget target,
      String table,
      List<Hop> hops) {
    if (!(target instanceof RouteTarget.Peering route)) {
      return Delivery.blocked(
          BlockerCode.NO_ROUTE_TO_DESTINATION,
          table,
          "the route to " + atom + " leads to " + name(target));
    }
    Set<String> ends = Set.of(subnet.vpc(), other.subnet().orElseThrow().vpc());
    Optional<Peering> peering = index.peering(route.peering());
    if (peering.isEmpty()) {
      return Delivery.unknown("the ends of " + route.peering(), hops);
    }
    if (!Set.of(peering.get().requester(), peering.get().accepter()).equals(ends)) {
      return Delivery.blocked(
          BlockerCode.NO_PEERING,
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
          : Delivery.blocked(BlockerCode.NO_PEERING, route.peering(), "it is not active");
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
      List<Hop> hops) {
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
        return throughNat(atom, key, ipv4, hops);
      }
      if (blockPublicAccess(subnet) == Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL) {
        return Delivery.blocked(
            BlockerCode.VPC_BLOCK_PUBLIC_ACCESS_ENABLED, subnet.vpc(), "nothing leaves it");
      }
      return ipv4
          ? Delivery.blocked(BlockerCode.NO_ROUTE_TO_DESTINATION, key, "it is for IPv6 only")
          : Delivery.of(with(hops, new Hop(Hop.Kind.GATEWAY, key, "", Optional.empty())));
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
      return Delivery.unknown("what lies behind " + peering.peering(), hops);
    }
    return Delivery.blocked(
        BlockerCode.NO_ROUTE_TO_DESTINATION, table, "the route to " + atom + " is local");
  }

  private Vpc.BlockPublicAccess blockPublicAccess(Subnet subnet) {
    return index.vpc(subnet.vpc()).map(Vpc::blockPublicAccess).orElse(Vpc.BlockPublicAccess.OFF);
  }

  private Delivery throughInternetGateway(
      Party own,
      Subnet subnet,
      AddressSet atom,
      String key,
      boolean outgoing,
      boolean ipv4,
      List<Hop> hops) {
    if (!isAttached(key, subnet)) {
      return Delivery.blocked(
          BlockerCode.VPC_WITHOUT_INTERNET_GATEWAY, key, "it is not attached to " + subnet.vpc());
    }
    boolean isNat =
        own.member().map(m -> m.kind() == NetworkInterface.Kind.NAT_GATEWAY).orElse(false);
    Vpc.BlockPublicAccess mode = blockPublicAccess(subnet);
    if (mode == Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL
        || (mode == Vpc.BlockPublicAccess.BLOCK_INGRESS && !outgoing)) {
      return Delivery.blocked(
          BlockerCode.VPC_BLOCK_PUBLIC_ACCESS_ENABLED,
          subnet.vpc(),
          outgoing ? "nothing leaves it" : "nothing enters it from the internet");
    }
    if (!outgoing && !AddressSet.INTERNET.containsAll(atom)) {
      return Delivery.blocked(
          BlockerCode.IGW_REJECTS_SPOOFED_TRAFFIC, key, atom + " is no address of the internet");
    }
    List<Hop> passed =
        with(
            hops,
            new Hop(
                Hop.Kind.GATEWAY,
                key,
                "",
                index.gateway(key).flatMap(g -> g.identity().location())));
    if (!ipv4 || own.member().isEmpty()) {
      return Delivery.of(passed);
    }
    Maybe<Boolean> isPublic = own.member().get().publicAddress();
    if (isPublic.known().isEmpty()) {
      return Delivery.unknown(isPublic.attribute().orElseThrow(), passed);
    }
    return isPublic.known().get() || isNat
        ? Delivery.of(passed)
        : Delivery.blocked(
            outgoing
                ? BlockerCode.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS
                : BlockerCode.IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS,
            own.member().get().identity().key(),
            "it has no public address");
  }

  private boolean isAttached(String key, Subnet subnet) {
    return index
        .gateway(key)
        .map(gateway -> gateway.vpc().map(subnet.vpc()::equals).orElse(false))
        .orElse(true);
  }

  private Delivery throughNat(AddressSet atom, String key, boolean ipv4, List<Hop> hops) {
    Optional<Gateway> nat = index.gateway(key);
    if (nat.isEmpty() || nat.get().subnet().flatMap(index::subnet).isEmpty()) {
      return Delivery.unknown("the subnet of " + key, hops);
    }
    if (!ipv4) {
      return Delivery.blocked(BlockerCode.NO_ROUTE_TO_DESTINATION, key, "it is for IPv4 only");
    }
    if (nat.get().kind() == Gateway.Kind.PRIVATE_NAT) {
      return Delivery.blocked(
          BlockerCode.NO_ROUTE_TO_DESTINATION, key, "it is a private NAT gateway");
    }
    Subnet there = nat.get().subnet().flatMap(index::subnet).orElseThrow();
    Optional<Choice> onward = choice(there, atom, false);
    boolean leaves =
        onward.isPresent()
            && onward.get().target() instanceof RouteTarget.InternetGateway gateway
            && isAttached(gateway.gateway(), there);
    if (!leaves) {
      return Delivery.blocked(
          BlockerCode.NO_ROUTE_TO_DESTINATION,
          key,
          "its subnet %s has no route to an internet gateway".formatted(there.identity().key()));
    }
    if (blockPublicAccess(there) == Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL) {
      return Delivery.blocked(
          BlockerCode.VPC_BLOCK_PUBLIC_ACCESS_ENABLED, there.vpc(), "nothing leaves it");
    }
    return Delivery.of(
        with(hops, new Hop(Hop.Kind.GATEWAY, key, "", nat.get().identity().location())));
  }

  /** The ACL of the NAT gateway's subnet, for the addresses that are reached through it. */
  private Optional<List<Stage>> natAcls(
      Party own,
      Party other,
      Stage.Side side,
      Subnet subnet,
      TrafficAxis traffic,
      AddressAxis axis) {
    if (side != Stage.Side.SENDER || !other.isOutside()) {
      return Optional.empty();
    }
    BitSet through = new BitSet();
    Optional<Subnet> natSubnet = Optional.empty();
    for (int a = 0; a < axis.size(); a++) {
      Optional<Subnet> found =
          choice(subnet, axis.atoms().get(a), false)
              .map(Choice::target)
              .filter(RouteTarget.NatGateway.class::isInstance)
              .flatMap(target -> index.gateway(((RouteTarget.NatGateway) target).gateway()))
              .flatMap(Gateway::subnet)
              .flatMap(index::subnet);
      if (found.isPresent()) {
        through.set(a);
        natSubnet = found;
      }
    }
    Optional<NetworkAcl> acl =
        natSubnet
            .filter(there -> !there.identity().key().equals(subnet.identity().key()))
            .flatMap(index::networkAcl);
    if (acl.isEmpty()) {
      return Optional.empty();
    }
    AddressAxis inside =
        AddressAxis.of(own.addresses(), NetworkAclStages.addresses(acl.get()).toList());
    List<Stage> stages = new ArrayList<>();
    stages.add(
        only(through, axis, NetworkAclStages.forward(acl.get(), Direction.EGRESS, traffic, axis)));
    stages.add(
        only(
            through,
            axis,
            NetworkAclStages.replies(acl.get(), Direction.INGRESS, traffic, axis, Ephemeral.ANY)));
    stages.add(
        spread(
            through,
            axis,
            NetworkAclStages.forward(acl.get(), Direction.INGRESS, traffic, inside)));
    stages.add(
        spread(
            through,
            axis,
            NetworkAclStages.replies(
                acl.get(), Direction.EGRESS, traffic, inside, Ephemeral.of(own))));
    return Optional.of(stages);
  }

  /** A stage that only some addresses pass. */
  private static Stage only(BitSet through, AddressAxis axis, Stage stage) {
    BitSet past = new BitSet();
    past.set(0, axis.size());
    past.andNot(through);
    Rows free = Rows.of(stage.possible().height(), axis.size(), past);
    stage.possible().or(free);
    stage.certain().or(free);
    return new Stage(
        Stage.Side.SENDER,
        stage.code(),
        stage.subject(),
        stage.lacks(),
        stage.possible(),
        stage.certain(),
        stage.unknowns(),
        (t, a) -> through.get(a) ? stage.trace().hops(t, a) : List.of());
  }

  /**
   * A stage that looks at the sender's own addresses: it may pass with one of them, or with all.
   */
  private static Stage spread(BitSet through, AddressAxis axis, Stage inside) {
    int height = inside.possible().height();
    Rows possible = new Rows(height, axis.size());
    Rows certain = new Rows(height, axis.size());
    BitSet all = new BitSet();
    all.set(0, axis.size());
    for (int t = 0; t < height; t++) {
      if (!inside.possible().row(t).isEmpty()) {
        possible.row(t).or(all);
      }
      if (inside.certain().row(t).cardinality() == inside.certain().width()) {
        certain.row(t).or(all);
      }
    }
    Stage spread =
        new Stage(
            Stage.Side.SENDER,
            inside.code(),
            inside.subject(),
            inside.lacks(),
            possible,
            certain,
            inside.unknowns(),
            (t, a) -> inside.trace().hops(t, 0));
    return only(through, axis, spread);
  }

  private static List<Hop> with(List<Hop> hops, Hop hop) {
    List<Hop> more = new ArrayList<>(hops);
    more.add(hop);
    return List.copyOf(more);
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
