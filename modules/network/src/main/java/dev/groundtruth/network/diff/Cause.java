package dev.groundtruth.network.diff;

import dev.groundtruth.network.SourceLocation;
import java.util.Optional;

/**
 * What is different in the two networks and makes a packet arrive in one of them only.
 *
 * @param kind what kind of thing it is
 * @param sign whether the new network has it and the old one has not, or the other way round
 * @param subject the key of the thing
 * @param text what it says, such as {@code ingress tcp 22 from 0.0.0.0/0}
 * @param location where it is written, if that is known
 */
public record Cause(
    Kind kind, Sign sign, String subject, String text, Optional<SourceLocation> location) {

  /** The kinds of things that decide whether a packet arrives. */
  public enum Kind {
    /** The interface itself. */
    INTERFACE,
    /** A rule of a security group. */
    SECURITY_GROUP_RULE,
    /** That an interface has a security group. */
    GROUP_MEMBERSHIP,
    /** A block of a managed prefix list. */
    PREFIX_LIST_ENTRY,
    /** An entry of a network ACL, be it one that allows or one that denies. */
    NETWORK_ACL_ENTRY,
    /** Which network ACL a subnet has. */
    NETWORK_ACL_ASSOCIATION,
    /** A route. */
    ROUTE,
    /** Which route table a subnet has. */
    ROUTE_TABLE_ASSOCIATION,
    /** A gateway, or what it is attached to. */
    GATEWAY,
    /** A peering connection, or its state. */
    PEERING,
    /** Whether the internet can address an interface. */
    PUBLIC_ADDRESS,
    /** The private addresses of an interface, or the blocks of its subnet. */
    ADDRESS,
    /** Which subnet an interface is in. */
    SUBNET,
    /** The VPC's Block Public Access. */
    BLOCK_PUBLIC_ACCESS,
    /** An attribute that is not known in one of the networks. */
    UNKNOWN_ATTRIBUTE,
    /** What is in the way in one network, where nothing that differs could be told. */
    OBSTACLE
  }

  /** In which network it is. */
  public enum Sign {
    /** In the new network only. */
    ADDED,
    /** In the old network only. */
    REMOVED,
    /** In both, but not the same. */
    CHANGED
  }

  /** For example {@code added security group rule lb.ingress[0]: ingress tcp 22 from 0.0.0.0/0}. */
  @Override
  public String toString() {
    return "%s %s %s%s%s"
        .formatted(
            word(sign.name()),
            word(kind.name()),
            subject,
            text.isEmpty() ? "" : ": " + text,
            location.map(place -> " (" + place + ")").orElse(""));
  }

  private static String word(String name) {
    return name.toLowerCase(java.util.Locale.ROOT)
        .replace('_', ' ')
        .replace("network acl", "network ACL");
  }
}
