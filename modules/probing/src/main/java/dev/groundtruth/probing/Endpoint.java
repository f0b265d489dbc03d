package dev.groundtruth.probing;

import dev.groundtruth.probing.internal.Checks;

/**
 * Where packets are sent to.
 *
 * @param host a name as the vantage resolves it, or an address
 * @param port 1 to 65535
 * @param transport TCP or UDP
 */
public record Endpoint(String host, int port, Transport transport) {

  /**
   * Checks the parts. * @throws IllegalArgumentException if the host is blank or the port is not
   * from 1 to 65535
   *
   * @param host a name as the vantage resolves it, or an address
   * @param port 1 to 65535
   * @param transport TCP or UDP
   */
  public Endpoint {
    Checks.name("host", host);
    Checks.port(port);
  }

  /**
   * A TCP endpoint.
   *
   * @param host a name or address
   * @param port 1 to 65535
   * @return the endpoint
   */
  public static Endpoint tcp(String host, int port) {
    return new Endpoint(host, port, Transport.TCP);
  }

  /**
   * A UDP endpoint.
   *
   * @param host a name or address
   * @param port 1 to 65535
   * @return the endpoint
   */
  public static Endpoint udp(String host, int port) {
    return new Endpoint(host, port, Transport.UDP);
  }

  /** Such as {@code database tcp/3306}. */
  @Override
  public String toString() {
    return host + " " + transport + "/" + port;
  }
}
