package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** A network's things by their keys, and what is worth finding out about them once only. */
final class NetworkIndex {

  private final Network network;
  private final Map<String, Vpc> vpcs;
  private final Map<String, Subnet> subnets;
  private final Map<String, RouteTable> routeTables;
  private final Map<String, NetworkAcl> networkAcls;
  private final Map<String, SecurityGroup> securityGroups;
  private final Map<String, Gateway> gateways;
  private final Map<String, PrefixList> prefixLists;
  private final Map<String, Peering> peerings;
  private final Map<Cidr, AddressSet> blocks = new ConcurrentHashMap<>();
  private final Map<Rules, List<SecurityGroupRule>> rules = new ConcurrentHashMap<>();
  private final Axes axes = new Axes();

  NetworkIndex(Network network) {
    this.network = network;
    vpcs = index(network.vpcs(), Vpc::identity);
    subnets = index(network.subnets(), Subnet::identity);
    routeTables = index(network.routeTables(), RouteTable::identity);
    networkAcls = index(network.networkAcls(), NetworkAcl::identity);
    securityGroups = index(network.securityGroups(), SecurityGroup::identity);
    gateways = index(network.gateways(), Gateway::identity);
    prefixLists = index(network.prefixLists(), PrefixList::identity);
    peerings = index(network.peerings(), Peering::identity);
  }

  private static <T> Map<String, T> index(List<T> things, Function<T, Identity> identity) {
    Map<String, T> index = new LinkedHashMap<>();
    things.forEach(thing -> index.put(identity.apply(thing).key(), thing));
    return index;
  }

  Network network() {
    return network;
  }

  Optional<Vpc> vpc(String key) {
    return Optional.ofNullable(vpcs.get(key));
  }

  Optional<Subnet> subnet(String key) {
    return Optional.ofNullable(subnets.get(key));
  }

  Optional<RouteTable> routeTable(Subnet subnet) {
    return subnet
        .routeTable()
        .map(
            key -> {
              RouteTable table = routeTables.get(key);
              return table == null ? unseenTable(key, subnet) : table;
            });
  }

  Optional<NetworkAcl> networkAcl(Subnet subnet) {
    return subnet
        .networkAcl()
        .map(
            key -> {
              NetworkAcl acl = networkAcls.get(key);
              return acl == null ? unseenAcl(key, subnet) : acl;
            });
  }

  /** A table that the source names but does not show may lead anywhere. */
  private static RouteTable unseenTable(String key, Subnet subnet) {
    return new RouteTable(
        Identity.of(key),
        subnet.vpc(),
        false,
        List.of(
            new Route(
                Identity.of(key), new Peer.UnknownPeer(key), new RouteTarget.UnknownTarget(key))));
  }

  /** An ACL that the source names but does not show may allow anything. */
  private static NetworkAcl unseenAcl(String key, Subnet subnet) {
    return new NetworkAcl(
        Identity.of(key),
        subnet.vpc(),
        false,
        Stream.of(Direction.values())
            .map(
                direction ->
                    new NetworkAclEntry(
                        Identity.of(key),
                        1,
                        direction,
                        true,
                        Maybe.unknown(key),
                        Maybe.unknown(key)))
            .toList());
  }

  Optional<SecurityGroup> securityGroup(String key) {
    return Optional.ofNullable(securityGroups.get(key));
  }

  private record Rules(Set<String> groups, Direction direction) {}

  /** The rules of some groups, group by group. */
  List<SecurityGroupRule> rules(Set<String> groups, Direction direction) {
    return rules.computeIfAbsent(
        new Rules(groups, direction),
        key ->
            key.groups().stream()
                .sorted()
                .flatMap(group -> securityGroup(group).stream())
                .flatMap(group -> group.rules(key.direction()).stream())
                .toList());
  }

  AddressSet addresses(Cidr block) {
    return blocks.computeIfAbsent(block, AddressSet::of);
  }

  Axes axes() {
    return axes;
  }

  Optional<Gateway> gateway(String key) {
    return Optional.ofNullable(gateways.get(key));
  }

  Optional<Peering> peering(String key) {
    return Optional.ofNullable(peerings.get(key));
  }

  Maybe<List<Cidr>> entries(String prefixList) {
    PrefixList list = prefixLists.get(prefixList);
    return list == null ? Maybe.unknown(prefixList) : list.entries();
  }

  List<Cidr> knownCidrs(String vpc) {
    return vpc(vpc).stream()
        .flatMap(found -> found.cidrs().stream())
        .flatMap(cidr -> cidr.known().stream())
        .toList();
  }

  /**
   * Whether a block may be of an IP version: of one that is not known the name of its attribute
   * tells, {@code ipv6_cidr_block} in the AWS provider.
   */
  static boolean canBe(Maybe<Cidr> block, boolean ipv4) {
    return block
        .known()
        .map(cidr -> cidr.isIpv4() == ipv4)
        .orElseGet(() -> !ipv4 || !block.attribute().orElse("").endsWith("ipv6_cidr_block"));
  }

  /** Every address of every VPC, as far as its blocks or those of its subnets are known. */
  AddressSet inside() {
    return AddressSet.ofBlocks(
        Stream.concat(
                vpcs.keySet().stream().flatMap(vpc -> knownCidrs(vpc).stream()),
                network.subnets().stream()
                    .flatMap(subnet -> subnet.cidrs().stream())
                    .flatMap(cidr -> cidr.known().stream()))
            .toList());
  }
}
