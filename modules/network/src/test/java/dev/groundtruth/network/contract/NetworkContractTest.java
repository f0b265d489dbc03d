package dev.groundtruth.network.contract;

import static dev.groundtruth.network.StackBuilder.tcp;
import static dev.groundtruth.network.StackBuilder.wordpress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Edited;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import java.net.Inet6Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkContractTest {

  public static NetworkContract.Builder tiers() {
    return NetworkContract.builder()
        .tier("load balancer", "aws_lb.this")
        .tier("web", "aws_instance.web")
        .tier("database", "aws_instance.db");
  }

  private static final NetworkContract WORDPRESS =
      tiers()
          .allowTcp("internet", "load balancer", 80, 443)
          .allowTcp("load balancer", "web", 80)
          .allowTcp("web", "database", 3306)
          .allowTcp("web", "outside", 443)
          .allowTcp("database", "outside", 443)
          .build();

  private static ContractReport check(StackBuilder stack) {
    return WORDPRESS.check(stack.build());
  }

  @Test
  void holds_of_the_stack_it_describes() {
    ContractReport report = check(wordpress());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.HOLDS);
    assertThat(report).hasToString("the contract holds");
  }

  @Test
  void tells_the_whole_matrix() {
    assertThat(check(wordpress()).table().toString().lines().map(String::stripTrailing))
        .contains(
            "outside       -> load balancer  tcp 80,443",
            "load balancer -> web            tcp 80",
            "web           -> outside        tcp 443",
            "web           -> load balancer  tcp 443",
            "web           -> database       tcp 3306")
        .hasSize(7);
    assertThat(check(wordpress()).table().cell("web", "database").orElseThrow().certain().isEmpty())
        .isFalse();
  }

  @Test
  void is_violated_by_what_is_missing_and_says_what_is_in_the_way() {
    ContractReport report = check(wordpress().without("db", Direction.INGRESS, 3306));
    assertThat(report.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(report.excess()).isEmpty();
    assertThat(report.toString())
        .contains("missing web -> database: tcp 3306")
        .contains("ENI_SG_RULES_MISMATCH at aws_instance.db.eni");
  }

  @Test
  void is_violated_by_a_flow_that_arrives_in_part() {
    ContractReport report =
        check(
            wordpress().without("db", Direction.INGRESS, 3306).ingress("db", 3306, "10.0.1.10/32"));
    assertThat(report.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(report.toString()).contains("tcp 3306 from 10.0.1.11 to 10.0.2.10");
  }

  @Test
  void is_violated_by_what_is_in_excess_and_shows_a_packet() {
    ContractReport report = check(wordpress().ingress("lb", 22, "0.0.0.0/0"));
    assertThat(report.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(report.missing()).isEmpty();
    assertThat(report.toString())
        .contains("excess outside -> load balancer: tcp 22")
        .contains("lb.ingress[3]: ingress tcp 22 from 0.0.0.0/0");
  }

  @Test
  void forbids_traffic_within_a_tier() {
    ContractReport report =
        check(wordpress().egress("web", 8080, "web").ingress("web", 8080, "web"));
    assertThat(report.toString()).contains("excess web -> web: tcp 8080");
  }

  @Test
  void forbids_what_interfaces_of_no_tier_send() {
    ContractReport report =
        check(wordpress().member("aws_instance.bastion", "web", false, "10.0.1.99", "web"));
    assertThat(report.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(report.toString()).contains("excess (in no tier) -> database: tcp 3306");
  }

  @Test
  void is_unknown_where_a_rule_is() {
    ContractReport report =
        check(
            wordpress()
                .rule(
                    "db",
                    Direction.INGRESS,
                    Maybe.of(tcp(22)),
                    new Peer.UnknownPeer("aws_security_group_rule.x.cidr_blocks")));
    assertThat(report.outcome()).isEqualTo(Outcome.HOLDS);
    ContractReport open =
        check(
            wordpress()
                .rule(
                    "lb",
                    Direction.INGRESS,
                    Maybe.of(tcp(22)),
                    new Peer.UnknownPeer("aws_security_group_rule.x.cidr_blocks")));
    assertThat(open.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(open.unknowns()).containsExactly("aws_security_group_rule.x.cidr_blocks");
    assertThat(open.toString()).startsWith("whether the contract holds is not known yet");
  }

  @Test
  void is_unknown_where_an_address_is() {
    StackBuilder stack =
        wordpress()
            .without("db", Direction.INGRESS, 3306)
            .ingress("db", 3306, "10.0.1.0/25")
            .member("aws_instance.web[2]", "web", false, "", "web");
    ContractReport report =
        tiers()
            .tier("new", "aws_instance.web[2]")
            .tolerate("new", "outside", tcp(443))
            .allowTcp("internet", "load balancer", 80, 443)
            .allowTcp("load balancer", "web", 80)
            .allowTcp("web", "database", 3306)
            .allowTcp("web", "outside", 443)
            .allowTcp("database", "outside", 443)
            .build()
            .check(stack.build());
    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.UNKNOWN);
    assertThat(report.toString())
        .contains("perhaps missing web -> database: tcp 3306")
        .contains("depends on the private address of aws_instance.web[2].eni");
  }

  @Test
  void is_unknown_beside_what_was_not_understood() {
    ContractReport report =
        check(wordpress().remark(Remark.Kind.NOT_UNDERSTOOD, "aws_vpn_gateway.x", "a VPN"));
    assertThat(report.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(report.toString()).contains("not understood: aws_vpn_gateway.x");
  }

  @Test
  void to_the_internet_does_not_allow_to_the_load_balancer() {
    ContractReport report =
        tiers()
            .allowTcp("internet", "load balancer", 80, 443)
            .allowTcp("load balancer", "web", 80)
            .allowTcp("web", "database", 3306)
            .allowTcp("web", "internet", 443)
            .allowTcp("database", "internet", 443)
            .build()
            .check(wordpress().build());
    assertThat(report.excess())
        .filteredOn(flow -> !flow.to().equals("outside"))
        .extracting(ExcessFlow::from, ExcessFlow::to)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("web", "load balancer"),
            org.assertj.core.groups.Tuple.tuple("database", "load balancer"));
  }

  @Test
  void tolerates_what_need_not_arrive() {
    NetworkContract contract = tiers().tolerate("web", "database", tcp(22)).build();
    assertThat(contract.check(wordpress().build()).missing()).isEmpty();
    NetworkContract strict = tiers().allow("web", "database", tcp(22)).build();
    assertThat(strict.check(wordpress().build()).missing()).hasSize(1);
  }

  @Test
  void refuses_tiers_that_mean_nothing_all_at_once() {
    NetworkContract contract =
        NetworkContract.builder().tier("a", "aws_lb.thiz").tier("b", "aws_instance.dbs").build();
    assertThatThrownBy(() -> contract.check(wordpress().build()))
        .hasMessageContaining("tier \"a\": \"aws_lb.thiz\" means nothing in plan.json")
        .hasMessageContaining("tier \"b\": \"aws_instance.dbs\" means nothing in plan.json");
  }

  @Test
  void refuses_flows_of_tiers_that_are_not_there() {
    assertThatThrownBy(() -> tiers().allowTcp("web", "databse", 1).build())
        .hasMessage(
            "There is no tier \"databse\", perhaps you should name one of load balancer, web,"
                + " database");
  }

  private static Network dual(StackBuilder stack) {
    return new Edited(stack.build()).dualStack().network();
  }

  @Test
  void sees_ipv6_in_excess_beside_what_is_allowed_of_ipv4() {
    NetworkContract contract =
        tiers()
            .tier("office", "8.8.8.0/24")
            .tolerate("office", "load balancer", tcp(22))
            .tolerate("internet", "load balancer", tcp(80), tcp(443))
            .allowTcp("load balancer", "web", 80)
            .allowTcp("web", "database", 3306)
            .allowTcp("web", "outside", 443)
            .allowTcp("database", "outside", 443)
            .build();
    assertThat(contract.check(dual(wordpress())).excess()).isEmpty();
    ContractReport report =
        contract.check(dual(wordpress().ingress("lb", 22, "8.8.8.0/24").ingress("lb", 22, "::/0")));
    assertThat(report.outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(report.excess())
        .singleElement()
        .satisfies(
            flow -> {
              assertThat(flow.witness().packet().source()).isInstanceOf(Inet6Address.class);
              assertThat(flow.packets().blocks())
                  .allSatisfy(
                      block -> assertThat(block.sources().blocks()).noneMatch(Cidr::isIpv4));
            });
  }

  /** Before anything is applied, no address of an interface is known. */
  private static Edited planned(StackBuilder stack) {
    return new Edited(stack.build()).interfaces(Edited::addressesOf);
  }

  @Test
  void does_not_miss_for_sure_what_an_ip_version_would_lack_that_perhaps_nobody_has() {
    Network network =
        planned(wordpress().egress("web", 9999, "10.0.0.0/8").ingress("db", 9999, "10.0.0.0/8"))
            .vpcs(
                each ->
                    new Vpc(
                        each.identity(),
                        List.of(Maybe.unknown("aws_vpc.main.cidr_block")),
                        each.blockPublicAccess()))
            .subnets(
                each ->
                    new Subnet(
                        each.identity(),
                        each.vpc(),
                        List.of(Maybe.unknown(each.identity().key() + ".cidr_block")),
                        each.zone(),
                        each.routeTable(),
                        each.networkAcl()))
            .network();

    assertThat(tiers().allowTcp("web", "database", 9999).build().check(network).missing())
        .isNotEmpty()
        .noneMatch(MissingFlow::isCertain);
    assertThat(tiers().allowTcp("web", "database", 9998).build().check(network).missing())
        .anyMatch(MissingFlow::isCertain);
  }

  @Test
  void requires_the_flow_of_a_block_of_the_interfaces_in_it() {
    NetworkContract contract =
        NetworkContract.builder()
            .tier("web", "10.0.1.0/24")
            .tier("database", "10.0.2.0/24")
            .allowTcp("web", "database", 9999)
            .build();
    Network network = planned(wordpress()).network();

    assertThat(contract.check(network).missing()).anyMatch(MissingFlow::isCertain);
  }

  @Test
  void sees_the_hosts_of_a_tier_that_has_blocks_outside_too() {
    NetworkContract contract =
        NetworkContract.builder()
            .tier("spare", "10.0.2.128/25", "192.0.2.0/24")
            .tier("database", "aws_instance.db")
            .build();
    ContractReport report =
        contract.check(wordpress().ingress("db", 5432, "10.0.2.128/25").build());
    assertThat(report.excess())
        .filteredOn(flow -> flow.from().equals("spare") && flow.to().equals("database"))
        .anySatisfy(flow -> assertThat(flow.toString()).contains("tcp 5432"));
  }

  @Test
  void misses_ipv6_that_a_group_of_ipv4_rules_does_not_admit() {
    NetworkContract contract = tiers().allowTcp("internet", "load balancer", 80).build();
    ContractReport report = contract.check(dual(wordpress()));
    assertThat(report.missing())
        .singleElement()
        .satisfies(
            flow -> {
              assertThat(flow.witness().source()).isInstanceOf(Inet6Address.class);
              assertThat(flow.isCertain()).isTrue();
              assertThat(flow.blockers()).isNotEmpty();
            });
    assertThat(contract.check(dual(wordpress().ingress("lb", 80, "::/0"))).missing()).isEmpty();
  }

  @Test
  void tells_a_flow_between_several_subnets_once() {
    Network network =
        wordpress()
            .member("aws_instance.web[2]", "database", false, "10.0.2.12", "web")
            .egress("web", 22, "db")
            .ingress("db", 22, "web")
            .build();
    ContractReport report = WORDPRESS.check(network);
    assertThat(report.excess())
        .extracting(ExcessFlow::from, ExcessFlow::to)
        .doesNotHaveDuplicates();
    assertThat(report.excess())
        .filteredOn(flow -> flow.to().equals("database"))
        .singleElement()
        .satisfies(
            flow ->
                assertThat(flow.packets().toString()).contains("10.0.1.10").contains("10.0.2.12"));
    assertThat(report.table().cells())
        .extracting(ReachabilityTable.Cell::from, ReachabilityTable.Cell::to)
        .doesNotHaveDuplicates();
  }

  /** Other than {@code outside}, it is no way to the network's own addresses. */
  @Test
  void elsewhere_means_every_address_that_is_in_no_vpc() {
    Network network = wordpress().ingress("web", 443, "0.0.0.0/0").build();
    NetworkContract.Builder contract =
        NetworkContract.builder()
            .tier("load balancer", "aws_lb.this")
            .tier("web", "aws_instance.web")
            .tier("database", "aws_instance.db")
            .allowTcp("internet", "load balancer", 80, 443)
            .allowTcp("load balancer", "web", 80)
            .allowTcp("web", "database", 3306)
            .allowTcp("web", "elsewhere", 443)
            .allowTcp("web", "load balancer", 443)
            .allowTcp("database", "load balancer", 443)
            .allowTcp("database", "elsewhere", 443);

    assertThat(contract.build().check(network).excess())
        .extracting(each -> each.from() + " -> " + each.to() + " " + each.packets().isEmpty())
        .containsExactlyInAnyOrder("web -> web false", "database -> web false");
    assertThat(contract.build().check(wordpress().build()).outcome()).isEqualTo(Outcome.HOLDS);
    assertThat(
            contract
                .allowTcp("load balancer", "elsewhere", 443)
                .build()
                .check(wordpress().build())
                .missing())
        .isNotEmpty();
  }
}
