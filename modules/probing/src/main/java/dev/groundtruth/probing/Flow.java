package dev.groundtruth.probing;

import dev.groundtruth.probing.internal.Checks;

/**
 * Packets of a new connection from one place to a port of another.
 *
 * @param from the vantage's name
 * @param to the target's name
 * @param transport TCP or UDP
 * @param port the destination port, 1 to 65535
 */
public record Flow(String from, String to, Transport transport, int port) {

  /**
   * Checks the parts. * @throws IllegalArgumentException if a name is blank or the port is not from
   * 1 to 65535
   *
   * @param from the vantage's name
   * @param to the target's name
   * @param transport TCP or UDP
   * @param port the destination port, 1 to 65535
   */
  public Flow {
    Checks.name("vantage of a flow", from);
    Checks.name("target of a flow", to);
    Checks.port(port);
  }

  /** Such as {@code stranger -> database tcp/3306}. */
  @Override
  public String toString() {
    return from + " -> " + to + " " + transport + "/" + port;
  }
}
