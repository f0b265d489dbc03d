package dev.groundtruth.network.model;

import dev.groundtruth.network.Direction;

/**
 * One rule of a security group: it allows connections to be opened, and nothing ever forbids them.
 * AWS splits a rule of several peers into one for each, and so do the readers.
 *
 * @param identity where the rule is written; for an inline block the group's address with the
 *     block's index
 * @param direction which way the connections are opened
 * @param match the traffic, or the attribute that will tell
 * @param peer the other side
 * @param description what the rule is for; empty if nobody said
 */
public record SecurityGroupRule(
    Identity identity,
    Direction direction,
    Maybe<TrafficMatch> match,
    Peer peer,
    String description) {

  /** For example {@code aws_security_group.web.ingress[0]: ingress tcp 80 from 0.0.0.0/0}. */
  @Override
  public String toString() {
    String traffic =
        match.known().map(TrafficMatch::toString).orElse("(traffic known after apply)");
    return "%s: %s %s %s %s"
        .formatted(
            identity.key(),
            direction,
            traffic,
            direction == Direction.INGRESS ? "from" : "to",
            peer);
  }
}
