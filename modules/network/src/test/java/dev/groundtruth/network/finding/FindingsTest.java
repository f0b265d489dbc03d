package dev.groundtruth.network.finding;

import static dev.groundtruth.network.StackBuilder.wordpress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.TrafficMatch;
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
}
