package dev.groundtruth.localmirror;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The security groups of a Terraform plan as the file that the mirror enforces, so that both have
 * one truth.
 *
 * <p>The names of all groups of a stack begin with the stack's name; the file knows them without
 * it. Only the tiers that the mirror has are exported, and a rule that names another group is left
 * out with it, since nobody is in that group here.
 */
public final class SecurityGroupsExport {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Map<String, SecurityGroup> groups = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  /**
   * Takes the groups of a network.
   *
   * @param network the network, read from a plan
   * @param stack the name that the names of its groups begin with, for example {@code groundtruth}
   */
  public SecurityGroupsExport(Network network, String stack) {
    String prefix = stack + "-";
    for (SecurityGroup group : network.securityGroups()) {
      if (!group.isDefault() && group.name().startsWith(prefix)) {
        String name = group.name().substring(prefix.length());
        groups.put(name, group);
        names.put(group.identity().key(), name);
      }
    }
  }

  /**
   * The file.
   *
   * @param tiers the names of the groups that are wanted, in this order
   * @return JSON as {@link SecurityGroups} reads it, one rule a line
   * @throws IllegalArgumentException if the plan has no such group, or does not know a rule of it
   *     yet, or the rule names a prefix list, which the mirror does not have
   */
  public String json(List<String> tiers) {
    List<String> objects = new ArrayList<>();
    for (String tier : tiers) {
      SecurityGroup group = groups.get(tier);
      if (group == null) {
        throw new IllegalArgumentException(
            "The plan has no security group %s, perhaps you should export one of %s"
                .formatted(tier, groups.keySet()));
      }
      objects.add(
          """
              {
                "name": %s,
                "ingress": [%s],
                "egress": [%s]
              }"""
              .formatted(
                  text(tier),
                  rules(group, Direction.INGRESS, tiers),
                  rules(group, Direction.EGRESS, tiers)));
    }
    return "{\n  \"groups\": [\n"
        + String.join(",\n", objects).indent(4).stripTrailing()
        + "\n  ]\n}\n";
  }

  private String rules(SecurityGroup group, Direction direction, List<String> tiers) {
    List<String> lines =
        group.rules(direction).stream()
            .filter(rule -> isWithin(rule, tiers))
            .map(rule -> line(rule, direction))
            .toList();
    return lines.isEmpty()
        ? ""
        : lines.stream().collect(Collectors.joining(",\n    ", "\n    ", "\n  "));
  }

  private boolean isWithin(SecurityGroupRule rule, List<String> tiers) {
    return !(rule.peer() instanceof Peer.GroupPeer peer)
        || tiers.contains(names.getOrDefault(peer.group(), ""));
  }

  private String line(SecurityGroupRule rule, Direction direction) {
    TrafficMatch match =
        rule.match()
            .known()
            .orElseThrow(() -> new IllegalArgumentException(unknown(rule, "its traffic")));
    StringBuilder line = new StringBuilder("{ \"protocol\": ").append(text(match.protocol()));
    if (match.protocol().hasPorts()) {
      line.append(", \"ports\": ").append(text(match.ports()));
    }
    match.icmpType().ifPresent(type -> line.append(", \"type\": ").append(type));
    match.icmpCode().ifPresent(code -> line.append(", \"code\": ").append(code));
    line.append(direction == Direction.INGRESS ? ", \"from\": " : ", \"to\": ")
        .append(peer(rule))
        .append(", \"description\": ")
        .append(text(rule.description()));
    return line.append(" }").toString();
  }

  private String peer(SecurityGroupRule rule) {
    if (rule.peer() instanceof Peer.CidrPeer block) {
      return "{ \"cidr\": %s }".formatted(text(block.cidr()));
    }
    if (rule.peer() instanceof Peer.GroupPeer group) {
      return "{ \"group\": %s }".formatted(text(names.getOrDefault(group.group(), "")));
    }
    throw new IllegalArgumentException(unknown(rule, "the addresses"));
  }

  private static String unknown(SecurityGroupRule rule, String what) {
    return "The plan does not say %s of %s, perhaps you should write it without what is known after the apply only"
        .formatted(what, rule.identity().key());
  }

  private static String text(Object value) {
    return MAPPER.writeValueAsString(value.toString());
  }
}
