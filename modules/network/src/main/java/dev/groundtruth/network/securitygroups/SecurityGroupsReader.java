package dev.groundtruth.network.securitygroups;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Problem;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.SourceLocation;
import dev.groundtruth.network.internal.JsonDocument;
import dev.groundtruth.network.internal.JsonNode;
import dev.groundtruth.network.internal.JsonNode.ArrayNode;
import dev.groundtruth.network.internal.JsonNode.Member;
import dev.groundtruth.network.internal.JsonNode.NumberNode;
import dev.groundtruth.network.internal.JsonNode.ObjectNode;
import dev.groundtruth.network.internal.JsonNode.StringNode;
import dev.groundtruth.network.internal.JsonPlace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one security groups file and collects everything that is wrong with it. */
final class SecurityGroupsReader {

  /** Also a DNS label and an nftables identifier, because the groups are known by it there. */
  private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  /**
   * What AWS allows, see the parameter Description of <a
   * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html">IpRange</a>.
   */
  private static final Pattern DESCRIPTION =
      Pattern.compile("[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]{0,255}");

  private static final Set<String> FILE_KEYS = Set.of("groups");
  private static final Set<String> GROUP_KEYS = Set.of("name", "description", "ingress", "egress");

  private final String source;
  private final List<Problem> problems = new ArrayList<>();

  SecurityGroupsReader(String source) {
    this.source = source;
  }

  List<SecurityGroup> read(byte[] json) {
    JsonDocument document = JsonDocument.read(json);
    document.faults().forEach(fault -> report(fault.place(), fault.message()));
    List<SecurityGroup> groups = List.of();
    if (document.root() != null) {
      groups = file(document.root());
    }
    if (!problems.isEmpty()) {
      problems.sort(
          Comparator.comparingInt((Problem problem) -> problem.location().line())
              .thenComparingInt(problem -> problem.location().column()));
      throw new MalformedSecurityGroupsException(problems);
    }
    return groups;
  }

  private List<SecurityGroup> file(JsonNode root) {
    if (!(root instanceof ObjectNode object)) {
      report(
          root.place(),
          "is %s, perhaps you should write {\"groups\": [...]}".formatted(root.kind()));
      return List.of();
    }
    refuseUnknownKeys(object, FILE_KEYS);
    List<JsonNode> nodes = array(object, "groups", true);
    Map<String, JsonPlace> names = names(nodes);
    List<SecurityGroup> groups = new ArrayList<>();
    for (JsonNode node : nodes) {
      ObjectNode group = object(node, "{\"name\": ..., \"ingress\": [...], \"egress\": [...]}");
      if (group != null) {
        groups.add(group(group, names));
      }
    }
    return groups;
  }

  /** The names of all groups, before any rule is read: rules may refer to later groups. */
  private Map<String, JsonPlace> names(List<JsonNode> nodes) {
    Map<String, JsonPlace> names = new LinkedHashMap<>();
    for (JsonNode node : nodes) {
      Member member = node instanceof ObjectNode group ? group.members().get("name") : null;
      if (member != null && member.value() instanceof StringNode name) {
        JsonPlace first = names.putIfAbsent(name.text(), name.place());
        if (first != null) {
          report(
              name.place(),
              "\"%s\" is already the name of the group at line %d, perhaps you should rename one"
                  .formatted(name.text(), first.line()));
        }
      }
    }
    return names;
  }

  private SecurityGroup group(ObjectNode group, Map<String, JsonPlace> names) {
    refuseUnknownKeys(group, GROUP_KEYS);
    String name = name(group);
    return new SecurityGroup(
        name,
        description(group),
        rules(group, name, Direction.INGRESS, names),
        rules(group, name, Direction.EGRESS, names),
        location(group.place()));
  }

  private String name(ObjectNode group) {
    Member member = group.members().get("name");
    if (member == null) {
      report(group.place(), "has no name, perhaps you should add \"name\"");
      return "";
    }
    if (!(member.value() instanceof StringNode name)) {
      report(
          member.value().place(),
          "is %s, perhaps you should write a string".formatted(member.value().kind()));
      return "";
    }
    if (name.text().startsWith("sg-")) {
      report(
          name.place(),
          "\"%s\" begins with \"sg-\", which AWS keeps for identifiers, perhaps you should leave"
                  .formatted(name.text())
              + " that out");
    } else if (!NAME.matcher(name.text()).matches()) {
      report(
          name.place(),
          "\"%s\" is not a group name, perhaps you should use lower-case letters, digits and"
                  .formatted(name.text())
              + " hyphens only, at most 63, beginning with a letter");
    }
    return name.text();
  }

  private String description(ObjectNode object) {
    Member member = object.members().get("description");
    if (member == null) {
      return "";
    }
    if (!(member.value() instanceof StringNode description)) {
      report(
          member.value().place(),
          "is %s, perhaps you should write a string".formatted(member.value().kind()));
      return "";
    }
    if (!DESCRIPTION.matcher(description.text()).matches()) {
      report(
          description.place(),
          "has more than 255 characters or some that AWS does not allow, perhaps you should use only"
              + " letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*");
    }
    return description.text();
  }

  private List<SecurityGroupRule> rules(
      ObjectNode group, String name, Direction direction, Map<String, JsonPlace> names) {
    List<SecurityGroupRule> rules = new ArrayList<>();
    Map<SecurityGroupRule, JsonPlace> seen = new HashMap<>();
    for (JsonNode node : array(group, direction.toString(), false)) {
      ObjectNode object =
          object(
              node,
              "{\"protocol\": \"tcp\", \"ports\": \"80\", \"%s\": {...}}"
                  .formatted(peerKey(direction)));
      SecurityGroupRule rule = object == null ? null : rule(object, name, direction, names);
      if (rule != null) {
        JsonPlace first = seen.putIfAbsent(sameAs(rule), node.place());
        if (first != null) {
          report(
              node.place(),
              "repeats the rule at line %d, perhaps you should remove it".formatted(first.line()));
        }
        rules.add(rule);
      }
    }
    return rules;
  }

  /** What makes two rules the same one for AWS: everything but description and place. */
  private static SecurityGroupRule sameAs(SecurityGroupRule rule) {
    return new SecurityGroupRule(
        rule.group(),
        rule.direction(),
        rule.protocol(),
        rule.ports(),
        rule.icmpType(),
        rule.icmpCode(),
        rule.peer(),
        "",
        SourceLocation.of(""));
  }

  private static String peerKey(Direction direction) {
    return direction == Direction.INGRESS ? "from" : "to";
  }

  private @Nullable SecurityGroupRule rule(
      ObjectNode rule, String group, Direction direction, Map<String, JsonPlace> names) {
    int before = problems.size();
    String right = peerKey(direction);
    String wrong = direction == Direction.INGRESS ? "to" : "from";
    Member misplaced = rule.members().get(wrong);
    if (misplaced != null) {
      report(
          misplaced.key(),
          "%s rules have no \"%s\", perhaps you should write \"%s\""
              .formatted(direction, wrong, right));
    }
    refuseUnknownKeys(
        rule, Set.of("protocol", "ports", "type", "code", "description", "from", "to"));
    Protocol protocol = protocol(rule);
    PortRange ports = ports(rule, protocol);
    OptionalInt type = icmpNumber(rule, "type", protocol);
    OptionalInt code = icmpNumber(rule, "code", protocol);
    if (code.isPresent() && !rule.members().containsKey("type")) {
      report(
          member(rule, "code").value().place(),
          "there is a code but no type, perhaps you should add \"type\"");
    }
    String description = description(rule);
    Peer peer = null;
    if (rule.members().containsKey(right)) {
      peer = peer(member(rule, right).value(), names);
    } else if (misplaced == null) {
      report(rule.place(), "has no peer, perhaps you should add \"%s\": {...}".formatted(right));
    }
    if (peer instanceof CidrPeer block
        && protocol != null
        && protocol.equals(block.cidr().isIpv4() ? Protocol.ICMPV6 : Protocol.ICMP)) {
      report(
          member(rule, "protocol").value().place(),
          "%s and %s never meet, perhaps you should write \"%s\""
              .formatted(protocol, peer, block.cidr().isIpv4() ? "icmp" : "icmpv6"));
    }
    if (problems.size() > before || protocol == null || peer == null) {
      return null;
    }
    return new SecurityGroupRule(
        group, direction, protocol, ports, type, code, peer, description, location(rule.place()));
  }

  private @Nullable Protocol protocol(ObjectNode rule) {
    Member member = rule.members().get("protocol");
    if (member == null) {
      report(rule.place(), "has no protocol, perhaps you should add \"protocol\": \"tcp\"");
      return null;
    }
    return text(member.value(), Protocol::parse);
  }

  private PortRange ports(ObjectNode rule, @Nullable Protocol protocol) {
    Member member = rule.members().get("ports");
    if (member == null) {
      return PortRange.ALL;
    }
    if (protocol != null && !protocol.hasPorts()) {
      report(
          member.key(),
          "protocol %s has no ports, perhaps you should remove \"ports\" or write \"tcp\" or"
                  .formatted(protocol)
              + " \"udp\"");
      return PortRange.ALL;
    }
    PortRange ports = text(member.value(), PortRange::parse);
    return ports == null ? PortRange.ALL : ports;
  }

  private OptionalInt icmpNumber(ObjectNode rule, String key, @Nullable Protocol protocol) {
    Member member = rule.members().get(key);
    if (member == null) {
      return OptionalInt.empty();
    }
    if (protocol != null && !protocol.isIcmp()) {
      report(
          member.key(),
          "protocol %s has no ICMP %s, perhaps you should remove it or write \"icmp\" or"
                  .formatted(protocol, key)
              + " \"icmpv6\"");
      return OptionalInt.empty();
    }
    if (member.value() instanceof NumberNode number
        && number.text().matches("[0-9]{1,3}")
        && Integer.parseInt(number.text()) <= 255) {
      return OptionalInt.of(Integer.parseInt(number.text()));
    }
    report(
        member.value().place(),
        "is %s, perhaps you should write a number from 0 to 255".formatted(shown(member.value())));
    return OptionalInt.empty();
  }

  private @Nullable Peer peer(JsonNode node, Map<String, JsonPlace> names) {
    ObjectNode peer = object(node, "{\"cidr\": \"10.0.0.0/8\"} or {\"group\": \"name\"}");
    if (peer == null) {
      return null;
    }
    refuseUnknownKeys(peer, Set.of("cidr", "group"));
    Member cidr = peer.members().get("cidr");
    Member group = peer.members().get("group");
    if (cidr == null && group == null) {
      report(
          peer.place(),
          "names nobody, perhaps you should write {\"cidr\": ...} or {\"group\": ...}");
      return null;
    }
    if (cidr != null && group != null) {
      report(
          peer.place(),
          "names both a block and a group, perhaps you should write two rules, one for each");
    }
    Peer block = cidr == null ? null : text(cidr.value(), text -> new CidrPeer(Cidr.parse(text)));
    Peer reference = group == null ? null : text(group.value(), text -> reference(text, names));
    return block == null ? reference : block;
  }

  private static Peer reference(String name, Map<String, JsonPlace> names) {
    if (!names.containsKey(name)) {
      throw new IllegalArgumentException(
          "there is no group \"%s\", perhaps you should write one of %s"
              .formatted(name, String.join(", ", names.keySet())));
    }
    return new GroupPeer(name);
  }

  /** What a string (or a number, which means its digits) stands for; its faults are reported. */
  private <T> @Nullable T text(JsonNode node, Function<String, T> meaning) {
    String text;
    if (node instanceof StringNode string) {
      text = string.text();
    } else if (node instanceof NumberNode number) {
      text = number.text();
    } else {
      report(node.place(), "is %s, perhaps you should write a string".formatted(node.kind()));
      return null;
    }
    try {
      return meaning.apply(text);
    } catch (IllegalArgumentException e) {
      report(node.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static String shown(JsonNode node) {
    return node instanceof StringNode string ? "\"" + string.text() + "\"" : node.kind();
  }

  private @Nullable ObjectNode object(JsonNode node, String example) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    report(node.place(), "is %s, perhaps you should write %s".formatted(node.kind(), example));
    return null;
  }

  private List<JsonNode> array(ObjectNode object, String key, boolean required) {
    Member member = object.members().get(key);
    if (member == null) {
      if (required) {
        report(
            object.place(),
            "has no \"%s\", perhaps you should write {\"%s\": [...]}".formatted(key, key));
      }
      return List.of();
    }
    if (member.value() instanceof ArrayNode array) {
      if (required && array.elements().isEmpty()) {
        report(array.place(), "is empty, perhaps you should add a group");
      }
      return array.elements();
    }
    report(
        member.value().place(),
        "is %s, perhaps you should write an array".formatted(member.value().kind()));
    return List.of();
  }

  private static Member member(ObjectNode object, String key) {
    Member member = object.members().get(key);
    if (member == null) {
      throw new IllegalStateException("the key " + key + " was there a moment ago");
    }
    return member;
  }

  private void refuseUnknownKeys(ObjectNode object, Set<String> known) {
    object
        .members()
        .forEach(
            (key, member) -> {
              if (!known.contains(key)) {
                report(
                    member.key(),
                    "is not a known key, perhaps you should write one of %s"
                        .formatted(String.join(", ", known.stream().sorted().toList())));
              }
            });
  }

  private void report(JsonPlace place, String message) {
    problems.add(new Problem(location(place), place.path(), message));
  }

  private SourceLocation location(JsonPlace place) {
    return new SourceLocation(source, place.line(), place.column());
  }
}
