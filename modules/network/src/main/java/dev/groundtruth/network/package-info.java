/**
 * Addresses, protocols, ports and traffic, as security groups and network ACLs name them.
 *
 * <p>{@code dev.groundtruth.network.model} says what a VPC consists of, {@code
 * dev.groundtruth.network.analysis} who can send what to whom in it, and {@code
 * dev.groundtruth.network.securitygroups} is the file that the local mirror enforces.
 */
@NullMarked
package dev.groundtruth.network;

import org.jspecify.annotations.NullMarked;
