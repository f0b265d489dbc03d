package dev.groundtruth.network.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * An elastic network interface, or any number of alike ones: what security groups are attached to.
 *
 * @param identity its names
 * @param owner the keys, ids and names of what it belongs to: the instance, the ECS service and its
 *     task, the database, the load balancer, the Auto Scaling group; endpoints may be named by them
 * @param kind what it belongs to
 * @param subnets the keys of the subnets it is in: one; those in which each of an open number of
 *     interfaces, or of a load balancer or endpoint, can be; or those in one of which it is, if
 *     nobody knows in which
 * @param groups the keys of its security groups
 * @param groupsKnown whether these are all; if not, an attribute tells which are missing
 * @param addresses its private addresses, IPv4 and IPv6; empty if they are not known and may be any
 *     of its subnets
 * @param isIpv6Known whether there are no IPv6 addresses but these, and none if there are no
 *     addresses; if not, it may have any of its subnets
 * @param publicAddress whether the internet can address it: true for a public IPv4 address or an
 *     Elastic IP; an IPv6 address is always public
 * @param isOpenNumber whether it stands for any number of interfaces, as the members of an Auto
 *     Scaling group do
 */
public record NetworkInterface(
    Identity identity,
    List<String> owner,
    Kind kind,
    List<String> subnets,
    Set<String> groups,
    Maybe<Boolean> groupsKnown,
    List<InetAddress> addresses,
    boolean isIpv6Known,
    Maybe<Boolean> publicAddress,
    boolean isOpenNumber) {

  /** What an interface belongs to; it decides the ephemeral ports it uses as a client. */
  public enum Kind {
    /** An EC2 instance. */
    INSTANCE,
    /** An ECS task in {@code awsvpc} mode. */
    ECS_TASK,
    /** An RDS instance or a cluster of them. */
    RDS,
    /** An Application Load Balancer. */
    APPLICATION_LOAD_BALANCER,
    /** A Network Load Balancer. */
    NETWORK_LOAD_BALANCER,
    /** A NAT gateway; no security group applies. */
    NAT_GATEWAY,
    /** An interface endpoint of an AWS service. */
    VPC_ENDPOINT,
    /** Anything else: a function, a file system's mount target, a bare interface. */
    OTHER
  }

  /**
   * Keeps copies of the collections.
   *
   * @param identity its names
   * @param owner what it belongs to
   * @param kind what it belongs to
   * @param subnets the keys of the subnets it is in
   * @param groups the keys of its security groups
   * @param groupsKnown whether these are all
   * @param addresses its private addresses
   * @param isIpv6Known whether there are no IPv6 addresses but these
   * @param publicAddress whether the internet can address it
   * @param isOpenNumber whether it stands for any number of interfaces
   */
  public NetworkInterface {
    owner = List.copyOf(owner);
    subnets = List.copyOf(subnets);
    groups = Set.copyOf(groups);
    addresses = List.copyOf(addresses);
  }

  /**
   * An interface of which either all addresses are known or, if there are none, any may be.
   *
   * @param identity its names
   * @param owner what it belongs to
   * @param kind what it belongs to
   * @param subnets the keys of the subnets it is in
   * @param groups the keys of its security groups
   * @param groupsKnown whether these are all
   * @param addresses its private addresses
   * @param publicAddress whether the internet can address it
   * @param isOpenNumber whether it stands for any number of interfaces
   */
  public NetworkInterface(
      Identity identity,
      List<String> owner,
      Kind kind,
      List<String> subnets,
      Set<String> groups,
      Maybe<Boolean> groupsKnown,
      List<InetAddress> addresses,
      Maybe<Boolean> publicAddress,
      boolean isOpenNumber) {
    this(
        identity,
        owner,
        kind,
        subnets,
        groups,
        groupsKnown,
        addresses,
        !addresses.isEmpty(),
        publicAddress,
        isOpenNumber);
  }

  /**
   * Whether it is in one of several subnets and nobody knows in which, as it is where a function
   * picks the subnet. What arrives at it in any case is what arrives in each of them.
   *
   * @return true if it is
   */
  public boolean isInOneOfSeveral() {
    return !isOpenNumber
        && subnets.size() > 1
        && kind != Kind.APPLICATION_LOAD_BALANCER
        && kind != Kind.NETWORK_LOAD_BALANCER
        && kind != Kind.VPC_ENDPOINT;
  }
}
