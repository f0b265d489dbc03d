package dev.groundtruth.network.model;

import dev.groundtruth.network.Direction;
import java.util.List;

/**
 * A security group.
 *
 * @param identity its names
 * @param vpc the key of its VPC
 * @param name the group's name; empty if it is not known
 * @param isDefault whether it is its VPC's default group
 * @param rules all its rules, inline and standalone ones alike
 */
public record SecurityGroup(
    Identity identity, String vpc, String name, boolean isDefault, List<SecurityGroupRule> rules) {

  /**
   * Keeps a copy of the rules.
   *
   * @param identity its names
   * @param vpc the key of its VPC
   * @param name the group's name
   * @param isDefault whether it is its VPC's default group
   * @param rules all its rules
   */
  public SecurityGroup {
    rules = List.copyOf(rules);
  }

  /**
   * The rules of one direction.
   *
   * @param direction the direction
   * @return its rules, in the order of the source
   */
  public List<SecurityGroupRule> rules(Direction direction) {
    return rules.stream().filter(rule -> rule.direction() == direction).toList();
  }
}
