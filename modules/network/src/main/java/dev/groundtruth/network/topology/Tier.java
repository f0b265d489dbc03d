package dev.groundtruth.network.topology;

import dev.groundtruth.network.model.NetworkInterface;
import java.util.List;

/**
 * Interfaces of one kind with the same security groups: a line of the drawing.
 *
 * @param name what they are called together
 * @param members the interfaces
 */
record Tier(String name, List<NetworkInterface> members) {

  Tier {
    members = List.copyOf(members);
  }
}
