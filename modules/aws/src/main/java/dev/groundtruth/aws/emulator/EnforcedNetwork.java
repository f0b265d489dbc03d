package dev.groundtruth.aws.emulator;

import dev.groundtruth.localmirror.NftablesRules;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The security groups of an account, and who is in them, at one moment.
 *
 * @param files the groups as nftables rules, by file name
 * @param members the addresses of each group's members
 * @param groups the groups of each interface, by its id
 */
record EnforcedNetwork(
    Map<String, String> files, Map<String, Set<String>> members, Map<String, Set<String>> groups) {

  private static final String ANY_PROTOCOL = "-1";
  private static final int LAST_PORT = 65_535;

  static EnforcedNetwork read(Ec2Client ec2) {
    List<SecurityGroup> known =
        ec2.describeSecurityGroupsPaginator().securityGroups().stream().toList();
    Map<String, Set<String>> members = new TreeMap<>();
    Map<String, Set<String>> groups = new TreeMap<>();
    for (NetworkInterface found : ec2.describeNetworkInterfacesPaginator().networkInterfaces()) {
      Set<String> names = new TreeSet<>();
      for (GroupIdentifier group : found.groups()) {
        names.add(name(group.groupId()));
        members
            .computeIfAbsent(name(group.groupId()), id -> new TreeSet<>())
            .add(found.privateIpAddress());
      }
      groups.put(found.networkInterfaceId(), names);
    }
    SecurityGroups model = SecurityGroups.parse(json(known), "the account");
    return new EnforcedNetwork(NftablesRules.render(model), members, groups);
  }

  /**
   * What an interface has to load, in one transaction.
   *
   * @param networkInterface its id
   * @return input for {@code nft -f}; without any groups it denies everything
   */
  String rules(String networkInterface) {
    StringBuilder text = new StringBuilder(files.getOrDefault(NftablesRules.BASE_FILE, ""));
    for (String group : groups.getOrDefault(networkInterface, Set.of())) {
      text.append(files.getOrDefault(group + ".nft", ""));
    }
    members.forEach(
        (group, addresses) -> {
          if (files.containsKey(group + ".nft")) {
            text.append(
                "add element inet groundtruth %s-v4 { %s }%n"
                    .formatted(group, String.join(", ", addresses)));
          }
        });
    return text.toString();
  }

  /** A name that the model of security groups admits, which keeps {@code sg-} for identifiers. */
  private static String name(String groupId) {
    return groupId.replaceFirst("^sg-", "g-");
  }

  private static String json(List<SecurityGroup> groups) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode list = root.putArray("groups");
    Set<String> ids = new LinkedHashSet<>();
    groups.forEach(group -> ids.add(group.groupId()));
    for (SecurityGroup group : groups) {
      ObjectNode object = list.addObject();
      object.put("name", name(group.groupId()));
      rules(object.putArray("ingress"), "from", group.ipPermissions(), ids);
      rules(object.putArray("egress"), "to", group.ipPermissionsEgress(), ids);
    }
    return root.toString();
  }

  private static void rules(
      ArrayNode rules, String peer, List<IpPermission> permissions, Set<String> ids) {
    Set<ObjectNode> distinct = new LinkedHashSet<>();
    for (IpPermission permission : permissions) {
      List<ObjectNode> peers = new ArrayList<>();
      permission.ipRanges().forEach(range -> peers.add(peer("cidr", range.cidrIp())));
      permission.ipv6Ranges().forEach(range -> peers.add(peer("cidr", range.cidrIpv6())));
      permission.userIdGroupPairs().stream()
          .filter(pair -> ids.contains(pair.groupId()))
          .forEach(pair -> peers.add(peer("group", name(pair.groupId()))));
      for (ObjectNode other : peers) {
        ObjectNode rule = JsonMapper.shared().createObjectNode();
        match(permission).forEach(rule::putPOJO);
        rule.set(peer, other);
        distinct.add(rule);
      }
    }
    distinct.forEach(rules::add);
  }

  private static ObjectNode peer(String kind, String value) {
    return JsonMapper.shared().createObjectNode().put(kind, value);
  }

  private static Map<String, Object> match(IpPermission permission) {
    Map<String, Object> match = new LinkedHashMap<>();
    String protocol = permission.ipProtocol();
    match.put("protocol", protocol.equals(ANY_PROTOCOL) ? "all" : protocol);
    int from = permission.fromPort() == null ? -1 : permission.fromPort();
    int to = permission.toPort() == null ? -1 : permission.toPort();
    if (protocol.equals("tcp") || protocol.equals("udp")) {
      boolean all = from <= 0 && (to < 0 || to == LAST_PORT);
      if (!all) {
        match.put("ports", from == to ? "" + from : from + "-" + to);
      }
    } else if (protocol.startsWith("icmp")) {
      if (from >= 0) {
        match.put("type", from);
        if (to >= 0) {
          match.put("code", to);
        }
      }
    }
    return match;
  }
}
