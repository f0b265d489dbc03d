package dev.groundtruth.network.model;

import dev.groundtruth.network.Cidr;
import java.util.List;
import java.util.Optional;

/**
 * A subnet of a VPC.
 *
 * @param identity its names
 * @param vpc the key of its VPC
 * @param cidrs its IPv4 block and its IPv6 block, each known or not, each only if it has one
 * @param zone the availability zone, if it is known
 * @param routeTable the key of its route table, be it associated or the VPC's main one
 * @param networkAcl the key of its network ACL, be it associated or the VPC's default one; nothing
 *     if the source does not show that one, which then allows everything
 */
public record Subnet(
    Identity identity,
    String vpc,
    List<Maybe<Cidr>> cidrs,
    Optional<String> zone,
    Optional<String> routeTable,
    Optional<String> networkAcl) {

  /**
   * Keeps a copy of the blocks.
   *
   * @param identity its names
   * @param vpc the key of its VPC
   * @param cidrs its blocks
   * @param zone the availability zone
   * @param routeTable the key of its route table; nothing if the source does not show the VPC's
   *     main one, which then has the local routes only
   * @param networkAcl the key of its network ACL
   */
  public Subnet {
    cidrs = List.copyOf(cidrs);
  }
}
