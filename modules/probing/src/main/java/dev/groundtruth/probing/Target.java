package dev.groundtruth.probing;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.internal.Checks;
import java.util.Optional;

/**
 * What packets are sent to.
 *
 * @param name what it is called in flows and reports
 * @param host the name or address vantages reach it by
 * @param canaries where canary listeners can be opened, if they can
 * @param servedTcp TCP ports its own service listens on, so that no canary stands in for it
 * @param servedUdp UDP ports its own service listens on, likewise
 */
public record Target(
    String name, String host, Optional<CanaryHost> canaries, PortSet servedTcp, PortSet servedUdp) {

  /**
   * Checks the parts. * @throws IllegalArgumentException if the name or the host is blank
   *
   * @param name what it is called in flows and reports
   * @param host the name or address vantages reach it by
   * @param canaries where canary listeners can be opened, if they can
   * @param servedTcp TCP ports its own service listens on, so that no canary stands in for it
   * @param servedUdp UDP ports its own service listens on, likewise
   */
  public Target {
    Checks.name("name of the target", name);
    Checks.name("host of target " + name, host);
  }

  /**
   * A target whose name is its host name.
   *
   * @param name the name
   * @param canaries where canary listeners can be opened
   * @param servedTcp TCP ports its own service listens on
   * @return the target
   */
  public static Target of(String name, CanaryHost canaries, PortSet servedTcp) {
    return new Target(name, name, Optional.of(canaries), servedTcp, PortSet.NONE);
  }

  /**
   * A target in which no canary can be opened.
   *
   * @param name the name
   * @param host the name or address vantages reach it by
   * @return the target
   */
  public static Target withoutCanaries(String name, String host) {
    return new Target(name, host, Optional.empty(), PortSet.NONE, PortSet.NONE);
  }

  /**
   * The ports its own service listens on.
   *
   * @param transport TCP or UDP
   * @return the ports
   */
  public PortSet served(Transport transport) {
    return transport == Transport.TCP ? servedTcp : servedUdp;
  }
}
