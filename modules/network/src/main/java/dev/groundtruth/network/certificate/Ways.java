package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.certificate.Reason.Why;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes between two places that may be taken, and why they do not lead there. */
final class Ways {

  private final Network network;
  private final Site from;
  private final Site to;
  private final Sites sites;

  Ways(Network network, Site from, Site to) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.sites = new Sites(network);
  }

  /** A route that may be taken: one of the table, or the VPC's own. */
  private record Way(String key, RouteTarget target) {}

  /** The reason that no route of one side leads to the other side's addresses, if it is so. */
  Optional<Reason.Routes> obstacles(Direction side, Box box) {
    Site own = side == Direction.EGRESS ? from : to;
    Site other = side == Direction.EGRESS ? to : from;
    if (own.isOutside()) {
      return Optional.empty();
    }
    Subnet subnet = own.subnet().orElseThrow();
    Range there = side == Direction.EGRESS ? box.destinations() : box.sources();
    boolean isOneVpc = other.subnet().map(Subnet::vpc).equals(Optional.of(subnet.vpc()));
    List<Reason.Obstacle> obstacles = new ArrayList<>();
    for (Way way : ways(subnet, there, isOneVpc, other.isInternet())) {
      Optional<Why> why =
          other.isOutside()
              ? whyNotOutside(own, other, way.target(), side == Direction.EGRESS, box)
              : whyNotInside(subnet, other, way.target(), isOneVpc);
      if (why.isEmpty()) {
        return Optional.empty();
      }
      obstacles.add(new Reason.Obstacle(way.key(), why.get()));
    }
    return Optional.of(new Reason.Routes(side, subnet.identity().key(), obstacles));
  }

  /** Every route that may be taken to some address of a range: the longest prefix decides. */
  private List<Way> ways(Subnet subnet, Range there, boolean isOneVpc, boolean isInternet) {
    List<Cidr> local = sites.vpc(subnet).map(v -> Sites.knownBlocks(v.cidrs())).orElse(List.of());
    List<Route> routes = routes(subnet);
    int best = longestAround(local, there);
    boolean isLocal = best >= 0;
    for (Route route : routes) {
      int prefix = longestAround(blocks(route.destination()).orElse(List.of()), there);
      if (prefix >= 0 && prefix >= best) {
        // Of several routes the last one: if that is wrong, more routes count than may be taken.
        isLocal = route.target() instanceof RouteTarget.Local;
        best = prefix;
      }
    }
    List<Way> ways = new ArrayList<>();
    for (Cidr block : local) {
      boolean isReplaced =
          routes.stream()
              .anyMatch(route -> blocks(route.destination()).orElse(List.of()).contains(block));
      if (Range.of(block).meets(there) && block.prefixLength() >= best && !isReplaced) {
        ways.add(new Way("local", new RouteTarget.Local()));
      }
    }
    if (isOneVpc && !Range.minus(List.of(there), Sites.ranges(local)).isEmpty()) {
      // A block of the VPC that is not known yet.
      ways.add(new Way("local", new RouteTarget.Local()));
    }
    for (Route route : routes) {
      Optional<List<Cidr>> blocks = blocks(route.destination());
      for (Cidr block : blocks.orElse(List.of())) {
        if (Range.of(block).meets(there)
            && block.prefixLength() >= best
            && !isOverruled(route, block, routes)) {
          ways.add(new Way(route.identity().key(), route.target()));
        }
      }
      if (blocks.isEmpty() && mayTakeOver(route.target(), isLocal, isInternet)) {
        ways.add(new Way(route.identity().key(), route.target()));
      }
    }
    return List.copyOf(new LinkedHashSet<>(ways));
  }

  /** A route of a prefix list gives way to a route of its own to the same block. */
  private static boolean isOverruled(Route route, Cidr block, List<Route> routes) {
    Peer own = new Peer.CidrPeer(block);
    return route.destination() instanceof Peer.PrefixListPeer
        && routes.stream().anyMatch(other -> other.destination().equals(own));
  }

  private static int longestAround(List<Cidr> blocks, Range there) {
    int longest = -1;
    for (Cidr block : blocks) {
      if (Range.of(block).contains(there)) {
        longest = Math.max(longest, block.prefixLength());
      }
    }
    return longest;
  }

  /**
   * Whether a route with unknown destinations may be taken: a gateway endpoint's has none of the
   * internet, and within the VPC only some targets are allowed.
   */
  private static boolean mayTakeOver(RouteTarget target, boolean isLocal, boolean isInternet) {
    if (isInternet && target instanceof RouteTarget.GatewayEndpoint) {
      return false;
    }
    return !isLocal
        || target instanceof RouteTarget.NatGateway
        || target instanceof RouteTarget.Appliance
        || target instanceof RouteTarget.Elsewhere
        || target instanceof RouteTarget.UnknownTarget;
  }

  private Optional<Why> whyNotInside(
      Subnet subnet, Site other, RouteTarget target, boolean isOneVpc) {
    if (target instanceof RouteTarget.Blackhole) {
      return Optional.of(Why.BLACKHOLE);
    }
    if (mayLeadAnywhere(target) || target instanceof RouteTarget.NatGateway) {
      return Optional.empty();
    }
    if (isOneVpc) {
      return target instanceof RouteTarget.Local
          ? Optional.empty()
          : Optional.of(Why.LEADS_ELSEWHERE);
    }
    if (!(target instanceof RouteTarget.Peering route)) {
      return Optional.of(Why.LEADS_ELSEWHERE);
    }
    Set<String> ends = Set.of(subnet.vpc(), other.subnet().orElseThrow().vpc());
    for (Peering peering : network.peerings()) {
      if (peering.identity().key().equals(route.peering())) {
        if (!ends.equals(new LinkedHashSet<>(List.of(peering.requester(), peering.accepter())))) {
          return Optional.of(Why.PEERING_OF_OTHERS);
        }
        boolean isActive = peering.isActive().known().orElse(true);
        return isActive ? Optional.empty() : Optional.of(Why.PEERING_INACTIVE);
      }
    }
    return Optional.empty();
  }

  private Optional<Why> whyNotOutside(
      Site own, Site other, RouteTarget target, boolean isOutbound, Box box) {
    Subnet subnet = own.subnet().orElseThrow();
    Range there = isOutbound ? box.destinations() : box.sources();
    if (target instanceof RouteTarget.Blackhole) {
      return Optional.of(Why.BLACKHOLE);
    }
    if (target instanceof RouteTarget.Peering way && areEndsKnown(way.peering())) {
      return Optional.of(Why.LEADS_ELSEWHERE);
    }
    if (mayLeadAnywhere(target) || target instanceof RouteTarget.Peering) {
      return Optional.empty();
    }
    if (target instanceof RouteTarget.InternetGateway gateway) {
      return whyNotThroughInternetGateway(own, gateway.gateway(), there, isOutbound);
    }
    if (target instanceof RouteTarget.NatGateway nat) {
      return isOutbound
          ? whyNotThroughNat(nat.gateway(), other, box)
          : Optional.of(Why.OUTBOUND_ONLY);
    }
    if (target instanceof RouteTarget.EgressOnlyGateway gateway) {
      if (!isOutbound) {
        return Optional.of(Why.OUTBOUND_ONLY);
      }
      if (!isAttached(gateway.gateway(), subnet)) {
        return Optional.of(Why.NOT_ATTACHED);
      }
      if (blocked(subnet) == Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL) {
        return Optional.of(Why.PUBLIC_ACCESS_BLOCKED);
      }
      return there.isIpv4()
          ? Optional.of(Why.OTHER_IP_VERSION)
          : Sites.NAT64.contains(there) ? Optional.of(Why.NOT_OF_THE_INTERNET) : Optional.empty();
    }
    boolean isService = target instanceof RouteTarget.GatewayEndpoint;
    return isService && isOutbound && !other.isInternet()
        ? Optional.empty()
        : Optional.of(Why.LEADS_ELSEWHERE);
  }

  /** A peering leads to the blocks of its VPCs, if these are known, and no further. */
  private boolean areEndsKnown(String key) {
    for (Peering peering : network.peerings()) {
      if (peering.identity().key().equals(key)) {
        return List.of(peering.requester(), peering.accepter()).stream()
            .allMatch(
                end ->
                    network.vpcs().stream()
                        .filter(vpc -> vpc.identity().key().equals(end))
                        .anyMatch(vpc -> Sites.isKnown(vpc.cidrs())));
      }
    }
    return false;
  }

  private Optional<Why> whyNotThroughInternetGateway(
      Site own, String key, Range there, boolean isOutbound) {
    Subnet subnet = own.subnet().orElseThrow();
    boolean isNat =
        own.member().map(m -> m.kind() == NetworkInterface.Kind.NAT_GATEWAY).orElse(false);
    Vpc.BlockPublicAccess blocked = blocked(subnet);
    if (!isAttached(key, subnet)) {
      return Optional.of(Why.NOT_ATTACHED);
    }
    if (isNat && !isOutbound) {
      return Optional.of(Why.OUTBOUND_ONLY);
    }
    if (blocked == Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL
        || (blocked == Vpc.BlockPublicAccess.BLOCK_INGRESS && !isOutbound)) {
      return Optional.of(Why.PUBLIC_ACCESS_BLOCKED);
    }
    if (Sites.INTERNET.stream().noneMatch(there::meets)) {
      return Optional.of(Why.NOT_OF_THE_INTERNET);
    }
    boolean hasPublicAddress =
        isNat || own.member().flatMap(m -> m.publicAddress().known()).orElse(true);
    return there.isIpv4() && !hasPublicAddress
        ? Optional.of(Why.NO_PUBLIC_ADDRESS)
        : Optional.empty();
  }

  private Optional<Why> whyNotThroughNat(String key, Site other, Box box) {
    Range there = box.destinations();
    Optional<Gateway> nat = gateway(key);
    Optional<Subnet> behind = nat.flatMap(Gateway::subnet).flatMap(this::subnet);
    if (behind.isEmpty()) {
      return Optional.empty();
    }
    if (Sites.NAT64.meets(there)) {
      return Optional.empty();
    }
    if (!there.isIpv4()) {
      return Optional.of(Why.OTHER_IP_VERSION);
    }
    if (isDeniedAtNat(behind.get(), box)) {
      return Optional.of(Why.DENIED_AT_NAT);
    }
    for (Way way : ways(behind.get(), there, false, other.isInternet())) {
      RouteTarget target = way.target();
      boolean isOpen =
          target instanceof RouteTarget.InternetGateway gateway
              && isAttached(gateway.gateway(), behind.get())
              && nat.orElseThrow().kind() != Gateway.Kind.PRIVATE_NAT
              && Sites.INTERNET.stream().anyMatch(there::meets)
              && blocked(behind.get()) != Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL;
      if (isOpen || mayLeadAnywhere(target) || target instanceof RouteTarget.Peering) {
        return Optional.empty();
      }
    }
    return Optional.of(Why.NO_WAY_BEHIND_NAT);
  }

  /** Whether the ACL of a NAT gateway's subnet denies all of a box, or all replies to it. */
  private boolean isDeniedAtNat(Subnet behind, Box box) {
    if (behind.networkAcl().isEmpty() || from.subnet().equals(Optional.of(behind))) {
      return false;
    }
    Denials denials = new Denials(network);
    for (Direction direction : Direction.values()) {
      for (boolean isForReplies : new boolean[] {false, true}) {
        String acl = behind.networkAcl().get();
        if (denials.deniedBy(acl, direction, isForReplies, box).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mayLeadAnywhere(RouteTarget target) {
    return target instanceof RouteTarget.UnknownTarget
        || target instanceof RouteTarget.Elsewhere
        || target instanceof RouteTarget.Appliance;
  }

  /** The subnet of the NAT gateway that all of a box has to pass, if there is such a one. */
  Optional<String> natSubnet(Box box) {
    if (from.isOutside() || !to.isOutside() || Sites.NAT64.meets(box.destinations())) {
      return Optional.empty();
    }
    Set<Optional<String>> passed = new LinkedHashSet<>();
    for (Way way : ways(from.subnet().orElseThrow(), box.destinations(), false, to.isInternet())) {
      passed.add(
          way.target() instanceof RouteTarget.NatGateway nat
              ? gateway(nat.gateway()).flatMap(Gateway::subnet)
              : Optional.empty());
    }
    Optional<String> only = passed.size() == 1 ? passed.iterator().next() : Optional.empty();
    return only.filter(key -> !from.place().subnet().equals(Optional.of(key)));
  }

  /** The subnets whose ACLs and tables bear on the question: both sides', and NAT gateways'. */
  Set<String> subnets() {
    Set<String> keys = new LinkedHashSet<>();
    for (Site side : List.of(from, to)) {
      side.subnet()
          .ifPresent(
              subnet -> {
                keys.add(subnet.identity().key());
                for (Route route : routes(subnet)) {
                  if (route.target() instanceof RouteTarget.NatGateway nat) {
                    gateway(nat.gateway()).flatMap(Gateway::subnet).ifPresent(keys::add);
                  }
                }
              });
    }
    return keys;
  }

  /** The routes of a subnet; a table that is not shown may lead anywhere. */
  List<Route> routes(Subnet subnet) {
    if (subnet.routeTable().isEmpty()) {
      return List.of();
    }
    String key = subnet.routeTable().get();
    for (RouteTable table : network.routeTables()) {
      if (table.identity().key().equals(key)) {
        return table.routes();
      }
    }
    return List.of(
        new Route(Identity.of(key), new Peer.UnknownPeer(key), new RouteTarget.UnknownTarget(key)));
  }

  /** The blocks of a peer or destination; nothing if they are not known. */
  Optional<List<Cidr>> blocks(Peer peer) {
    if (peer instanceof Peer.CidrPeer block) {
      return Optional.of(List.of(block.cidr()));
    }
    return peer instanceof Peer.PrefixListPeer named
        ? network.prefixLists().stream()
            .filter(list -> list.identity().key().equals(named.prefixList()))
            .findFirst()
            .flatMap(list -> list.entries().known())
        : Optional.empty();
  }

  Optional<Subnet> subnet(String key) {
    return sites.subnet(key);
  }

  private Optional<Gateway> gateway(String key) {
    return network.gateways().stream()
        .filter(gateway -> gateway.identity().key().equals(key))
        .findFirst();
  }

  /** A gateway that is not shown counts as attached. */
  private boolean isAttached(String key, Subnet subnet) {
    return gateway(key).map(g -> g.vpc().equals(Optional.of(subnet.vpc()))).orElse(true);
  }

  private Vpc.BlockPublicAccess blocked(Subnet subnet) {
    return sites.vpc(subnet).map(Vpc::blockPublicAccess).orElse(Vpc.BlockPublicAccess.OFF);
  }
}
