package dev.groundtruth.network.assertions;

import dev.groundtruth.network.model.Network;

/** The entry to assertions of networks. */
public final class NetworkAssertions {

  private NetworkAssertions() {}

  /**
   * Begins assertions of a network.
   *
   * <pre>{@code
   * assertThat(network).isIsolated("internet", "aws_instance.database");
   * }</pre>
   *
   * @param network the network
   * @return its assertions
   */
  public static NetworkAssert assertThat(Network network) {
    return new NetworkAssert(network);
  }
}
