package dev.groundtruth.network.securitygroups;

import dev.groundtruth.network.Cidr;

/**
 * All addresses of a block. An IPv4 block never means an IPv6 address, nor the reverse.
 *
 * @param cidr the block
 */
public record CidrPeer(Cidr cidr) implements Peer {

  /** The block in CIDR notation. */
  @Override
  public String toString() {
    return cidr.toString();
  }
}
