package dev.groundtruth.network.securitygroups;

import dev.groundtruth.network.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether security groups admit a connection, and why.
 *
 * @param from who opens the connection
 * @param to who receives it
 * @param traffic what is sent
 * @param egress the egress rules of the sender that allow it; empty if none does or none is
 *     enforced
 * @param ingress the ingress rules of the receiver that allow it; empty if none does or none is
 *     enforced
 * @param blockers what is in the way; empty if the connection is admitted
 */
public record Admission(
    NetworkInterface from,
    NetworkInterface to,
    Traffic traffic,
    List<SecurityGroupRule> egress,
    List<SecurityGroupRule> ingress,
    Set<Blocker> blockers) {

  /**
   * Keeps copies of the collections.
   *
   * @param from who opens the connection
   * @param to who receives it
   * @param traffic what is sent
   * @param egress the egress rules of the sender that allow it
   * @param ingress the ingress rules of the receiver that allow it
   * @param blockers what is in the way
   */
  public Admission {
    egress = List.copyOf(egress);
    ingress = List.copyOf(ingress);
    blockers = Set.copyOf(blockers);
  }

  /**
   * Whether the connection is admitted.
   *
   * @return true if nothing is in the way
   */
  public boolean isAdmitted() {
    return blockers.isEmpty();
  }

  /**
   * The rules that matched, of both sides; together they admit the connection if nothing is in the
   * way.
   *
   * @return the egress rules, then the ingress rules
   */
  public List<SecurityGroupRule> rules() {
    List<SecurityGroupRule> rules = new ArrayList<>(egress);
    rules.addAll(ingress);
    return List.copyOf(rules);
  }

  /** One sentence that names the rules or what is missing. */
  @Override
  public String toString() {
    String flow = from.name() + " -> " + to.name() + " " + traffic;
    if (isAdmitted()) {
      return rules().isEmpty()
          ? flow + " is admitted: no security group is in the way"
          : flow + " is admitted by " + join(rules());
    }
    String reasons =
        blockers.stream().sorted().map(this::reason).collect(Collectors.joining(" and "));
    return rules().isEmpty()
        ? flow + " is not admitted: " + reasons
        : flow + " is not admitted: " + reasons + ", in spite of " + join(rules());
  }

  private String reason(Blocker blocker) {
    return switch (blocker) {
      case MISSING_EGRESS -> blocker + " in " + String.join(", ", from.groups());
      case MISSING_INGRESS -> blocker + " in " + String.join(", ", to.groups());
      case NO_COMMON_IP_VERSION -> blocker.toString();
    };
  }

  private static String join(List<SecurityGroupRule> rules) {
    return rules.stream().map(SecurityGroupRule::toString).collect(Collectors.joining(" and "));
  }
}
