package dev.groundtruth.network.analysis;

import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
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
import dev.groundtruth.network.model.Vpc;
import dev.groundtruth.network.model.VpcEndpoint;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Calls everything in a network something else. */
public record Renaming(UnaryOperator<String> name) {

  public Network of(Network network) {
    return new Network(
        network.source(),
        network.vpcs().stream()
            .map(each -> new Vpc(id(each.identity()), each.cidrs(), each.blockPublicAccess()))
            .toList(),
        network.subnets().stream()
            .map(
                each ->
                    new Subnet(
                        id(each.identity()),
                        name.apply(each.vpc()),
                        each.cidrs(),
                        each.zone(),
                        each.routeTable().map(name),
                        each.networkAcl().map(name)))
            .toList(),
        network.routeTables().stream()
            .map(
                each ->
                    new RouteTable(
                        id(each.identity()),
                        name.apply(each.vpc()),
                        each.isMain(),
                        each.routes().stream()
                            .map(
                                route ->
                                    new Route(
                                        id(route.identity()),
                                        peer(route.destination()),
                                        target(route.target())))
                            .toList()))
            .toList(),
        network.gateways().stream()
            .map(
                each ->
                    new Gateway(
                        id(each.identity()),
                        each.kind(),
                        each.vpc().map(name),
                        each.subnet().map(name)))
            .toList(),
        network.networkAcls().stream()
            .map(
                each ->
                    new NetworkAcl(
                        id(each.identity()),
                        name.apply(each.vpc()),
                        each.isDefault(),
                        each.entries().stream()
                            .map(
                                entry ->
                                    new NetworkAclEntry(
                                        id(entry.identity()),
                                        entry.number(),
                                        entry.direction(),
                                        entry.allow(),
                                        entry.match(),
                                        entry.cidr()))
                            .toList()))
            .toList(),
        network.securityGroups().stream()
            .map(
                each ->
                    new SecurityGroup(
                        id(each.identity()),
                        name.apply(each.vpc()),
                        each.name(),
                        each.isDefault(),
                        each.rules().stream()
                            .map(
                                rule ->
                                    new SecurityGroupRule(
                                        id(rule.identity()),
                                        rule.direction(),
                                        rule.match(),
                                        peer(rule.peer()),
                                        rule.description()))
                            .toList()))
            .toList(),
        network.interfaces().stream()
            .map(
                each ->
                    new NetworkInterface(
                        id(each.identity()),
                        each.owner(),
                        each.kind(),
                        each.subnets().stream().map(name).toList(),
                        each.groups().stream().map(name).collect(Collectors.toSet()),
                        each.groupsKnown(),
                        each.addresses(),
                        each.isIpv6Known(),
                        each.publicAddress(),
                        each.isOpenNumber()))
            .toList(),
        network.prefixLists().stream()
            .map(each -> new PrefixList(id(each.identity()), each.name(), each.entries()))
            .toList(),
        network.peerings().stream()
            .map(
                each ->
                    new Peering(
                        id(each.identity()),
                        name.apply(each.requester()),
                        name.apply(each.accepter()),
                        each.isActive()))
            .toList(),
        network.endpoints().stream()
            .map(
                each ->
                    new VpcEndpoint(
                        id(each.identity()),
                        name.apply(each.vpc()),
                        each.service(),
                        each.routeTables().stream().map(name).collect(Collectors.toSet())))
            .toList(),
        network.remarks());
  }

  private Identity id(Identity of) {
    return new Identity(name.apply(of.key()), of.id(), of.address(), of.tags(), of.location());
  }

  private Peer peer(Peer peer) {
    if (peer instanceof Peer.GroupPeer group) {
      return new Peer.GroupPeer(name.apply(group.group()));
    }
    if (peer instanceof Peer.PrefixListPeer list) {
      return new Peer.PrefixListPeer(name.apply(list.prefixList()));
    }
    return peer;
  }

  private RouteTarget target(RouteTarget target) {
    if (target instanceof RouteTarget.InternetGateway gateway) {
      return new RouteTarget.InternetGateway(name.apply(gateway.gateway()));
    }
    if (target instanceof RouteTarget.NatGateway gateway) {
      return new RouteTarget.NatGateway(name.apply(gateway.gateway()));
    }
    if (target instanceof RouteTarget.EgressOnlyGateway gateway) {
      return new RouteTarget.EgressOnlyGateway(name.apply(gateway.gateway()));
    }
    if (target instanceof RouteTarget.Peering peering) {
      return new RouteTarget.Peering(name.apply(peering.peering()));
    }
    if (target instanceof RouteTarget.GatewayEndpoint endpoint) {
      return new RouteTarget.GatewayEndpoint(name.apply(endpoint.endpoint()));
    }
    if (target instanceof RouteTarget.Appliance appliance) {
      return new RouteTarget.Appliance(name.apply(appliance.networkInterface()));
    }
    return target;
  }
}
