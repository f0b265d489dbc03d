package dev.groundtruth.verification;

import java.net.URI;

/**
 * One of the web tier's containers, reached past the load balancer's choice but from the load
 * balancer's place in the network, so that the security groups in between hold.
 *
 * @param name the replica's name, as in the topology: {@code web-a}
 * @param uri where the tests reach it, without a trailing slash
 */
public record Replica(String name, URI uri) {}
