package dev.groundtruth.network.analysis;

import dev.groundtruth.network.SourceLocation;
import java.util.Optional;

/**
 * One step on the way of a packet, and what let it pass.
 *
 * @param kind what kind of step it is
 * @param subject the key of the thing that is passed
 * @param rule the rule, entry or route that admits the packet; empty where none has to
 * @param location where that rule is written, if it is known
 */
public record Hop(Kind kind, String subject, String rule, Optional<SourceLocation> location) {

  /** The kinds of steps, in the order in which a packet takes them. */
  public enum Kind {
    /** The interface or the addresses it is sent from. */
    SOURCE,
    /** A security group that lets it out. */
    SECURITY_GROUP_EGRESS,
    /** A network ACL that lets it out of a subnet. */
    NETWORK_ACL_EGRESS,
    /** A route it follows. */
    ROUTE,
    /** A gateway or peering connection it passes. */
    GATEWAY,
    /** A network ACL that lets it into a subnet. */
    NETWORK_ACL_INGRESS,
    /** A security group that lets it in. */
    SECURITY_GROUP_INGRESS,
    /** The interface or the addresses it is for. */
    DESTINATION
  }

  /** What the rule of a step begins with that the replies take. */
  static final String REPLIES = "replies: ";

  /**
   * The key of the rule, entry or route: in a plan or state the resource address, with the place in
   * the resource where it is written inline.
   *
   * @return the key, or nothing if no rule is asked here
   */
  public Optional<String> ruleKey() {
    boolean isGroup = kind == Kind.SECURITY_GROUP_EGRESS || kind == Kind.SECURITY_GROUP_INGRESS;
    String direction = kind == Kind.SECURITY_GROUP_EGRESS ? ": egress " : ": ingress ";
    int end = isGroup ? rule.indexOf(direction) : rule.length() - 1;
    int start = isGroup ? 0 : rule.lastIndexOf(" (") + 2;
    return end > start && start != 1 ? Optional.of(rule.substring(start, end)) : Optional.empty();
  }

  @Override
  public String toString() {
    return kind
        + " "
        + subject
        + (rule.isEmpty() ? "" : ": " + rule)
        + location.map(place -> " (" + place + ")").orElse("");
  }
}
