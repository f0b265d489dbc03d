package dev.groundtruth.verification;

import dev.groundtruth.network.securitygroups.NetworkInterface;
import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Target;

/**
 * A place packets are sent to.
 *
 * @param tier what it is in the contract
 * @param networkInterface its addresses and security groups; none for what is outside the stack
 * @param target where packets are sent to, and where listeners can be opened next to its service
 * @param control a flow that the contract permits and whose service answers: shows that the
 *     destination can be reached at all
 */
public record Destination(
    WordPressContract.Tier tier,
    NetworkInterface networkInterface,
    Target target,
    Control control) {

  /**
   * The destination's name.
   *
   * @return the name, as in reports: {@code database}
   */
  public String name() {
    return networkInterface.name();
  }
}
