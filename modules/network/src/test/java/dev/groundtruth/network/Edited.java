package dev.groundtruth.network;

import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import dev.groundtruth.network.mutation.NetworkEdits;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A network of which one thing after another is changed. */
public final class Edited {

  private static final String BLOCK6 = "2600:1f14:0:%s::/64";

  private final Network before;
  private List<Vpc> vpcs;
  private List<Subnet> subnets;
  private List<RouteTable> tables;
  private List<Gateway> gateways;
  private List<SecurityGroup> groups;
  private List<NetworkInterface> interfaces;
  private List<PrefixList> lists;
  private List<Peering> peerings;

  public Edited(Network network) {
    before = network;
    vpcs = network.vpcs();
    subnets = network.subnets();
    tables = network.routeTables();
    gateways = network.gateways();
    groups = network.securityGroups();
    interfaces = network.interfaces();
    lists = network.prefixLists();
    peerings = network.peerings();
  }

  public Network network() {
    return new Network(
        before.source(),
        vpcs,
        subnets,
        tables,
        gateways,
        before.networkAcls(),
        groups,
        interfaces,
        lists,
        peerings,
        before.endpoints(),
        before.remarks());
  }

  private static <T> List<T> each(List<T> things, UnaryOperator<T> change) {
    return things.stream().map(change).toList();
  }

  private static <T> List<T> and(List<T> things, T more) {
    List<T> all = new ArrayList<>(things);
    all.add(more);
    return all;
  }

  public Edited vpcs(UnaryOperator<Vpc> change) {
    vpcs = each(vpcs, change);
    return this;
  }

  public Edited subnets(UnaryOperator<Subnet> change) {
    subnets = each(subnets, change);
    return this;
  }

  public Edited tables(UnaryOperator<RouteTable> change) {
    tables = each(tables, change);
    return this;
  }

  public Edited gateways(UnaryOperator<Gateway> change) {
    gateways = each(gateways, change);
    return this;
  }

  public Edited groups(UnaryOperator<SecurityGroup> change) {
    groups = each(groups, change);
    return this;
  }

  public Edited interfaces(UnaryOperator<NetworkInterface> change) {
    interfaces = each(interfaces, change);
    return this;
  }

  public Edited prefixList(String key, String... blocks) {
    PrefixList list =
        new PrefixList(
            Identity.of(key), key, Maybe.of(List.of(blocks).stream().map(Cidr::parse).toList()));
    lists = and(lists, list);
    return this;
  }

  public Edited vpc(String key, String block) {
    vpcs =
        and(
            vpcs,
            new Vpc(
                Identity.of(key), List.of(Maybe.of(Cidr.parse(block))), Vpc.BlockPublicAccess.OFF));
    return this;
  }

  public Edited subnet(String key, String vpc, String block, String table) {
    subnets =
        and(
            subnets,
            new Subnet(
                Identity.of(key),
                vpc,
                List.of(Maybe.of(Cidr.parse(block))),
                Optional.empty(),
                Optional.of(table),
                Optional.empty()));
    return this;
  }

  public Edited table(String key, String vpc) {
    tables = and(tables, new RouteTable(Identity.of(key), vpc, false, List.of()));
    return this;
  }

  public Edited peering(String key, String requester, String accepter, boolean isActive) {
    peerings =
        and(peerings, new Peering(Identity.of(key), requester, accepter, Maybe.of(isActive)));
    return this;
  }

  public Edited gateway(String key, Gateway.Kind kind) {
    gateways =
        and(gateways, new Gateway(Identity.of(key), kind, Optional.of("vpc"), Optional.empty()));
    return this;
  }

  public Edited withoutRoute(String table, String destination) {
    return tables(
        it ->
            it.identity().key().equals(table)
                ? new RouteTable(
                    it.identity(),
                    it.vpc(),
                    it.isMain(),
                    it.routes().stream()
                        .filter(route -> !route.destination().toString().equals(destination))
                        .toList())
                : it);
  }

  public Edited route(String table, String destination, RouteTarget target) {
    return tables(
        it ->
            it.identity().key().equals(table)
                ? new RouteTable(
                    it.identity(),
                    it.vpc(),
                    it.isMain(),
                    and(
                        it.routes(),
                        new Route(
                            Identity.of(table + "." + destination),
                            new Peer.CidrPeer(Cidr.parse(destination)),
                            target)))
                : it);
  }

  public Edited renameInterfaces(UnaryOperator<String> rename) {
    return interfaces(
        it ->
            new NetworkInterface(
                new Identity(
                    rename.apply(it.identity().key()),
                    it.identity().id(),
                    it.identity().address(),
                    Map.of(),
                    it.identity().location()),
                it.owner().stream().map(rename).toList(),
                it.kind(),
                it.subnets(),
                it.groups(),
                it.groupsKnown(),
                it.addresses(),
                it.isIpv6Known(),
                it.publicAddress(),
                it.isOpenNumber()));
  }

  /** Renames groups, and with them all that refers to them. */
  public Edited renameGroups(UnaryOperator<String> rename) {
    groups(
        it ->
            new SecurityGroup(
                Identity.of(rename.apply(it.identity().key())),
                it.vpc(),
                rename.apply(it.name()),
                it.isDefault(),
                each(
                    it.rules(),
                    rule ->
                        new dev.groundtruth.network.model.SecurityGroupRule(
                            Identity.of(rename.apply(rule.identity().key())),
                            rule.direction(),
                            rule.match(),
                            rule.peer() instanceof Peer.GroupPeer peer
                                ? new Peer.GroupPeer(rename.apply(peer.group()))
                                : rule.peer(),
                            rule.description()))));
    return interfaces(it -> groupsOf(it, it.groups().stream().map(rename).toArray(String[]::new)));
  }

  public static NetworkInterface groupsOf(NetworkInterface it, String... groups) {
    return NetworkEdits.inGroups(it, Set.of(groups));
  }

  public static NetworkInterface isPublic(NetworkInterface it, boolean isPublic) {
    return changed(it, it.addresses(), it.isIpv6Known(), Maybe.of(isPublic));
  }

  /** With these addresses only; with none, any may come. */
  public static NetworkInterface addressesOf(NetworkInterface it, InetAddress... addresses) {
    return changed(it, List.of(addresses), addresses.length > 0, it.publicAddress());
  }

  private static NetworkInterface changed(
      NetworkInterface it,
      List<InetAddress> addresses,
      boolean isIpv6Known,
      Maybe<Boolean> publicAddress) {
    return new NetworkInterface(
        it.identity(),
        it.owner(),
        it.kind(),
        it.subnets(),
        it.groups(),
        it.groupsKnown(),
        addresses,
        isIpv6Known,
        publicAddress,
        it.isOpenNumber());
  }

  public Edited groupsOf(String owner, String... groups) {
    return interfaces(it -> it.owner().contains(owner) ? groupsOf(it, groups) : it);
  }

  public Edited isPublic(String owner, boolean isPublic) {
    return interfaces(it -> it.owner().contains(owner) ? isPublic(it, isPublic) : it);
  }

  /**
   * Both IP versions: each subnet and interface has a block and address of the other one as well,
   * public subnets an internet gateway for it, the others an egress-only one.
   */
  public Edited dualStack() {
    Map<String, String> ends = new HashMap<>(Map.of("public", "0", "web", "1", "database", "2"));
    vpcs(
        it ->
            new Vpc(
                it.identity(),
                and(it.cidrs(), Maybe.of(Cidr.parse("2600:1f14::/56"))),
                it.blockPublicAccess()));
    subnets(
        it ->
            new Subnet(
                it.identity(),
                it.vpc(),
                and(
                    it.cidrs(),
                    Maybe.of(Cidr.parse(BLOCK6.formatted(ends.get(it.identity().key()))))),
                it.zone(),
                it.routeTable(),
                it.networkAcl()));
    gateway("eigw", Gateway.Kind.EGRESS_ONLY);
    route("rt-public", "::/0", new RouteTarget.InternetGateway("igw"));
    route("rt-private", "::/0", new RouteTarget.EgressOnlyGateway("eigw"));
    return interfaces(
        it -> {
          String last = it.addresses().get(0).getHostAddress().replaceAll(".*\\.", "");
          InetAddress address =
              Cidr.parseAddress(
                  BLOCK6.formatted(ends.get(it.subnets().get(0))).replace("::/64", "::" + last));
          return changed(it, and(it.addresses(), address), it.isIpv6Known(), it.publicAddress());
        });
  }
}
