package dev.groundtruth.network.model;

import dev.groundtruth.network.Cidr;
import java.util.List;

/**
 * A virtual private cloud.
 *
 * @param identity its names
 * @param cidrs its IPv4 and IPv6 blocks, each known or not
 * @param blockPublicAccess what <a
 *     href="https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html">VPC Block
 *     Public Access</a> keeps out
 */
public record Vpc(Identity identity, List<Maybe<Cidr>> cidrs, BlockPublicAccess blockPublicAccess) {

  /** The modes of VPC Block Public Access. */
  public enum BlockPublicAccess {
    /** Nothing is blocked. */
    OFF,
    /** What comes from an internet gateway is blocked, NAT and egress-only gateways work. */
    BLOCK_INGRESS,
    /** Nothing passes an internet or egress-only gateway. */
    BLOCK_BIDIRECTIONAL,
    /** One of the others, or an exclusion from them, is in force; nobody knows which. */
    UNKNOWN
  }

  /**
   * Keeps a copy of the blocks.
   *
   * @param identity its names
   * @param cidrs its blocks
   * @param blockPublicAccess what is kept out
   */
  public Vpc {
    cidrs = List.copyOf(cidrs);
  }
}
