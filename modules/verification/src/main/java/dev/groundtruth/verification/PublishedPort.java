package dev.groundtruth.verification;

/**
 * A port of the stack that can be reached without being in its network.
 *
 * @param service the service behind it
 * @param address the address it is published on
 * @param port the service's own port
 */
public record PublishedPort(String service, String address, int port) {}
