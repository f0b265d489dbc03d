package dev.groundtruth.probing;

import dev.groundtruth.network.Protocol;
import java.util.Locale;

/** A protocol that has ports. */
public enum Transport {
  /** The Transmission Control Protocol. */
  TCP,
  /** The User Datagram Protocol. */
  UDP;

  /**
   * The protocol as rules name it.
   *
   * @return the protocol
   */
  public Protocol protocol() {
    return this == TCP ? Protocol.TCP : Protocol.UDP;
  }

  /** In lower case: {@code tcp} or {@code udp}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
