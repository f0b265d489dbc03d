package dev.groundtruth.verification;

import dev.groundtruth.localmirror.ContainerVantage;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.securitygroups.NetworkInterface;
import dev.groundtruth.probing.CanaryHost;
import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.PortSweep;
import dev.groundtruth.probing.Target;
import dev.groundtruth.probing.Vantage;
import dev.groundtruth.verification.WordPressContract.Tier;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An interface of the stack, as a place that packets are sent from and to.
 *
 * @param tier what it is in the contract
 * @param vantage sends packets from it
 * @param canaries opens listeners next to its service
 * @param sweep looks at every port of a host from it; empty where that cannot be done
 * @param addresses its private addresses, at least one
 * @param port the TCP port of its service
 */
public record Service(
    Tier tier,
    Vantage vantage,
    CanaryHost canaries,
    Optional<PortSweep> sweep,
    List<String> addresses,
    int port) {

  /**
   * Keeps a copy of the list.
   *
   * @param tier what it is in the contract
   * @param vantage sends packets from it
   * @param canaries opens listeners next to its service
   * @param sweep looks at every port of a host from it
   * @param addresses its private addresses, at least one
   * @param port the TCP port of its service
   */
  public Service {
    addresses = List.copyOf(addresses);
  }

  /**
   * A service in a container.
   *
   * @param tier what it is in the contract
   * @param container its container
   * @param addresses its private addresses, at least one
   * @param port the TCP port of its service
   * @return the service
   */
  public static Service of(
      Tier tier, ContainerVantage container, List<String> addresses, int port) {
    return new Service(
        tier,
        container,
        container.canaryHost(),
        Optional.of(container.portSweep()),
        addresses,
        port);
  }

  /**
   * Its name.
   *
   * @return the name, as in reports: {@code web-a}
   */
  public String name() {
    return vantage.name();
  }

  /**
   * Its first address.
   *
   * @return the address
   */
  public String address() {
    return addresses.get(0);
  }

  /**
   * Where it answers.
   *
   * @return the address and the port
   */
  public Endpoint endpoint() {
    return Endpoint.tcp(address(), port);
  }

  /**
   * A flow from here to another service, which the contract must permit.
   *
   * @param other the service
   * @return the flow
   */
  public Control reaching(Service other) {
    return new Control(vantage, other.endpoint());
  }

  /**
   * As a place that packets are sent from.
   *
   * @param control a flow from here that is permitted and answered
   * @return the place
   */
  public Place place(Control control) {
    return new Place(tier, networkInterface(), vantage, control, true, sweep);
  }

  /**
   * As a place that packets are sent to.
   *
   * @param control a flow to here that is permitted and answered
   * @return the place
   */
  public Destination destination(Control control) {
    return new Destination(
        tier,
        networkInterface(),
        new Target(name(), address(), Optional.of(canaries), PortSet.of(port), PortSet.NONE),
        control);
  }

  private NetworkInterface networkInterface() {
    return NetworkInterface.of(name(), Set.of(tier.group()), addresses.toArray(String[]::new));
  }
}
