package dev.groundtruth.probing;

import dev.groundtruth.network.PortSet;

/** A place canary listeners can be opened in: the network namespace of a target. */
@FunctionalInterface
public interface CanaryHost {

  /**
   * Opens listeners on the ports that are free and returns when they listen.
   *
   * <p>While ports of the range for outgoing connections are held, the target has fewer for itself.
   *
   * @param tcp TCP ports
   * @param udp UDP ports
   * @return the open canary
   * @throws CanaryException if it could not be opened
   */
  Canary open(PortSet tcp, PortSet udp);
}
