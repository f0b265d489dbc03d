package dev.groundtruth.network.mutation;

import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;

/**
 * A network in which one thing is different.
 *
 * @param operator what kind of difference it is
 * @param subject the rule, entry, route, group or interface that is different
 * @param change what is different, such as {@code ingress tcp 3306 from web is ingress tcp
 *     3305-3306 from web}
 * @param network the network with the difference
 */
public record Mutant(Operator operator, Identity subject, String change, Network network) {

  /** For example {@code PORTS aws_security_group.db.ingress[0] (main.tf:3:1): ...}. */
  @Override
  public String toString() {
    return "%s %s: %s".formatted(operator, subject, change);
  }
}
