package dev.groundtruth.network.finding;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What exceeds the <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html">Amazon VPC
 * quotas</a> as they are by default: 60 rules of a group in each direction, 5 groups of an
 * interface, 1,000 as the product of the two, 20 entries of an ACL in each direction (at most 40),
 * 500 routes of a table (at most 1,000). IPv4 and IPv6 count apart, but for ACLs; a reference to a
 * group counts as one rule of each. A reference to a prefix list counts as many as the list can
 * have entries; readers know how many it has, so that the count here is the least there can be.
 */
final class Quotas {

  private static final int RULES_OF_GROUP = 60;
  private static final int GROUPS_OF_INTERFACE = 5;
  private static final int RULES_OF_INTERFACE = 1_000;
  private static final int ENTRIES = 20;
  private static final int MOST_ENTRIES = 40;
  private static final int ROUTES = 500;
  private static final int MOST_ROUTES = 1_000;

  private Quotas() {}

  static List<Finding> findings(Network network) {
    List<Finding> findings = new ArrayList<>();
    Map<String, SecurityGroup> groups = new HashMap<>();
    Map<String, Integer> sizes = new HashMap<>();
    for (PrefixList list : network.prefixLists()) {
      sizes.put(list.identity().key(), list.entries().known().map(List::size).orElse(1));
    }
    for (SecurityGroup group : network.securityGroups()) {
      groups.put(group.identity().key(), group);
      for (Direction direction : Direction.values()) {
        check(
            findings,
            "quota-rules-per-security-group",
            group.identity(),
            count(group.rules(direction), sizes),
            RULES_OF_GROUP,
            direction + " rules of one IP version",
            "split the group or name prefix lists and wider blocks");
      }
    }
    for (NetworkInterface each : network.interfaces()) {
      check(
          findings,
          "quota-security-groups-per-interface",
          each.identity(),
          each.groups().size(),
          GROUPS_OF_INTERFACE,
          "security groups",
          "merge some of them");
      for (Direction direction : Direction.values()) {
        List<SecurityGroupRule> rules =
            each.groups().stream()
                .flatMap(key -> Stream.ofNullable(groups.get(key)))
                .flatMap(group -> group.rules(direction).stream())
                .toList();
        check(
            findings,
            "quota-rules-per-interface",
            each.identity(),
            count(rules, sizes),
            RULES_OF_INTERFACE,
            direction + " rules of one IP version in all its groups; this quota cannot be raised",
            "name fewer and wider blocks");
      }
    }
    for (NetworkAcl acl : network.networkAcls()) {
      for (Direction direction : Direction.values()) {
        int count =
            (int) acl.entries(direction).stream().filter(entry -> entry.number() < 32_767).count();
        check(
            findings,
            "quota-network-acl-entries",
            acl.identity(),
            count,
            count > MOST_ENTRIES ? MOST_ENTRIES : ENTRIES,
            direction + " entries" + (count > MOST_ENTRIES ? "; it can be raised no higher" : ""),
            "merge entries");
      }
    }
    for (RouteTable table : network.routeTables()) {
      for (boolean ipv4 : new boolean[] {true, false}) {
        int count =
            (int)
                table.routes().stream()
                    .filter(
                        route ->
                            !(route.destination() instanceof Peer.CidrPeer block)
                                || block.cidr().isIpv4() == ipv4)
                    .count();
        check(
            findings,
            "quota-routes-per-table",
            table.identity(),
            count,
            count > MOST_ROUTES ? MOST_ROUTES : ROUTES,
            (ipv4 ? "IPv4 routes" : "IPv6 routes")
                + (count > MOST_ROUTES ? "; it can be raised no higher" : ""),
            "summarise destinations");
      }
    }
    return findings;
  }

  private static int count(List<SecurityGroupRule> rules, Map<String, Integer> sizes) {
    int ipv4 = 0;
    int ipv6 = 0;
    for (SecurityGroupRule rule : rules) {
      if (rule.peer() instanceof Peer.CidrPeer block) {
        ipv4 += block.cidr().isIpv4() ? 1 : 0;
        ipv6 += block.cidr().isIpv4() ? 0 : 1;
      } else {
        int size =
            rule.peer() instanceof Peer.PrefixListPeer list
                ? sizes.getOrDefault(list.prefixList(), 1)
                : 1;
        ipv4 += size;
        ipv6 += size;
      }
    }
    return Math.max(ipv4, ipv6);
  }

  private static void check(
      List<Finding> findings,
      String rule,
      Identity subject,
      int count,
      int quota,
      String what,
      String suggestion) {
    if (count > quota) {
      findings.add(
          new Finding(
              rule,
              Finding.Level.WARNING,
              subject.key(),
              subject.location(),
              "has %d of at most %d %s (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html)"
                  .formatted(count, quota, what),
              suggestion));
    }
  }
}
