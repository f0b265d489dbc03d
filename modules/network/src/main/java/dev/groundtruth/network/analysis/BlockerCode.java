package dev.groundtruth.network.analysis;

/**
 * Why packets do not arrive, in the vocabulary of the <a
 * href="https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html">explanation
 * codes of AWS Reachability Analyzer</a>.
 */
public enum BlockerCode {
  /** The rules of the interface's security groups do not allow the packets. */
  ENI_SG_RULES_MISMATCH,
  /** The network ACL of the subnet does not allow the packets, or not the replies. */
  SUBNET_ACL_RESTRICTION,
  /** The route table has no route to the destination. */
  NO_ROUTE_TO_DESTINATION,
  /** The route leads to something that does not exist any more. */
  BAD_STATE_ROUTE,
  /** The interface has no public address, which traffic to the internet needs. */
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS,
  /** The interface has no public address, which traffic from the internet needs. */
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS,
  /** The VPC has no internet gateway attached. */
  BAD_STATE_ATTACHMENT,
  /** The internet gateway takes no packets from a source that is not of the internet. */
  GATEWAY_REJECTS_SPOOFED_TRAFFIC,
  /**
   * A NAT or egress-only gateway takes no connections from outside; AWS has no code of its own for
   * it.
   */
  GATEWAY_REJECTS_INGRESS,
  /** VPC Block Public Access keeps the packets out or in. */
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED,
  /** The peering connection is not active or leads elsewhere; it is not transitive. */
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR,
  /** The two sides have no IP version in common; AWS has no code of its own for it. */
  NO_COMMON_IP_VERSION
}
