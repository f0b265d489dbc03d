package dev.groundtruth.network.mutation;

import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Copies of a network that differ in some things only: what would be if. */
public final class NetworkEdits {

  private NetworkEdits() {}

  /**
   * A network with other security groups.
   *
   * @param network the network
   * @param groups its groups
   * @return the copy
   */
  public static Network withSecurityGroups(Network network, List<SecurityGroup> groups) {
    return copy(
        network,
        network.subnets(),
        network.routeTables(),
        network.networkAcls(),
        groups,
        network.interfaces());
  }

  /**
   * A network with each rule of its security groups replaced by some rules.
   *
   * @param network the network
   * @param change what is instead of a rule: the rule itself, others, or none
   * @return the copy
   */
  public static Network rules(
      Network network, Function<SecurityGroupRule, List<SecurityGroupRule>> change) {
    return groups(
        network,
        group ->
            rules(group, group.rules().stream().flatMap(r -> change.apply(r).stream()).toList()));
  }

  /**
   * A network with other security groups.
   *
   * @param network the network
   * @param change what is instead of a group
   * @return the copy
   */
  public static Network groups(Network network, UnaryOperator<SecurityGroup> change) {
    return withSecurityGroups(network, network.securityGroups().stream().map(change).toList());
  }

  /**
   * A security group with other rules.
   *
   * @param group the group
   * @param rules its rules
   * @return the copy
   */
  public static SecurityGroup rules(SecurityGroup group, List<SecurityGroupRule> rules) {
    return new SecurityGroup(group.identity(), group.vpc(), group.name(), group.isDefault(), rules);
  }

  /**
   * A network with each entry of its network ACLs replaced by some entries.
   *
   * @param network the network
   * @param change what is instead of an entry
   * @return the copy
   */
  public static Network entries(
      Network network, Function<NetworkAclEntry, List<NetworkAclEntry>> change) {
    return copy(
        network,
        network.subnets(),
        network.routeTables(),
        network.networkAcls().stream()
            .map(
                acl ->
                    new NetworkAcl(
                        acl.identity(),
                        acl.vpc(),
                        acl.isDefault(),
                        acl.entries().stream().flatMap(e -> change.apply(e).stream()).toList()))
            .toList(),
        network.securityGroups(),
        network.interfaces());
  }

  /**
   * A network with each route replaced by some routes.
   *
   * @param network the network
   * @param change what is instead of a route
   * @return the copy
   */
  public static Network routes(Network network, Function<Route, List<Route>> change) {
    return copy(
        network,
        network.subnets(),
        network.routeTables().stream()
            .map(
                table ->
                    new RouteTable(
                        table.identity(),
                        table.vpc(),
                        table.isMain(),
                        table.routes().stream().flatMap(r -> change.apply(r).stream()).toList()))
            .toList(),
        network.networkAcls(),
        network.securityGroups(),
        network.interfaces());
  }

  /**
   * A network with other subnets.
   *
   * @param network the network
   * @param change what is instead of a subnet
   * @return the copy
   */
  public static Network subnets(Network network, UnaryOperator<Subnet> change) {
    return copy(
        network,
        network.subnets().stream().map(change).toList(),
        network.routeTables(),
        network.networkAcls(),
        network.securityGroups(),
        network.interfaces());
  }

  /**
   * A network with other interfaces.
   *
   * @param network the network
   * @param change what is instead of an interface
   * @return the copy
   */
  public static Network interfaces(Network network, UnaryOperator<NetworkInterface> change) {
    return copy(
        network,
        network.subnets(),
        network.routeTables(),
        network.networkAcls(),
        network.securityGroups(),
        network.interfaces().stream().map(change).toList());
  }

  /**
   * An interface with other security groups.
   *
   * @param each the interface
   * @param groups the keys of its groups
   * @return the copy
   */
  public static NetworkInterface inGroups(NetworkInterface each, Set<String> groups) {
    return new NetworkInterface(
        each.identity(),
        each.owner(),
        each.kind(),
        each.subnets(),
        groups,
        each.groupsKnown(),
        each.addresses(),
        each.isIpv6Known(),
        each.publicAddress(),
        each.isOpenNumber());
  }

  private static Network copy(
      Network network,
      List<Subnet> subnets,
      List<RouteTable> routeTables,
      List<NetworkAcl> networkAcls,
      List<SecurityGroup> securityGroups,
      List<NetworkInterface> interfaces) {
    return new Network(
        network.source(),
        network.vpcs(),
        subnets,
        routeTables,
        network.gateways(),
        networkAcls,
        securityGroups,
        interfaces,
        network.prefixLists(),
        network.peerings(),
        network.endpoints(),
        network.remarks());
  }
}
