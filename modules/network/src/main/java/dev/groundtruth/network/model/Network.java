package dev.groundtruth.network.model;

import java.util.List;

/**
 * A network as one source describes it: all that decides who can send what to whom.
 *
 * @param source what it was read from, such as {@code plan.json}
 * @param vpcs the VPCs
 * @param subnets the subnets
 * @param routeTables the route tables
 * @param gateways the internet, egress-only and NAT gateways
 * @param networkAcls the network ACLs
 * @param securityGroups the security groups
 * @param interfaces the interfaces
 * @param prefixLists the managed prefix lists
 * @param peerings the peering connections
 * @param endpoints the gateway endpoints
 * @param remarks what the reader has to say
 */
public record Network(
    String source,
    List<Vpc> vpcs,
    List<Subnet> subnets,
    List<RouteTable> routeTables,
    List<Gateway> gateways,
    List<NetworkAcl> networkAcls,
    List<SecurityGroup> securityGroups,
    List<NetworkInterface> interfaces,
    List<PrefixList> prefixLists,
    List<Peering> peerings,
    List<VpcEndpoint> endpoints,
    List<Remark> remarks) {

  /**
   * Keeps copies of the lists.
   *
   * @param source what it was read from
   * @param vpcs the VPCs
   * @param subnets the subnets
   * @param routeTables the route tables
   * @param gateways the internet, egress-only and NAT gateways
   * @param networkAcls the network ACLs
   * @param securityGroups the security groups
   * @param interfaces the interfaces
   * @param prefixLists the managed prefix lists
   * @param peerings the peering connections
   * @param endpoints the gateway endpoints
   * @param remarks what the reader has to say
   * @throws IllegalArgumentException if two things have one key, or one refers to a key that is not
   *     there
   */
  public Network {
    vpcs = List.copyOf(vpcs);
    subnets = List.copyOf(subnets);
    routeTables = List.copyOf(routeTables);
    gateways = List.copyOf(gateways);
    networkAcls = List.copyOf(networkAcls);
    securityGroups = List.copyOf(securityGroups);
    interfaces = List.copyOf(interfaces);
    prefixLists = List.copyOf(prefixLists);
    peerings = List.copyOf(peerings);
    endpoints = List.copyOf(endpoints);
    remarks = List.copyOf(remarks);
  }
}
