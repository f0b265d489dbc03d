package dev.groundtruth.network.model;

/**
 * A peering connection of two VPCs. It is not transitive (<a
 * href="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html">AWS: VPC peering
 * basics</a>).
 *
 * @param identity its names
 * @param requester the key of one VPC
 * @param accepter the key of the other VPC; it may be one the network does not show
 * @param isActive whether packets pass
 */
public record Peering(
    Identity identity, String requester, String accepter, Maybe<Boolean> isActive) {}
