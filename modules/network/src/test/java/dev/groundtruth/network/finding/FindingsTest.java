package dev.groundtruth.network.finding;

import static dev.groundtruth.network.StackBuilder.wordpress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Edited;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private static final NetworkContract CONTRACT =
      NetworkContract.builder()
          .tier("load balancer", "aws_lb.this")
          .tier("web", "aws_instance.web")
          .tier("database", "aws_instance.db")
          .allowTcp("outside", "load balancer", 80, 443)
          .allowTcp("load balancer", "web", 80)
          .allowTcp("web", "database", 3306)
          .allowTcp("web", "outside", 443)
          .allowTcp("database", "outside", 443)
          .build();

  private static List<String> rules(StackBuilder stack) {
    return Findings.of(stack.build()).stream().map(Finding::rule).toList();
  }

  @Test
  void finds_nothing_in_a_clean_stack() {
    assertThat(Findings.of(wordpress().build())).isEmpty();
    assertThat(Findings.of(wordpress().build(), CONTRACT)).isEmpty();
  }

  @Test
  void finds_a_group_that_is_not_attached() {
    assertThat(Findings.of(wordpress().group("old").build()))
        .singleElement()
        .hasToString(
            "note unattached-security-group: old: no interface has this group, its 0 rules admit"
                + " nothing, perhaps you should attach it or remove it");
  }

  @Test
  void finds_a_reference_to_a_group_nobody_has() {
    assertThat(rules(wordpress().group("old").ingress("db", 22, "old")))
        .containsExactlyInAnyOrder("unattached-security-group", "empty-referenced-group");
  }

  @Test
  void finds_a_rule_that_something_else_makes_idle() {
    assertThat(Findings.of(wordpress().ingress("db", 22, "8.8.8.8/32").build()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("rule-admits-nothing");
              assertThat(finding.subject()).isEqualTo("db.ingress[2]");
            });
  }

  @Test
  void finds_an_entry_that_is_never_asked() {
    StackBuilder stack =
        wordpress()
            .entry(100, Direction.INGRESS, true, TrafficMatch.ALL, "0.0.0.0/1")
            .entry(110, Direction.INGRESS, true, TrafficMatch.ALL, "128.0.0.0/1")
            .entry(120, Direction.INGRESS, false, StackBuilder.tcp(22), "10.0.0.0/8")
            .entry(100, Direction.EGRESS, true, TrafficMatch.ALL, "0.0.0.0/0");
    assertThat(Findings.of(stack.build()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("shadowed-network-acl-entry");
              assertThat(finding.subject()).isEqualTo("aws_network_acl.db.ingress120");
            });
  }

  @Test
  void finds_a_rule_that_is_too_wide_and_says_what_would_do() {
    assertThat(
            Findings.of(
                wordpress()
                    .without("db", Direction.INGRESS, 3306)
                    .ingress("db", 3306, "10.0.0.0/16")
                    .build(),
                CONTRACT))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("rule-wider-than-contract");
              assertThat(finding.suggestion()).isEqualTo("write tcp 3306 from web instead");
            });
  }

  @Test
  void finds_a_rule_the_contract_needs_nothing_of() {
    assertThat(Findings.of(wordpress().ingress("lb", 22, "0.0.0.0/0").build(), CONTRACT))
        .singleElement()
        .extracting(Finding::suggestion)
        .isEqualTo("remove it, for the contract needs nothing of it");
  }

  // https://registry.terraform.io/providers/hashicorp/aws/4.9.0/docs/resources/security_group:
  // rules
  // in blocks and rules of their own on one group are a finding.
  @Test
  void passes_on_what_readers_remark() {
    assertThat(
            rules(
                wordpress()
                    .remark(Remark.Kind.AMBIGUOUS, "lb", "inline and standalone rules")
                    .remark(Remark.Kind.NOT_UNDERSTOOD, "aws_vpn_gateway.x", "a VPN")
                    .remark(Remark.Kind.IGNORED, "aws_iam_role.x", "no traffic")))
        .containsExactly("ambiguous-ownership", "not-understood");
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html, here and below.
  @Test
  void counts_against_the_quotas() {
    StackBuilder stack = wordpress();
    for (int at = 0; at < 59; at++) {
      stack.ingress("lb", 80, "1.1.%d.0/24".formatted(at));
    }
    assertThat(rules(stack)).containsExactly("quota-rules-per-security-group");
  }

  @Test
  void counts_the_groups_of_an_interface() {
    StackBuilder stack = wordpress();
    for (String group : List.of("a", "b", "c", "d", "e", "f")) {
      stack.group(group);
    }
    stack.member("aws_instance.many", "web", false, "10.0.1.50", "a", "b", "c", "d", "e", "f");
    assertThat(rules(stack)).containsExactly("quota-security-groups-per-interface");
  }

  private static StackBuilder withRules(StackBuilder stack, String group, int count) {
    for (int at = 0; at < count; at++) {
      stack.ingress(group, 80, "1.%d.%d.0/24".formatted(at / 256, at % 256));
    }
    return stack;
  }

  private static List<String> quotas(Network network) {
    return Quotas.findings(network).stream().map(Finding::rule).toList();
  }

  @Test
  void allows_sixty_rules_of_each_ip_version_in_a_group() {
    assertThat(quotas(withRules(wordpress(), "lb", 58).build())).isEmpty();
    assertThat(quotas(withRules(wordpress(), "lb", 58).ingress("lb", 80, "::/0").build()))
        .as("IPv6 counts apart")
        .isEmpty();
    assertThat(quotas(withRules(wordpress(), "lb", 58).ingress("lb", 80, "web").build()))
        .as("a group counts as one of each")
        .containsExactly("quota-rules-per-security-group");
    assertThat(Quotas.findings(withRules(wordpress(), "lb", 59).build()))
        .filteredOn(finding -> finding.rule().startsWith("quota"))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("has 61 of at most 60 ingress rules");
  }

  @Test
  void counts_a_prefix_list_as_its_entries() {
    StackBuilder stack =
        withRules(wordpress(), "lb", 57)
            .rule(
                "lb",
                Direction.INGRESS,
                Maybe.of(StackBuilder.tcp(80)),
                new Peer.PrefixListPeer("offices"));
    assertThat(quotas(new Edited(stack.build()).prefixList("offices", "8.8.8.8/32").network()))
        .isEmpty();
    assertThat(
            quotas(
                new Edited(stack.build())
                    .prefixList("offices", "8.8.8.8/32", "9.9.9.9/32")
                    .network()))
        .containsExactly("quota-rules-per-security-group");
  }

  @Test
  void allows_five_groups_of_an_interface() {
    StackBuilder five = wordpress();
    for (String group : List.of("a", "b", "c", "d")) {
      five.group(group);
    }
    assertThat(
            quotas(five.member("m", "web", false, "10.0.1.50", "a", "b", "c", "d", "web").build()))
        .isEmpty();
  }

  @Test
  void allows_a_thousand_rules_of_an_interface() {
    assertThat(quotas(manyGroups(59))).doesNotContain("quota-rules-per-interface");
    assertThat(quotas(manyGroups(60))).contains("quota-rules-per-interface");
  }

  /** Seventeen groups on one interface; 17 x 58 is less than 1,000, 17 x 59 more. */
  private static Network manyGroups(int rules) {
    StackBuilder stack = new StackBuilder("plan.json");
    String[] groups = new String[17];
    for (int at = 0; at < groups.length; at++) {
      groups[at] = "g" + at;
      stack.group(groups[at]);
      withRules(stack, groups[at], rules - 1);
    }
    return stack.member("m", "web", false, "10.0.1.50", groups).build();
  }

  @Test
  void allows_twenty_entries_of_an_acl_and_forty_when_raised() {
    assertThat(quotas(entries(20))).isEmpty();
    assertThat(quotas(entries(21))).containsExactly("quota-network-acl-entries");
    assertThat(Quotas.findings(entries(41)))
        .filteredOn(finding -> finding.rule().equals("quota-network-acl-entries"))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("has 41 of at most 40 ingress entries; it can be raised no higher");
  }

  private static Network entries(int count) {
    StackBuilder stack =
        wordpress().entry(100, Direction.EGRESS, true, TrafficMatch.ALL, "0.0.0.0/0");
    for (int at = 1; at <= count; at++) {
      stack.entry(at, Direction.INGRESS, true, TrafficMatch.ALL, "10.%d.0.0/16".formatted(at));
    }
    return stack.build();
  }

  @Test
  void allows_five_hundred_routes_of_each_ip_version() {
    assertThat(quotas(routes(499))).isEmpty();
    assertThat(quotas(routes(500))).containsExactly("quota-routes-per-table");
    assertThat(Quotas.findings(routes(1000)))
        .filteredOn(finding -> finding.rule().equals("quota-routes-per-table"))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("has 1001 of at most 1000 IPv4 routes; it can be raised no higher");
  }

  /** So many routes beside the default one. */
  private static Network routes(int count) {
    return new Edited(wordpress().build())
        .tables(
            table -> {
              if (!table.identity().key().equals("rt-private")) {
                return table;
              }
              List<Route> routes = new ArrayList<>(table.routes());
              for (int at = 0; at < count; at++) {
                routes.add(
                    new Route(
                        Identity.of("r" + at),
                        new Peer.CidrPeer(
                            Cidr.parse("172.%d.%d.0/24".formatted(16 + at / 256, at % 256))),
                        new RouteTarget.Blackhole()));
              }
              return new RouteTable(table.identity(), table.vpc(), table.isMain(), routes);
            })
        .network();
  }

  @Test
  void finds_a_prefix_list_that_is_wider_than_the_contract() {
    StackBuilder stack =
        wordpress()
            .without("db", Direction.INGRESS, 3306)
            .rule(
                "db",
                Direction.INGRESS,
                Maybe.of(StackBuilder.tcp(3306)),
                new Peer.PrefixListPeer("webs"));
    assertThat(wide(new Edited(stack.build()).prefixList("webs", "10.0.1.0/24").network()))
        .singleElement()
        .extracting(Finding::suggestion)
        .isEqualTo("write tcp 3306 from web instead");
    assertThat(
            wide(
                new Edited(stack.build())
                    .prefixList("webs", "10.0.1.10/32", "10.0.1.11/32")
                    .network()))
        .isEmpty();
  }

  private static List<Finding> wide(Network network) {
    return Findings.of(network, CONTRACT).stream()
        .filter(finding -> finding.rule().equals("rule-wider-than-contract"))
        .toList();
  }

  @Test
  void finds_an_entry_that_matches_no_packet() {
    StackBuilder stack =
        wordpress()
            .entry(
                50, Direction.INGRESS, false, TrafficMatch.of(Protocol.ICMP, PortRange.ALL), "::/0")
            .entry(100, Direction.INGRESS, true, TrafficMatch.ALL, "0.0.0.0/0")
            .entry(100, Direction.EGRESS, true, TrafficMatch.ALL, "0.0.0.0/0");
    assertThat(Findings.of(stack.build()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("empty-network-acl-entry");
              assertThat(finding.message())
                  .isEqualTo("entry 50 (ingress) matches nothing, since no packet of ::/0 is icmp");
            });
  }

  @Test
  void finds_nothing_about_a_group_that_the_network_does_not_show() {
    assertThat(Findings.of(wordpress().ingress("db", 25, "sg-0123456789abcdef0").build()))
        .isEmpty();
  }

  @Test
  void finds_no_idle_rules_beside_what_may_have_their_groups() {
    StackBuilder idle =
        wordpress().group("old").ingress("db", 22, "old").ingress("db", 22, "8.8.8.8/32");
    assertThat(rules(idle))
        .containsExactlyInAnyOrder(
            "unattached-security-group", "empty-referenced-group", "rule-admits-nothing");
    assertThat(rules(idle.remark(Remark.Kind.NOT_UNDERSTOOD, "aws_mq_broker.m", "not known")))
        .containsExactly("not-understood");
  }

  // --- what is in a tier ---

  private static List<String> advice(Network network, NetworkContract.Builder contract) {
    return Findings.of(network, contract.build()).stream()
        .filter(finding -> finding.rule().equals("rule-wider-than-contract"))
        .map(finding -> finding.subject() + ": " + finding.suggestion())
        .toList();
  }

  /** Two instances and the rules of the one for the other. */
  private static StackBuilder pair(String web, String db) {
    return new StackBuilder("plan.json")
        .group("web")
        .group("db")
        .member("aws_instance.web", "web", false, web, "web")
        .member("aws_instance.db", "database", false, db, "db");
  }

  @Test
  void counts_the_interfaces_in_the_blocks_of_a_tier() {
    Network network = pair("10.0.1.10", "10.0.2.10").ingress("db", 3306, "web").build();
    assertThat(
            advice(
                network,
                NetworkContract.builder()
                    .tier("web", "10.0.1.0/25")
                    .tier("db", "10.0.2.10/32")
                    .allowTcp("web", "db", 3306)))
        .isEmpty();
  }

  @Test
  void finds_nothing_if_an_interface_may_be_in_the_blocks_of_a_tier() {
    Network network =
        pair("", "")
            .ingress("db", 3306, "web")
            .ingress("db", 5432, "10.0.1.0/24")
            .egress("web", 3306, "10.0.2.0/25")
            .build();
    assertThat(
            advice(
                network,
                NetworkContract.builder()
                    .tier("web", "10.0.1.0/25", "10.0.1.128/25")
                    .tier("db", "10.0.2.0/25")
                    .allowTcp("web", "db", 3306, 5432)))
        .isEmpty();
  }

  @Test
  void names_the_blocks_of_a_tier_beside_its_group() {
    Network network = pair("10.0.1.10", "10.0.2.10").ingress("db", 5432, "10.0.0.0/16").build();
    assertThat(
            advice(
                network,
                NetworkContract.builder()
                    .tier("web", "aws_instance.web", "10.0.1.128/25")
                    .tier("db", "aws_instance.db")
                    .allowTcp("web", "db", 5432)))
        .containsExactly("db.ingress[0]: write tcp 5432 from web, 10.0.1.128/25 instead");
    assertThat(
            advice(
                network,
                NetworkContract.builder()
                    .tier("web", "aws_instance.web", "10.0.1.10/32", "192.0.2.0/24")
                    .tier("db", "aws_instance.db")
                    .allowTcp("web", "db", 5432)))
        .containsExactly("db.ingress[0]: write tcp 5432 from 10.0.1.10/32 instead");
  }

  // --- nothing wider instead ---

  @Test
  void writes_nothing_for_a_group_that_the_contract_allows_to_others_only() {
    Network network = pair("10.0.1.10", "10.0.2.10").ingress("db", 3306, "web").build();
    for (String other : List.of("internet", "elsewhere", "office")) {
      assertThat(
              advice(
                  network,
                  NetworkContract.builder()
                      .tier("office", "192.0.2.0/24")
                      .tier("db", "aws_instance.db")
                      .allowTcp(other, "db", 3306)))
          .containsExactly("db.ingress[0]: remove it, for the contract needs nothing of it");
    }
  }

  @Test
  void writes_a_group_again_with_less_traffic() {
    Network network =
        pair("10.0.1.10", "10.0.2.10")
            .rule(
                "db",
                Direction.INGRESS,
                Maybe.of(TrafficMatch.of(Protocol.TCP, PortRange.ALL)),
                new Peer.GroupPeer("web"))
            .build();
    for (String other : List.of("outside", "web")) {
      assertThat(
              advice(
                  network,
                  NetworkContract.builder()
                      .tier("web", "aws_instance.web", "192.0.2.0/24")
                      .tier("db", "aws_instance.db")
                      .allowTcp(other, "db", 3306)))
          .containsExactly("db.ingress[0]: write tcp 3306 from web instead");
    }
  }

  @Test
  void writes_a_narrower_group_or_whose_that_must_be() {
    StackBuilder stack = pair("", "10.0.2.10").ingress("db", 3306, "web").group("api");
    NetworkContract.Builder contract =
        NetworkContract.builder()
            .tier("api", "aws_instance.api", "aws_instance.db")
            .tier("db", "aws_instance.db")
            .allowTcp("api", "db", 3306);
    assertThat(
            advice(
                stack.member("aws_instance.api", "web", false, "", "web", "api").build(), contract))
        .containsExactly("db.ingress[0]: write tcp 3306 from api instead");
    assertThat(
            advice(
                pair("", "10.0.2.10")
                    .ingress("db", 3306, "web")
                    .member("aws_instance.api", "web", false, "", "web")
                    .build(),
                contract))
        .containsExactly(
            "db.ingress[0]: write tcp 3306 from a group of aws_instance.api.eni only instead");
  }

  @Test
  void takes_the_block_of_a_subnet_that_is_not_known_for_any() {
    Network network =
        new Edited(
                pair("", "")
                    .ingress("db", 3306, "10.0.0.0/8")
                    .egress("web", 3306, "10.0.0.0/8")
                    .ingress("db", 22, "10.0.0.0/8")
                    .build())
            .subnets(
                it ->
                    new Subnet(
                        it.identity(),
                        it.vpc(),
                        List.of(Maybe.unknown(it.identity().key() + ".cidr_block")),
                        it.zone(),
                        it.routeTable(),
                        it.networkAcl()))
            .network();
    assertThat(
            advice(
                network,
                NetworkContract.builder()
                    .tier("web", "aws_instance.web")
                    .tier("db", "aws_instance.db")
                    .allowTcp("web", "db", 3306)))
        .containsExactly("db.ingress[1]: remove it, for the contract needs nothing of it");
  }
}
