package dev.groundtruth.network.securitygroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecurityGroupsTest {

  private static final SecurityGroups STACK =
      SecurityGroups.parse(
          """
          {"groups": [
            {"name": "load-balancer",
             "ingress": [{"protocol": "tcp", "ports": "80", "from": {"cidr": "0.0.0.0/0"}},
                         {"protocol": "tcp", "ports": "443", "from": {"cidr": "0.0.0.0/0"}}],
             "egress": [{"protocol": "tcp", "ports": "80", "to": {"group": "web"}}]},
            {"name": "web",
             "ingress": [{"protocol": "tcp", "ports": "80", "from": {"group": "load-balancer"}}],
             "egress": [{"protocol": "tcp", "ports": "3306", "to": {"group": "database"}},
                        {"protocol": "tcp", "ports": "443", "to": {"cidr": "0.0.0.0/0"}}]},
            {"name": "database",
             "ingress": [{"protocol": "tcp", "ports": "3306", "from": {"group": "web"}}],
             "egress": [{"protocol": "tcp", "ports": "443", "to": {"cidr": "0.0.0.0/0"}}]},
            {"name": "debug",
             "ingress": [{"protocol": "all", "from": {"group": "web"}},
                         {"protocol": "icmp", "type": 8, "code": 0, "from": {"cidr": "10.0.0.0/8"}}],
             "egress": [{"protocol": "udp", "ports": "1000-2000", "to": {"group": "debug"}},
                        {"protocol": "icmp", "to": {"cidr": "0.0.0.0/0"}},
                        {"protocol": "50", "to": {"group": "debug"}}]}
          ]}
          """,
          "stack.json");

  private final NetworkInterface internet =
      NetworkInterface.of("internet", Set.of(), "203.0.113.7");
  private final NetworkInterface balancer =
      NetworkInterface.of("load-balancer", Set.of("load-balancer"), "10.0.0.4");
  private final NetworkInterface web = NetworkInterface.of("web-a", Set.of("web"), "10.0.1.4");
  private final NetworkInterface database =
      NetworkInterface.of("database", Set.of("database"), "10.0.2.4");

  @Test
  void admits_the_flows_of_the_stack_and_nothing_else() {
    assertThat(tcp(internet, balancer)).isEqualTo(PortSet.of(80, 443));
    assertThat(tcp(balancer, web)).isEqualTo(PortSet.of(80));
    assertThat(tcp(web, database)).isEqualTo(PortSet.of(3306));
    assertThat(tcp(database, internet)).isEqualTo(PortSet.of(443));

    assertThat(tcp(internet, web)).isEqualTo(PortSet.NONE);
    assertThat(tcp(internet, database)).isEqualTo(PortSet.NONE);
    assertThat(tcp(balancer, database)).isEqualTo(PortSet.NONE);
    assertThat(tcp(database, web)).isEqualTo(PortSet.NONE);
    assertThat(tcp(balancer, internet)).isEqualTo(PortSet.NONE);
    // The egress to 0.0.0.0/0 includes the load balancer, whose ingress includes everybody.
    assertThat(tcp(web, balancer)).isEqualTo(PortSet.of(443));
    assertThat(STACK.admitted(web, database, Protocol.UDP)).isEqualTo(PortSet.NONE);
  }

  @Test
  void leaves_the_outside_and_an_interface_itself_alone() {
    NetworkInterface other = NetworkInterface.of("other", Set.of(), "198.51.100.1");
    assertThat(tcp(internet, other)).isEqualTo(PortSet.ALL);
    assertThat(tcp(web, web)).isEqualTo(PortSet.ALL);
    assertThat(STACK.explain(internet, other, Traffic.tcp(80)))
        .hasToString("internet -> other tcp 80 is admitted: no security group is in the way");
  }

  @Test
  void takes_the_rules_of_all_groups_together() {
    NetworkInterface both = NetworkInterface.of("both", Set.of("debug", "database"), "10.0.2.5");
    assertThat(tcp(web, both)).isEqualTo(PortSet.of(443, 3306));
    assertThat(STACK.admitting(web, both, Traffic.tcp(3306)))
        .extracting(rule -> rule.location().toString())
        .containsExactlyInAnyOrder("stack.json:8:15", "stack.json:11:16", "stack.json:14:16");
    assertThat(STACK.admitted(both, database, Protocol.UDP)).isEqualTo(PortSet.NONE);
  }

  @Test
  void never_matches_ipv6_by_an_ipv4_block() {
    NetworkInterface outside6 = NetworkInterface.of("internet", Set.of(), "2001:db8::7");
    NetworkInterface balancer6 =
        NetworkInterface.of("load-balancer", Set.of("load-balancer"), "10.0.0.4", "2001:db8:1::4");
    assertThat(tcp(outside6, balancer6)).isEqualTo(PortSet.NONE);
    // A reference means all addresses of the members.
    NetworkInterface web6 = NetworkInterface.of("web-a", Set.of("web"), "2001:db8:2::4");
    assertThat(tcp(balancer6, web6)).isEqualTo(PortSet.of(80));
    assertThat(STACK.explain(internet, web6, Traffic.tcp(80)))
        .hasToString("internet -> web-a tcp 80 is not admitted: no common IP version");
  }

  @Test
  void needs_both_rules_for_the_same_pair_of_addresses() {
    SecurityGroups groups =
        SecurityGroups.parse(
            """
            {"groups": [
              {"name": "a", "egress": [{"protocol": "tcp", "to": {"cidr": "10.0.0.1/32"}}]},
              {"name": "b", "ingress": [{"protocol": "tcp", "from": {"cidr": "2001:db8::/32"}}]}]}
            """,
            "g.json");
    NetworkInterface from = NetworkInterface.of("from", Set.of("a"), "10.0.0.9", "2001:db8::9");
    NetworkInterface to = NetworkInterface.of("to", Set.of("b"), "10.0.0.1", "2001:db8::1");

    // IPv4 may leave but not enter, IPv6 may enter but not leave.
    assertThat(groups.admitted(from, to, Protocol.TCP)).isEqualTo(PortSet.NONE);
    assertThat(groups.explain(from, to, Traffic.tcp(80)).blockers())
        .containsExactlyInAnyOrder(Blocker.MISSING_EGRESS, Blocker.MISSING_INGRESS);
    assertThat(groups.admitting(from, to, Traffic.tcp(80))).isEmpty();
  }

  @Test
  void explains_what_admits_and_what_is_missing() {
    assertThat(STACK.explain(web, database, Traffic.tcp(3306)))
        .hasToString(
            "web-a -> database tcp 3306 is admitted by web egress tcp 3306 to group database"
                + " (stack.json:8:15) and database ingress tcp 3306 from group web"
                + " (stack.json:11:16)");
    assertThat(STACK.explain(balancer, database, Traffic.tcp(3306)))
        .hasToString(
            "load-balancer -> database tcp 3306 is not admitted: missing egress in load-balancer"
                + " and missing ingress in database");
    assertThat(STACK.explain(web, database, Traffic.tcp(443)))
        .hasToString(
            "web-a -> database tcp 443 is not admitted: missing ingress in database, in spite of"
                + " web egress tcp 443 to 0.0.0.0/0 (stack.json:9:15)");
    assertThat(STACK.explain(internet, web, Traffic.tcp(80)).blockers())
        .containsExactly(Blocker.MISSING_INGRESS);
    assertThat(STACK.explain(database, internet, Traffic.tcp(25)).blockers())
        .containsExactly(Blocker.MISSING_EGRESS);
  }

  @Test
  void knows_icmp_types_and_protocols_without_ports() {
    NetworkInterface a = NetworkInterface.of("a", Set.of("debug"), "10.0.0.1");
    NetworkInterface b = NetworkInterface.of("b", Set.of("debug"), "10.0.0.2");
    assertThat(STACK.explain(a, b, Traffic.icmp(Protocol.ICMP, 8, 0)).isAdmitted()).isTrue();
    assertThat(STACK.explain(a, b, Traffic.icmp(Protocol.ICMP, 13, 0)).isAdmitted()).isFalse();
    assertThat(STACK.explain(a, b, Traffic.icmp(Protocol.ICMP, 8, 1)).blockers())
        .containsExactly(Blocker.MISSING_INGRESS);
    assertThat(STACK.explain(a, b, Traffic.icmp(Protocol.ICMPV6, 128, 0)).blockers())
        .containsExactly(Blocker.NO_COMMON_IP_VERSION);
    Protocol esp = Protocol.parse("50");
    assertThat(STACK.explain(a, b, Traffic.of(esp)).blockers())
        .containsExactly(Blocker.MISSING_INGRESS);
    assertThat(STACK.explain(web, b, Traffic.of(esp)).blockers())
        .containsExactly(Blocker.MISSING_EGRESS);
  }

  @Test
  void refuses_questions_that_make_no_sense() {
    assertThatThrownBy(() -> STACK.admitted(web, database, Protocol.ICMP))
        .hasMessage("icmp has no ports, perhaps you should call explain with Traffic instead");
    NetworkInterface stray = NetworkInterface.of("stray", Set.of("wbe"), "10.0.0.1");
    assertThatThrownBy(() -> tcp(stray, web))
        .hasMessage(
            "stray has the security group \"wbe\", which is not in stack.json, perhaps you should"
                + " use one of load-balancer, web, database, debug");
    assertThatThrownBy(() -> STACK.explain(web, stray, Traffic.tcp(1)))
        .hasMessageContaining("\"wbe\"");
    assertThatThrownBy(() -> NetworkInterface.of("bare", Set.of()))
        .hasMessage("the interface bare has no address, perhaps you should give at least one");
    assertThatThrownBy(() -> Traffic.to(Protocol.ICMP, 8)).hasMessageContaining("for icmp");
    assertThatThrownBy(() -> Traffic.of(Protocol.ALL))
        .hasMessage("No packet is of all protocols, perhaps you should name one, such as tcp");
    assertThatThrownBy(() -> Traffic.icmp(Protocol.ICMP, 256, 0))
        .hasMessage("256 is no ICMP type or code, perhaps you should write a number from 0 to 255");
    assertThatThrownBy(() -> Traffic.tcp(65_536)).hasMessageStartingWith("65536 is not a port");
    assertThatThrownBy(() -> new Protocol(-2))
        .hasMessageStartingWith("-2 is not a protocol number");
  }

  @Test
  void cannot_be_changed_from_outside() {
    assertThatThrownBy(() -> STACK.groups().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> web.groups().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(List.copyOf(web.addresses())).hasSize(1);
  }

  private static PortSet tcp(NetworkInterface from, NetworkInterface to) {
    return STACK.admitted(from, to, Protocol.TCP);
  }
}
