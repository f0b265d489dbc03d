package dev.groundtruth.network.securitygroups;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.SourceLocation;
import java.util.List;

/**
 * A named set of rules that is attached to interfaces.
 *
 * @param name the name, unique among the groups; lower-case letters, digits and hyphens
 * @param description what the group is for; empty if nobody said
 * @param ingress the rules for connections towards the interface
 * @param egress the rules for connections from the interface
 * @param location where the group is written
 */
public record SecurityGroup(
    String name,
    String description,
    List<SecurityGroupRule> ingress,
    List<SecurityGroupRule> egress,
    SourceLocation location) {

  /**
   * Keeps copies of the lists.
   *
   * @param name the name
   * @param description what the group is for
   * @param ingress the rules for connections towards the interface
   * @param egress the rules for connections from the interface
   * @param location where the group is written
   */
  public SecurityGroup {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  /**
   * The rules of one direction.
   *
   * @param direction the direction
   * @return its rules, in the order of the file
   */
  public List<SecurityGroupRule> rules(Direction direction) {
    return direction == Direction.INGRESS ? ingress : egress;
  }
}
