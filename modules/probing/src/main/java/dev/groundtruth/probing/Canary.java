package dev.groundtruth.probing;

import dev.groundtruth.network.PortSet;

/**
 * Listeners opened in a target's network namespace on ports where nobody listens, so that silence
 * means that something in between said no. Closing it closes them.
 */
public interface Canary extends AutoCloseable {

  /**
   * What the listeners answer with: {@code groundtruth-canary <token>} and a line feed.
   *
   * @return the token
   */
  String token();

  /**
   * Where the canary listens.
   *
   * @param transport TCP or UDP
   * @return the ports that were asked for and were free
   */
  PortSet listening(Transport transport);

  /**
   * Where others listen.
   *
   * @param transport TCP or UDP
   * @return the ports that were asked for and that a program of the target listens on
   */
  PortSet busy(Transport transport);

  /** Closes the listeners; does nothing the second time. */
  @Override
  void close();
}
