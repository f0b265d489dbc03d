package dev.groundtruth.network.model;

/** Where a route leads. */
public sealed interface RouteTarget {

  /** Within the VPC. */
  record Local() implements RouteTarget {}

  /**
   * An internet gateway: both ways, for interfaces with a public address.
   *
   * @param gateway its key
   */
  record InternetGateway(String gateway) implements RouteTarget {}

  /**
   * A NAT gateway: outbound IPv4 only, and NAT64.
   *
   * @param gateway its key
   */
  record NatGateway(String gateway) implements RouteTarget {}

  /**
   * An egress-only internet gateway: outbound IPv6 only.
   *
   * @param gateway its key
   */
  record EgressOnlyGateway(String gateway) implements RouteTarget {}

  /**
   * A peering connection.
   *
   * @param peering its key
   */
  record Peering(String peering) implements RouteTarget {}

  /**
   * A gateway endpoint of an AWS service.
   *
   * @param endpoint its key
   */
  record GatewayEndpoint(String endpoint) implements RouteTarget {}

  /**
   * An interface, such as that of a NAT instance or an appliance.
   *
   * @param networkInterface its key
   */
  record Appliance(String networkInterface) implements RouteTarget {}

  /**
   * Something the model does not follow: a transit gateway, a virtual private gateway, a carrier
   * gateway, a core network.
   *
   * @param kind what it is, such as {@code transit gateway}
   * @param key its key
   */
  record Elsewhere(String kind, String key) implements RouteTarget {}

  /** A target that does not exist any more: packets are dropped. */
  record Blackhole() implements RouteTarget {}

  /**
   * A target that is not known yet.
   *
   * @param attribute the attribute that will tell
   */
  record UnknownTarget(String attribute) implements RouteTarget {}
}
