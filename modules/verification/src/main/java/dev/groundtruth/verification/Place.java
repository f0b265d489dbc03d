package dev.groundtruth.verification;

import dev.groundtruth.localmirror.ContainerVantage;
import dev.groundtruth.network.securitygroups.NetworkInterface;
import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.PortSweep;
import dev.groundtruth.probing.Vantage;
import java.util.Optional;
import java.util.Set;

/**
 * A place packets are sent from.
 *
 * @param tier what it is in the contract
 * @param networkInterface its addresses and security groups; none for what is outside the stack
 * @param vantage sends the packets
 * @param control a flow from here that is permitted and answered: shows that packets leave at all
 * @param routed whether a route leads from here into the stack's network; where none does, nothing
 *     may arrive whatever the groups say
 * @param sweep looks at every port of a host from here; empty where that cannot be done
 */
public record Place(
    WordPressContract.Tier tier,
    NetworkInterface networkInterface,
    Vantage vantage,
    Control control,
    boolean routed,
    Optional<PortSweep> sweep) {

  /**
   * A place outside the stack.
   *
   * @param vantage sends the packets
   * @param address its address, as the stack sees it
   * @param control a flow from here that is permitted and answered
   * @param routed whether a route leads from here into the stack's network
   * @return the place
   */
  public static Place outside(Vantage vantage, String address, Control control, boolean routed) {
    return new Place(
        WordPressContract.Tier.OUTSIDE,
        NetworkInterface.of(vantage.name(), Set.of(), address),
        vantage,
        control,
        routed,
        vantage instanceof ContainerVantage container
            ? Optional.of(container.portSweep())
            : Optional.empty());
  }

  /**
   * The place's name.
   *
   * @return the name, as in reports: {@code web-a}
   */
  public String name() {
    return networkInterface.name();
  }
}
