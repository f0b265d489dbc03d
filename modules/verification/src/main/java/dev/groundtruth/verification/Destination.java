package dev.groundtruth.verification;

import dev.groundtruth.localmirror.ContainerVantage;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.securitygroups.NetworkInterface;
import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Target;
import java.util.Optional;
import java.util.Set;

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
   * A container outside the stack that answers.
   *
   * @param container the container
   * @param port the TCP port it answers on
   * @param control a flow to it that is permitted and answered
   * @return the destination
   */
  public static Destination outside(ContainerVantage container, int port, Control control) {
    String address = container.address();
    return new Destination(
        WordPressContract.Tier.OUTSIDE,
        NetworkInterface.of(container.name(), Set.of(), address),
        new Target(
            container.name(),
            address,
            Optional.of(container.canaryHost()),
            PortSet.of(port),
            PortSet.NONE),
        control);
  }

  /**
   * The destination's name.
   *
   * @return the name, as in reports: {@code database}
   */
  public String name() {
    return networkInterface.name();
  }
}
