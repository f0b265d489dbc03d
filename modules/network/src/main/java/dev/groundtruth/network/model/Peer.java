package dev.groundtruth.network.model;

import dev.groundtruth.network.Cidr;

/** The other side of a security group rule. */
public sealed interface Peer {

  /**
   * All addresses of a block; an IPv4 block never means an IPv6 address, nor the reverse.
   *
   * @param cidr the block
   */
  record CidrPeer(Cidr cidr) implements Peer {
    @Override
    public String toString() {
      return cidr.toString();
    }
  }

  /**
   * The private addresses of the interfaces a security group is attached to.
   *
   * @param group the key of the group
   */
  record GroupPeer(String group) implements Peer {
    @Override
    public String toString() {
      return group;
    }
  }

  /**
   * All addresses of a managed prefix list.
   *
   * @param prefixList the key of the list
   */
  record PrefixListPeer(String prefixList) implements Peer {
    @Override
    public String toString() {
      return prefixList;
    }
  }

  /**
   * A side that is not known yet.
   *
   * @param attribute the attribute that will tell, for example {@code
   *     aws_security_group_rule.web.cidr_blocks}
   */
  record UnknownPeer(String attribute) implements Peer {
    @Override
    public String toString() {
      return "(known after apply: " + attribute + ")";
    }
  }
}
