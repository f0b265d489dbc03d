package dev.groundtruth.network;

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
