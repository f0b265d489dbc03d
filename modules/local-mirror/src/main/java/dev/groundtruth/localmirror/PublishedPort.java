package dev.groundtruth.localmirror;

/**
 * A port of a container that the host publishes.
 *
 * @param service the compose service
 * @param address the host's address it is published on
 * @param hostPort the port there
 * @param containerPort the container's own port
 */
public record PublishedPort(String service, String address, int hostPort, int containerPort) {}
