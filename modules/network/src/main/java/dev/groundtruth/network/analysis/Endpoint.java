package dev.groundtruth.network.analysis;

import dev.groundtruth.network.model.NetworkInterface;
import java.util.List;

/** One side of a question: interfaces of the network, or addresses. */
public sealed interface Endpoint {

  /**
   * What it is called in answers.
   *
   * @return the name
   */
  String name();

  /**
   * Interfaces.
   *
   * @param name what they are called together
   * @param interfaces the interfaces
   */
  record Interfaces(String name, List<NetworkInterface> interfaces) implements Endpoint {

    /**
     * Keeps a copy of the list.
     *
     * @param name what they are called together
     * @param interfaces the interfaces
     */
    public Interfaces {
      interfaces = List.copyOf(interfaces);
    }
  }

  /**
   * Addresses. Those that belong to interfaces of the network stand for these; the others are hosts
   * nobody knows, within the VPC without any filter of their own, or outside.
   *
   * @param name what they are called
   * @param addresses the addresses
   */
  record Addresses(String name, AddressSet addresses) implements Endpoint {}

  /**
   * The public internet.
   *
   * @return every address that is routed in it
   */
  static Endpoint internet() {
    return new Addresses("internet", AddressSet.INTERNET);
  }

  /**
   * Interfaces.
   *
   * @param name what they are called together
   * @param interfaces the interfaces
   * @return the endpoint
   */
  static Endpoint of(String name, List<NetworkInterface> interfaces) {
    return new Interfaces(name, interfaces);
  }

  /**
   * Addresses.
   *
   * @param addresses the addresses
   * @return the endpoint
   */
  static Endpoint of(AddressSet addresses) {
    return new Addresses(addresses.toString(), addresses);
  }
}
