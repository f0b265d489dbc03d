package dev.groundtruth.network.model;

import dev.groundtruth.network.Direction;
import java.util.Comparator;
import java.util.List;

/**
 * A network ACL: ordered, stateless, applied where packets cross the boundary of a subnet (<a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html">AWS: Network ACL
 * basics</a>). What no entry matches is denied.
 *
 * @param identity its names
 * @param vpc the key of its VPC
 * @param isDefault whether it is its VPC's default one
 * @param entries the entries of both directions
 */
public record NetworkAcl(
    Identity identity, String vpc, boolean isDefault, List<NetworkAclEntry> entries) {

  /**
   * Keeps a copy of the entries, in the order in which they are asked.
   *
   * @param identity its names
   * @param vpc the key of its VPC
   * @param isDefault whether it is its VPC's default one
   * @param entries the entries of both directions
   */
  public NetworkAcl {
    entries = entries.stream().sorted(Comparator.comparingInt(NetworkAclEntry::number)).toList();
  }

  /**
   * The entries of one direction.
   *
   * @param direction the direction, as seen from the subnet
   * @return its entries, in the order in which they are asked
   */
  public List<NetworkAclEntry> entries(Direction direction) {
    return entries.stream().filter(entry -> entry.direction() == direction).toList();
  }
}
