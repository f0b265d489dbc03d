package dev.groundtruth.network.mutation;

/** What a mutant changes. */
public enum Operator {
  /** A range of ports is wider or narrower by one at an end. */
  PORTS,
  /** A block is twice as large, or the lower or upper half of it. */
  PREFIX,
  /** Another protocol, or all. */
  PROTOCOL,
  /** Another group as the peer, or everyone. */
  PEER,
  /** Ingress is egress, or the reverse. */
  DIRECTION,
  /** A rule of a security group is gone. */
  RULE_DROPPED,
  /** A security group has one more rule. */
  RULE_ADDED,
  /** An interface is in one more security group. */
  GROUP_ATTACHED,
  /** An interface is in one security group less. */
  GROUP_DETACHED,
  /** An entry of a network ACL denies what it allowed, or the reverse. */
  ENTRY_ACTION,
  /** Two successive entries of a network ACL have each other's number. */
  ENTRY_ORDER,
  /** An entry of a network ACL is gone. */
  ENTRY_DROPPED,
  /** A route is gone. */
  ROUTE_DROPPED
}
