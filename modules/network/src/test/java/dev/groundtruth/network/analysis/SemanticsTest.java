package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Edited;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.certificate.Certifier;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.model.Vpc;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A test for each line of the AWS guides that the engine stands on; each cites its page. What the
 * readers and the findings stand on is in {@code TerraformReaderTest} and {@code FindingsTest}.
 */
class SemanticsTest {

  private static final TrafficMatch WEB = tcp(80);

  private final List<Maybe<Cidr>> vpcBlocks =
      new ArrayList<>(blocks("10.0.0.0/16", "2600:1f18:1::/56"));
  private Vpc.BlockPublicAccess blockPublicAccess = Vpc.BlockPublicAccess.OFF;
  private final List<Subnet> subnets = new ArrayList<>();
  private final List<RouteTable> tables = new ArrayList<>();
  private final List<Gateway> gateways = new ArrayList<>();
  private final List<NetworkAcl> acls = new ArrayList<>();
  private final List<SecurityGroup> groups = new ArrayList<>();
  private final List<NetworkInterface> interfaces = new ArrayList<>();
  private final List<Peering> peerings = new ArrayList<>();
  private final List<PrefixList> prefixLists = new ArrayList<>();

  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html: rules are allow
  // rules, and those of all groups of an interface count together.
  @Test
  void the_rules_of_all_groups_of_an_interface_are_joined() {
    subnet("a", "10.0.1.0/24");
    open("client");
    group("one", in(tcp(22), "10.0.0.0/16"));
    group("two", in(WEB, "10.0.0.0/16"));
    member("from", "a", "10.0.1.10", "client");
    member("to", "a", "10.0.1.11", "one", "two");

    assertThat(reachable("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
    assertThat(reachable("from", "to", tcp(22))).isInstanceOf(Verdict.Proved.class);
    assertThat(isolated("from", "to", tcp(23))).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html: a reference means
  // the private addresses of the interfaces the group is attached to.
  @Test
  void a_reference_means_the_members_of_the_group_and_an_empty_group_nobody() {
    subnet("a", "10.0.1.0/24");
    open("client");
    open("empty");
    group(
        "server",
        inFrom(WEB, new Peer.GroupPeer("client")),
        inFrom(tcp(22), new Peer.GroupPeer("empty")));
    open("stranger");
    member("from", "a", "10.0.1.10", "client");
    member("other", "a", "10.0.1.12", "stranger");
    member("to", "a", "10.0.1.11", "server");

    assertThat(reachable("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
    assertThat(isolated("other", "to", WEB)).isInstanceOf(Verdict.Proved.class);
    assertThat(isolated("from", "to", tcp(22))).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html: -1 and numbers
  // other than tcp, udp, icmp and icmpv6 allow all ports whatever range is written.
  @Test
  void protocol_minus_one_and_other_numbers_ignore_ports() {
    subnet("a", "10.0.1.0/24");
    open("client");
    group(
        "all",
        in(
            new TrafficMatch(
                Protocol.ALL, PortRange.of(22), OptionalInt.empty(), OptionalInt.empty()),
            "10.0.0.0/16"));
    group("esp", in(TrafficMatch.of(new Protocol(50), PortRange.of(22)), "10.0.0.0/16"));
    member("from", "a", "10.0.1.10", "client");
    member("to", "a", "10.0.1.11", "all");
    member("vpn", "a", "10.0.1.12", "esp");

    assertThat(reachable("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
    assertThat(reachable("from", "vpn", TrafficMatch.of(new Protocol(50), PortRange.ALL)))
        .isInstanceOf(Verdict.Proved.class);
    assertThat(isolated("from", "vpn", tcp(22))).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html: ICMP type and code.
  @Test
  void icmp_is_told_apart_by_type_and_code() {
    subnet("a", "10.0.1.0/24");
    open("client");
    group("ping", in(icmp(8), "10.0.0.0/16"));
    member("from", "a", "10.0.1.10", "client");
    member("to", "a", "10.0.1.11", "ping");

    assertThat(reachable("from", "to", icmp(8))).isInstanceOf(Verdict.Proved.class);
    assertThat(isolated("from", "to", icmp(13))).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html: a rule of one
  // code,
  // and one of all.
  @Test
  void icmp_codes_and_types_are_exact_at_their_corners() {
    subnet("a", "10.0.1.0/24", "2600:1f18:1:1::/64");
    open("client");
    group(
        "server",
        in(icmp(3, 4), "10.0.0.0/16"),
        in(
            new TrafficMatch(
                Protocol.ICMPV6, PortRange.ALL, OptionalInt.of(255), OptionalInt.empty()),
            "::/0"));
    member("from", "a", List.of("10.0.1.10", "2600:1f18:1:1::10"), "client");
    member("to", "a", List.of("10.0.1.11", "2600:1f18:1:1::11"), "server");
    PacketSet arriving =
        Reachability.of(network()).arrivals(endpoint("from"), endpoint("to")).get(0).certain();

    for (int type = 0; type <= 255; type++) {
      for (int code : new int[] {0, 3, 4, 5, 255}) {
        assertThat(arriving.contains(packet(4, Traffic.icmp(Protocol.ICMP, type, code))))
            .isEqualTo(type == 3 && code == 4);
        assertThat(arriving.contains(packet(6, Traffic.icmp(Protocol.ICMPV6, type, code))))
            .isEqualTo(type == 255);
      }
    }
  }

  private static Packet packet(int version, Traffic traffic) {
    String prefix = version == 4 ? "10.0.1." : "2600:1f18:1:1::";
    return new Packet(Cidr.parseAddress(prefix + "10"), Cidr.parseAddress(prefix + "11"), traffic);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html: IPv4 and IPv6 need
  // rules of their own.
  @Test
  void a_rule_of_one_ip_version_never_matches_the_other() {
    subnet("a", "10.0.1.0/24", "2600:1f18:1:1::/64");
    open("client");
    group("server", in(WEB, "0.0.0.0/0"));
    member("from", "a", List.of("10.0.1.10", "2600:1f18:1:1::10"), "client");
    member("to", "a", List.of("10.0.1.11", "2600:1f18:1:1::11"), "server");

    Witness witness = ((Verdict.Proved) reachable("from", "to", WEB)).witness().orElseThrow();

    assertThat(witness.packet().source().getHostAddress()).isEqualTo("10.0.1.10");
    assertThat(
            Reachability.of(network())
                .arrivals(endpoint("from"), endpoint("to"))
                .get(0)
                .possible()
                .representatives())
        .isNotEmpty()
        .allMatch(packet -> packet.source().getAddress().length == 4);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html, and RFC 4291: an
  // IPv4
  // address written as IPv6 is one of IPv6.
  @Test
  void a_rule_of_ipv4_addresses_written_as_ipv6_matches_no_ipv4() {
    subnet("a", "10.0.1.0/24");
    open("client");
    group("server", in(WEB, "::ffff:10.0.0.0/112"));
    member("from", "a", "10.0.1.10", "client");
    member("to", "a", "10.0.1.11", "server");

    assertThat(isolated("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html: stateful.
  @Test
  void security_groups_let_replies_pass() {
    subnet("a", "10.0.1.0/24");
    open("client");
    group("server", in(WEB, "10.0.0.0/16"));
    member("from", "a", "10.0.1.10", "client");
    member("to", "a", "10.0.1.11", "server");

    assertThat(reachable("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
    assertThat(isolated("to", "from", TrafficMatch.ALL)).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html: the lowest number that
  // matches decides.
  @Test
  void the_first_entry_of_a_network_acl_decides() {
    acl(
        "acl",
        entry(10, Direction.INGRESS, false, WEB),
        entry(20, Direction.INGRESS, true, TrafficMatch.ALL),
        entry(10, Direction.EGRESS, true, TrafficMatch.ALL));
    twoSubnets("acl");

    assertThat(isolated("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
    assertThat(reachable("from", "to", tcp(81))).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html: ACLs are stateless; and
  // https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html: replies go to the
  // ephemeral ports of the client's kind.
  @Test
  void a_network_acl_must_let_the_replies_to_the_ephemeral_ports_pass() {
    acl(
        "acl",
        entry(10, Direction.INGRESS, true, TrafficMatch.ALL),
        entry(
            10,
            Direction.EGRESS,
            true,
            TrafficMatch.of(Protocol.TCP, new PortRange(32768, 65535))));
    twoSubnets("acl");

    assertThat(reachable("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);

    acls.clear();
    acl(
        "acl",
        entry(10, Direction.INGRESS, true, TrafficMatch.ALL),
        entry(10, Direction.EGRESS, true, TrafficMatch.of(Protocol.TCP, new PortRange(80, 80))));

    assertThat(isolated("from", "to", WEB))
        .isInstanceOfSatisfying(
            Verdict.Proved.class,
            proved ->
                assertThat(proved.exceptions())
                    .contains(
                        "packets that need no reply, and clients that take a port below 1024, where acl keeps off replies only"));
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html: a public address is
  // reached from within the VPC over the internet, too.
  @Test
  void isolation_of_private_addresses_does_not_speak_of_public_ones() {
    twoSubnets("acl");
    acl("acl");

    assertThat(isolated("from", "to", WEB))
        .isInstanceOfSatisfying(
            Verdict.Proved.class,
            proved -> assertThat(proved.exceptions()).noneMatch(each -> each.contains("public")));

    interfaces.replaceAll(
        each -> each.identity().key().equals("to") ? Edited.isPublic(each, true) : each);
    assertThat(isolated("from", "to", WEB))
        .isInstanceOfSatisfying(
            Verdict.Proved.class,
            proved ->
                assertThat(proved.exceptions())
                    .contains(
                        "packets that go over the internet to the public address of to, if it has one"));
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html: Linux uses 32768 to
  // 61000, Windows 49152 to 65535, Elastic Load Balancing 1024 to 65535. Nobody knows which port a
  // client picks, nor which system an instance, a task or a database runs.
  @ParameterizedTest
  @CsvSource({
    "INSTANCE, true",
    "ECS_TASK, true",
    "RDS, true",
    "APPLICATION_LOAD_BALANCER, false",
    "NETWORK_LOAD_BALANCER, false",
    "OTHER, false"
  })
  void the_kind_of_an_interface_decides_which_ephemeral_ports_are_enough(
      NetworkInterface.Kind kind, boolean isSystem) {
    repliesFrom(kind, new PortRange(32768, 65535));
    assertThat(reachable("from", "to", WEB))
        .isInstanceOf(isSystem ? Verdict.Proved.class : Verdict.Unknown.class);

    repliesFrom(kind, new PortRange(32768, 61000));
    assertThat(reachable("from", "to", WEB)).isInstanceOf(Verdict.Unknown.class);

    repliesFrom(kind, new PortRange(1024, 65535));
    assertThat(reachable("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html: which ports a client
  // uses depends on its operating system, so that replies to any of them may be enough.
  @ParameterizedTest
  @EnumSource(NetworkInterface.Kind.class)
  void replies_to_a_part_of_the_ephemeral_ports_are_no_isolation(NetworkInterface.Kind kind) {
    repliesFrom(kind, new PortRange(61001, 65535));
    assertThat(isolated("from", "to", WEB)).isInstanceOf(Verdict.Unknown.class);

    repliesFrom(kind, new PortRange(1024, 2000));
    assertThat(isolated("from", "to", WEB)).isInstanceOf(Verdict.Unknown.class);

    repliesFrom(kind, new PortRange(0, 1023));
    assertThat(isolated("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
  }

  /** A client of some kind, and a server whose subnet lets replies to some ports out. */
  private void repliesFrom(NetworkInterface.Kind kind, PortRange ports) {
    acls.clear();
    subnets.clear();
    interfaces.clear();
    groups.clear();
    acl(
        "acl",
        entry(10, Direction.INGRESS, true, TrafficMatch.ALL),
        entry(10, Direction.EGRESS, true, TrafficMatch.of(Protocol.TCP, ports)));
    twoSubnets("acl");
    interfaces.removeIf(each -> each.identity().key().equals("from"));
    interfaces.add(of("from", kind, "a", "10.0.1.10", "client"));
  }

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html:
  // without groups a Network Load Balancer takes everything; anything else has a group.
  @Test
  void only_a_network_load_balancer_can_be_without_groups() {
    subnet("a", "10.0.1.0/24");
    open("client");
    member("from", "a", "10.0.1.10", "client");
    interfaces.add(of("network", NetworkInterface.Kind.NETWORK_LOAD_BALANCER, "a", "10.0.1.11"));
    interfaces.add(of("other", NetworkInterface.Kind.APPLICATION_LOAD_BALANCER, "a", "10.0.1.12"));

    assertThat(reachable("from", "network", WEB)).isInstanceOf(Verdict.Proved.class);
    assertThat(isolated("from", "other", WEB)).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html: members of an Auto
  // Scaling
  // group are in any of its subnets, and as many as it scales to.
  @Test
  void members_of_an_auto_scaling_group_reach_each_other_across_its_subnets() {
    subnet("a", "10.0.1.0/24");
    subnet("b", "10.0.2.0/24");
    open("worker", inFrom(WEB, new Peer.GroupPeer("worker")));
    interfaces.add(
        new NetworkInterface(
            Identity.of("asg"),
            List.of(),
            NetworkInterface.Kind.INSTANCE,
            List.of("a", "b"),
            Set.of("worker"),
            Maybe.of(true),
            List.of(),
            Maybe.of(false),
            true));

    assertThat(reachable("asg", "asg", WEB)).isInstanceOf(Verdict.Proved.class);
    assertThat(isolated("asg", "asg", tcp(81))).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html: a rule that names a
  // list means its entries, of either IP version.
  @Test
  void a_prefix_list_means_its_entries() {
    subnet("a", "10.0.1.0/24", "2600:1f18:1:1::/64");
    open("client");
    group("server", inFrom(WEB, new Peer.PrefixListPeer("pl")));
    member("from", "a", List.of("10.0.1.10", "2600:1f18:1:1::10"), "client");
    member("to", "a", List.of("10.0.1.11", "2600:1f18:1:1::11"), "server");
    for (String entry : List.of("10.0.1.10/32", "2600:1f18:1:1::10/128")) {
      prefixLists.clear();
      prefixLists.add(new PrefixList(Identity.of("pl"), "", Maybe.of(List.of(Cidr.parse(entry)))));
      Verdict.Proved proved = (Verdict.Proved) reachable("from", "to", WEB);
      assertThat(Cidr.parse(entry).first())
          .isEqualTo(proved.witness().orElseThrow().packet().source());
    }

    prefixLists.clear();
    prefixLists.add(
        new PrefixList(Identity.of("pl"), "", Maybe.of(List.of(Cidr.parse("10.0.1.11/32")))));
    assertThat(isolated("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);

    prefixLists.set(0, new PrefixList(Identity.of("pl"), "", Maybe.unknown("pl.entries")));
    assertThat(isolated("from", "to", WEB)).isInstanceOf(Verdict.Unknown.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html: only at the boundary of a
  // subnet.
  @Test
  void a_network_acl_does_not_filter_within_its_subnet() {
    acl("closed");
    subnetWith("a", "10.0.1.0/24", Optional.of("closed"));
    open("client");
    open("server", in(WEB, "10.0.0.0/16"));
    member("from", "a", "10.0.1.10", "client");
    member("to", "a", "10.0.1.11", "server");

    assertThat(reachable("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
  @Test
  void the_longest_prefix_decides() {
    publicServer(route("0.0.0.0/0", igw()), route("8.8.8.0/24", new RouteTarget.Blackhole()));

    assertThat(ask(Endpoint.internet(), endpoint("server"))).isInstanceOf(Verdict.Proved.class);
    Verdict verdict = ask(Endpoint.of(AddressSet.of(Cidr.parse("8.8.8.8/32"))), endpoint("server"));
    assertThat(((Verdict.Refuted) verdict).blockers())
        .extracting(Blocker::code)
        .containsExactly(BlockerCode.BAD_STATE_ROUTE);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
  @Test
  void the_internet_needs_a_gateway_a_route_a_public_address_and_a_group() {
    publicServer(route("0.0.0.0/0", igw()));
    Witness witness =
        ((Verdict.Proved) ask(Endpoint.internet(), endpoint("server"))).witness().orElseThrow();
    assertThat(witness.hops())
        .extracting(Hop::kind)
        .containsExactly(
            Hop.Kind.SOURCE,
            Hop.Kind.ROUTE,
            Hop.Kind.GATEWAY,
            Hop.Kind.SECURITY_GROUP_INGRESS,
            Hop.Kind.DESTINATION);

    tables.clear();
    tables.add(new RouteTable(Identity.of("table"), "vpc", false, List.of()));
    assertThat(codes()).containsExactly(BlockerCode.NO_ROUTE_TO_DESTINATION);

    tables.clear();
    tables.add(
        new RouteTable(Identity.of("table"), "vpc", false, List.of(route("0.0.0.0/0", igw()))));
    interfaces.clear();
    member("server", "a", "10.0.1.11", "server");
    assertThat(codes()).containsExactly(BlockerCode.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS);

    interfaces.clear();
    publicMember("server", "a", "10.0.1.11", "server");
    gateways.clear();
    gateways.add(
        new Gateway(Identity.of("igw"), Gateway.Kind.INTERNET, Optional.empty(), Optional.empty()));
    assertThat(codes()).containsExactly(BlockerCode.BAD_STATE_ATTACHMENT);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
  @Test
  void a_nat_gateway_is_outbound_only() {
    behindNat();

    assertThat(ask(endpoint("app"), Endpoint.internet())).isInstanceOf(Verdict.Proved.class);
    assertThat(((Verdict.Refuted) ask(Endpoint.internet(), endpoint("app"))).blockers())
        .extracting(Blocker::code)
        .containsExactly(BlockerCode.GATEWAY_REJECTS_INGRESS);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html: the network ACL of
  // the gateway's subnet applies to what goes through it.
  @Test
  void what_a_nat_gateway_gets_no_replies_to_may_have_gone_out() {
    behindNat();
    subnets.removeIf(subnet -> subnet.identity().key().equals("a"));
    subnets.add(
        new Subnet(
            Identity.of("a"),
            "vpc",
            blocks("10.0.1.0/24"),
            Optional.empty(),
            Optional.of("table"),
            Optional.of("acl")));
    acl(
        "acl",
        entry(10, Direction.INGRESS, true, WEB),
        entry(10, Direction.EGRESS, true, TrafficMatch.ALL));

    assertThat(Reachability.of(network()).isolated(endpoint("app"), Endpoint.internet(), WEB))
        .isInstanceOfSatisfying(
            Verdict.Proved.class,
            proved ->
                assertThat(proved.exceptions())
                    .anyMatch(each -> each.endsWith("where acl keeps off replies only")));
  }

  private void behindNat() {
    subnet("private", "10.0.2.0/24");
    publicServer(route("0.0.0.0/0", igw()));
    tables.add(
        new RouteTable(
            Identity.of("private-table"),
            "vpc",
            false,
            List.of(route("0.0.0.0/0", new RouteTarget.NatGateway("nat")))));
    subnets.set(
        0,
        new Subnet(
            Identity.of("private"),
            "vpc",
            blocks("10.0.2.0/24"),
            Optional.empty(),
            Optional.of("private-table"),
            Optional.empty()));
    gateways.add(
        new Gateway(
            Identity.of("nat"), Gateway.Kind.PUBLIC_NAT, Optional.empty(), Optional.of("a")));
    open("app", in(TrafficMatch.ALL, "0.0.0.0/0"));
    member("app", "private", "10.0.2.10", "app");
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html: each subnet goes
  // through the gateway of its own route table, and the network ACL of that one's subnet applies.
  @Test
  void of_several_nat_gateways_each_subnet_uses_that_of_its_own_table() {
    publicServer(route("0.0.0.0/0", igw()));
    acl("closed");
    subnets.add(
        new Subnet(
            Identity.of("closed-public"),
            "vpc",
            blocks("10.0.9.0/24"),
            Optional.empty(),
            Optional.of("table"),
            Optional.of("closed")));
    open("app");
    for (String[] way : new String[][] {{"one", "a"}, {"two", "closed-public"}}) {
      gateways.add(
          new Gateway(
              Identity.of("nat-" + way[0]),
              Gateway.Kind.PUBLIC_NAT,
              Optional.empty(),
              Optional.of(way[1])));
      tables.add(
          new RouteTable(
              Identity.of("table-" + way[0]),
              "vpc",
              false,
              List.of(route("0.0.0.0/0", new RouteTarget.NatGateway("nat-" + way[0])))));
    }
    subnets.add(subnetOf("one", "vpc", "10.0.2.0/24", "table-one"));
    subnets.add(subnetOf("two", "vpc", "10.0.3.0/24", "table-two"));
    member("one", "one", "10.0.2.10", "app");
    member("two", "two", "10.0.3.10", "app");

    assertThat(ask(endpoint("one"), Endpoint.internet())).isInstanceOf(Verdict.Proved.class);
    assertThat(((Verdict.Refuted) ask(endpoint("two"), Endpoint.internet())).blockers())
        .extracting(Blocker::code)
        .contains(BlockerCode.SUBNET_ACL_RESTRICTION);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
  @Test
  void block_public_access_keeps_the_internet_out() {
    publicServer(route("0.0.0.0/0", igw()));
    blockPublicAccess = Vpc.BlockPublicAccess.BLOCK_INGRESS;

    assertThat(codes()).containsExactly(BlockerCode.VPC_BLOCK_PUBLIC_ACCESS_ENABLED);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html: a mode that nobody
  // knows
  // may be any.
  @Test
  void block_public_access_of_unknown_mode_makes_no_proof_about_the_internet() {
    publicServer(route("0.0.0.0/0", igw()));
    blockPublicAccess = Vpc.BlockPublicAccess.UNKNOWN;

    assertThat(((Verdict.Unknown) ask(Endpoint.internet(), endpoint("server"))).attributes())
        .containsExactly("what VPC Block Public Access blocks of vpc");
    assertThat(Reachability.of(network()).isolated(Endpoint.internet(), endpoint("server"), WEB))
        .isInstanceOf(Verdict.Unknown.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html: ingress-only lets only
  // NAT gateways and egress-only internet gateways through.
  @Test
  void block_public_access_of_ingress_is_no_promise_to_an_instance_with_a_public_address() {
    publicServer(route("0.0.0.0/0", igw()));
    open("client");
    publicMember("client", "a", "10.0.1.12", "client");
    assertThat(ask(endpoint("client"), Endpoint.internet())).isInstanceOf(Verdict.Proved.class);

    blockPublicAccess = Vpc.BlockPublicAccess.BLOCK_INGRESS;

    assertThat(ask(endpoint("client"), Endpoint.internet())).isInstanceOf(Verdict.Unknown.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
  @Test
  void an_egress_only_gateway_is_outbound_only_and_for_ipv6_only() {
    RouteTarget gateway = new RouteTarget.EgressOnlyGateway("eigw");
    tables.add(
        new RouteTable(
            Identity.of("table"),
            "vpc",
            false,
            List.of(route("0.0.0.0/0", gateway), route("::/0", gateway))));
    subnets.add(
        new Subnet(
            Identity.of("a"),
            "vpc",
            blocks("10.0.1.0/24", "2600:1f18:1:1::/64"),
            Optional.empty(),
            Optional.of("table"),
            Optional.empty()));
    open("all", in(WEB, "0.0.0.0/0"), in(WEB, "::/0"));
    member("app", "a", List.of("10.0.1.10", "2600:1f18:1:1::10"), "all");

    Witness out =
        ((Verdict.Proved) ask(endpoint("app"), Endpoint.internet())).witness().orElseThrow();
    assertThat(out.packet().source().getAddress()).hasSize(16);
    assertThat(((Verdict.Refuted) ask(Endpoint.internet(), endpoint("app"))).blockers())
        .extracting(Blocker::code)
        .containsExactly(BlockerCode.GATEWAY_REJECTS_INGRESS);
    assertThat(ask(endpoint("app"), Endpoint.of(AddressSet.of(Cidr.parse("52.1.2.3/32")))))
        .isInstanceOf(Verdict.Refuted.class);

    gateways.add(
        new Gateway(
            Identity.of("eigw"), Gateway.Kind.EGRESS_ONLY, Optional.of("vpc2"), Optional.empty()));
    assertThat(((Verdict.Refuted) ask(endpoint("app"), Endpoint.internet())).blockers())
        .extracting(Blocker::code)
        .contains(BlockerCode.BAD_STATE_ATTACHMENT);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html: a NAT gateway
  // translates what is sent to 64:ff9b::/96, by which those with IPv6 only reach IPv4.
  @Test
  void a_route_of_ipv6_to_a_nat_gateway_leads_to_ipv4() {
    gateways.add(
        new Gateway(
            Identity.of("nat"), Gateway.Kind.PUBLIC_NAT, Optional.empty(), Optional.of("a")));
    Route translated = route("64:ff9b::/96", new RouteTarget.NatGateway("nat"));
    tables.add(new RouteTable(Identity.of("table"), "vpc", false, List.of(translated)));
    tables.add(
        new RouteTable(
            Identity.of("egress-only"),
            "vpc",
            false,
            List.of(route("64:ff9b::/96", new RouteTarget.EgressOnlyGateway("eigw")))));
    subnet("a", "10.0.1.0/24");
    subnets.set(0, subnetOf("a", "vpc", "10.0.1.0/24", "table"));
    subnets.add(subnetOf("six", "vpc", "2600:1f18:1:1::/64", "table"));
    subnets.add(subnetOf("four", "vpc", "10.0.2.0/24", "table"));
    subnets.add(subnetOf("other", "vpc", "2600:1f18:1:2::/64", "egress-only"));
    open("client", in(WEB, "::/0"));
    group("silent");
    member("six", "six", "2600:1f18:1:1::10", "client");
    member("four", "four", "10.0.2.10", "client");
    member("silent", "six", "2600:1f18:1:1::11", "silent");
    member("other", "other", "2600:1f18:1:2::10", "client");

    Reachability reachability = Reachability.of(network());
    assertThat(reachability.isolated(endpoint("six"), Endpoint.internet(), WEB))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class,
            unknown ->
                assertThat(unknown.attributes())
                    .containsExactly("where nat sends what it takes from IPv6"));
    for (String each : List.of("four", "silent", "other")) {
      assertThat(reachability.isolated(endpoint(each), Endpoint.internet(), WEB))
          .isInstanceOf(Verdict.Proved.class);
    }
    assertThat(reachability.isolated(Endpoint.internet(), endpoint("six"), WEB))
        .isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html: a peer's gateways are
  // not for others ("edge to edge routing" is not supported).
  @Test
  void a_route_to_a_peer_leads_to_its_blocks_and_no_further() {
    publicServer(route("0.0.0.0/0", new RouteTarget.Peering("pcx")));
    peerings.add(new Peering(Identity.of("pcx"), "vpc", "vpc2", Maybe.of(true)));
    assertThat(codes()).containsExactly(BlockerCode.PCX_REQUIRES_ADDRESS_IN_VPC_CIDR);

    peerings.set(0, new Peering(Identity.of("pcx"), "vpc", "elsewhere", Maybe.of(true)));
    assertThat(ask(Endpoint.internet(), endpoint("server"))).isInstanceOf(Verdict.Unknown.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
  @Test
  void a_gateway_endpoint_leads_to_the_addresses_of_its_prefix_list_and_not_to_the_internet() {
    prefixLists.add(
        new PrefixList(Identity.of("pl-s3"), "s3", Maybe.of(List.of(Cidr.parse("52.216.0.0/15")))));
    publicServer(
        new Route(
            Identity.of("to s3"),
            new Peer.PrefixListPeer("pl-s3"),
            new RouteTarget.GatewayEndpoint("vpce")));
    open("client");
    member("client", "a", "10.0.1.12", "client");

    assertThat(ask(endpoint("client"), Endpoint.of(AddressSet.of(Cidr.parse("52.216.1.1/32")))))
        .isInstanceOf(Verdict.Proved.class);
    assertThat(ask(endpoint("client"), Endpoint.of(AddressSet.of(Cidr.parse("52.218.1.1/32")))))
        .isInstanceOf(Verdict.Refuted.class);
    assertThat(ask(endpoint("client"), Endpoint.internet())).isInstanceOf(Verdict.Refuted.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html: a static route has
  // priority over one of a prefix list, and of two prefix lists either may have it.
  @Test
  void of_equally_long_prefixes_a_route_of_its_own_beats_a_prefix_list() {
    Peer list = new Peer.PrefixListPeer("pl");
    Peer other = new Peer.PrefixListPeer("other");
    for (String key : List.of("pl", "other")) {
      prefixLists.add(
          new PrefixList(Identity.of(key), key, Maybe.of(List.of(Cidr.parse("0.0.0.0/0")))));
    }
    Route black = new Route(Identity.of("black"), list, new RouteTarget.Blackhole());
    publicServer(black, route("0.0.0.0/0", igw()));
    assertThat(ask(Endpoint.internet(), endpoint("server"))).isInstanceOf(Verdict.Proved.class);

    tables.clear();
    Route open = new Route(Identity.of("open"), other, igw());
    tables.add(new RouteTable(Identity.of("table"), "vpc", false, List.of(black, open)));
    assertThat(ask(Endpoint.internet(), endpoint("server"))).isInstanceOf(Verdict.Unknown.class);
  }

  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html: a number from 0
  // to
  // 255 is one protocol.
  @Test
  void every_protocol_number_is_told_apart_from_its_neighbours() {
    subnet("a", "10.0.1.0/24");
    open("client");
    member("from", "a", "10.0.1.10", "client");
    member("to", "a", "10.0.1.11", "server");
    for (int number = 0; number <= 255; number++) {
      if (number == 58) {
        // ICMPv6 is not carried by IPv4.
        continue;
      }
      groups.removeIf(group -> group.identity().key().equals("server"));
      group("server", in(TrafficMatch.of(new Protocol(number), PortRange.ALL), "10.0.0.0/16"));
      Reachability reachability = Reachability.of(network());

      List<Integer> arriving = new ArrayList<>();
      reachability
          .arrivals(endpoint("from"), endpoint("to"))
          .get(0)
          .certain()
          .representatives()
          .forEach(packet -> arriving.add(packet.traffic().protocol().number()));

      assertThat(arriving).isNotEmpty().containsOnly(number);
    }
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html: what groups cannot
  // filter.
  @Test
  void a_proof_of_isolation_names_what_groups_cannot_filter() {
    subnet("a", "10.0.1.0/24");
    open("client");
    group("server");
    member("from", "a", "10.0.1.10", "client");
    member("to", "a", "10.0.1.11", "server");

    assertThat(((Verdict.Proved) isolated("from", "to", TrafficMatch.ALL)).exceptions())
        .anyMatch(text -> text.contains("Amazon DNS"))
        .anyMatch(text -> text.contains("169.254.169.253"))
        .anyMatch(text -> text.contains("instance metadata (169.254.169.254)"))
        .anyMatch(text -> text.contains("Amazon Time Sync (169.254.169.123)"));
  }

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html:
  // a target can get packets from the address of the client. Target groups are not modelled.
  @Test
  void a_proof_of_isolation_names_the_network_load_balancers_that_may_preserve_clients() {
    subnet("a", "10.0.1.0/24");
    open("open");
    group("server");
    member("client", "a", "10.0.1.10", "open");
    member("target", "a", "10.0.1.11", "server");
    interfaces.add(
        of(
            "application",
            NetworkInterface.Kind.APPLICATION_LOAD_BALANCER,
            "a",
            "10.0.1.12",
            "server"));
    interfaces.add(
        of("network", NetworkInterface.Kind.NETWORK_LOAD_BALANCER, "a", "10.0.1.13", "server"));
    String exception =
        "packets of clients whose addresses the Network Load Balancer network preserves when it"
            + " passes them on to its targets";
    Endpoint internet = Endpoint.internet();

    assertThat(((Verdict.Proved) isolated("client", "target", TrafficMatch.ALL)).exceptions())
        .startsWith(Reachability.STANDING_EXCEPTIONS.get(0))
        .endsWith(exception)
        .noneMatch(text -> text.contains("application"));
    assertThat(((Verdict.Refuted) reachable("client", "target", WEB)).exceptions())
        .endsWith(exception);
    assertThat(((Verdict.Refuted) ask(internet, endpoint("target"))).exceptions())
        .endsWith(exception);
    assertThat(
            ((Verdict.Proved)
                    Reachability.of(network()).isolated(endpoint("target"), internet, WEB))
                .exceptions())
        .isEqualTo(Reachability.STANDING_EXCEPTIONS);
  }

  // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html, and for the group
  // reference https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
  @Test
  void peering_joins_its_two_vpcs_only() {
    tables.add(
        new RouteTable(
            Identity.of("table"),
            "vpc",
            false,
            List.of(route("10.9.0.0/16", new RouteTarget.Peering("pcx")))));
    tables.add(
        new RouteTable(
            Identity.of("there"),
            "vpc2",
            false,
            List.of(route("10.0.0.0/16", new RouteTarget.Peering("pcx")))));
    subnets.add(subnetOf("a", "vpc", "10.0.1.0/24", "table"));
    subnets.add(subnetOf("b", "vpc2", "10.9.1.0/24", "there"));
    open("client");
    group("server", inFrom(WEB, new Peer.GroupPeer("client")));
    member("from", "a", "10.0.1.10", "client");
    member("to", "b", "10.9.1.10", "server");
    peerings.add(new Peering(Identity.of("pcx"), "vpc", "vpc2", Maybe.of(true)));

    assertThat(reachable("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);

    peerings.set(0, new Peering(Identity.of("pcx"), "vpc", "vpc3", Maybe.of(true)));
    assertThat(isolated("from", "to", WEB)).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
  @Test
  void a_group_that_is_not_shown_may_be_one_of_a_peered_vpc() {
    tables.add(
        new RouteTable(
            Identity.of("table"),
            "vpc",
            false,
            List.of(
                route("10.44.0.0/16", new RouteTarget.Peering("pcx")), route("0.0.0.0/0", igw()))));
    gateways.add(
        new Gateway(
            Identity.of("igw"), Gateway.Kind.INTERNET, Optional.of("vpc"), Optional.empty()));
    subnets.add(subnetOf("a", "vpc", "10.0.1.0/24", "table"));
    peerings.add(new Peering(Identity.of("pcx"), "vpc", "not-shown", Maybe.of(true)));
    open(
        "app",
        inFrom(WEB, new Peer.GroupPeer("of-the-peer")),
        inFrom(tcp(81), new Peer.GroupPeer("app")));
    publicMember("app", "a", "10.0.1.10", "app");
    member("other", "a", "10.0.1.11", "none");
    group("none");
    Endpoint peered = Endpoint.of(AddressSet.of(Cidr.parse("10.44.1.0/24")));
    Reachability reachability = Reachability.of(network());

    assertThat(reachability.isolated(peered, endpoint("app"), WEB))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class,
            unknown -> assertThat(unknown.attributes()).contains("who is in of-the-peer"));
    assertThat(reachability.isolated(peered, endpoint("app"), tcp(81)))
        .as("from a group that is shown")
        .isInstanceOf(Verdict.Proved.class);
    assertThat(reachability.isolated(Endpoint.internet(), endpoint("app"), WEB))
        .isInstanceOf(Verdict.Proved.class);
    assertThat(reachability.isolated(endpoint("other"), endpoint("app"), WEB))
        .isInstanceOf(Verdict.Proved.class);
    assertThat(new Certifier(network()).isolation(peered, endpoint("app"), WEB)).isEmpty();
    assertThat(new Certifier(network()).isolation(Endpoint.internet(), endpoint("app"), WEB))
        .isPresent();
  }

  // --- what is not known ---

  @Test
  void unknown_blocks_make_no_proof_of_isolation() {
    vpcBlocks.clear();
    vpcBlocks.add(Maybe.unknown("aws_vpc.main.cidr_block"));
    subnets.add(
        new Subnet(
            Identity.of("a"),
            "vpc",
            List.of(Maybe.unknown("aws_subnet.a.cidr_block")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    open("client");
    group("server", in(WEB, "10.0.5.0/24"));
    member("from", "a", List.of(), "client");
    member("to", "a", List.of(), "server");

    assertThat(isolated("from", "to", WEB)).isInstanceOf(Verdict.Unknown.class);
    assertThat(isolated("from", "to", tcp(81))).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html: IPv4 and IPv6 blocks
  // are given independently.
  @Test
  void an_ipv6_block_that_is_not_known_leaves_a_question_about_ipv4_alone() {
    publicServer(route("0.0.0.0/0", igw()));
    vpcBlocks.clear();
    vpcBlocks.addAll(blocks("10.0.0.0/16"));
    vpcBlocks.add(Maybe.unknown("aws_vpc.main.ipv6_cidr_block"));

    assertThat(ask(Endpoint.of(AddressSet.of(Cidr.parse("8.8.8.8/32"))), endpoint("server")))
        .isInstanceOf(Verdict.Proved.class);

    vpcBlocks.set(1, Maybe.unknown("aws_vpc_ipv4_cidr_block_association.more.cidr_block"));
    assertThat(ask(Endpoint.of(AddressSet.of(Cidr.parse("8.8.8.8/32"))), endpoint("server")))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void an_address_of_the_vpc_in_no_subnet_that_is_shown_proves_nothing() {
    subnet("a", "10.0.1.0/24");
    group("server");
    member("server", "a", "10.0.1.11", "server");

    Verdict verdict =
        Reachability.of(network())
            .isolated(
                Endpoint.of(AddressSet.of(Cidr.parse("10.0.77.0/24"))), endpoint("server"), WEB);

    assertThat(((Verdict.Unknown) verdict).attributes())
        .containsExactly("who has 10.0.77.0/24, which lies in no subnet that is shown");
  }

  @Test
  void the_default_route_does_not_take_the_place_of_a_local_route_of_unknown_block() {
    publicServer(route("0.0.0.0/0", igw()));
    vpcBlocks.clear();
    vpcBlocks.add(Maybe.unknown("aws_vpc.main.cidr_block"));
    open("client");
    member("from", "a", "10.0.1.20", "client");

    assertThat(reachable("from", "server", WEB)).isInstanceOf(Verdict.Proved.class);
  }

  @Test
  void a_group_that_the_source_does_not_show_may_allow_anything() {
    subnet("a", "10.0.1.0/24");
    open("client");
    member("from", "a", "10.0.1.10", "client");
    member("to", "a", "10.0.1.11", "sg-of-another-stack");

    assertThat(((Verdict.Unknown) isolated("from", "to", WEB)).attributes())
        .contains("the rules of sg-of-another-stack");
  }

  @Test
  void an_interface_does_not_reach_itself_over_the_network() {
    subnet("a", "10.0.1.0/24");
    open("all", in(TrafficMatch.ALL, "0.0.0.0/0"));
    member("from", "a", "10.0.1.10", "all");
    member("to", "a", "10.0.1.11", "all");
    Endpoint both = Endpoint.of("both", interfaces);

    Witness witness = ((Verdict.Proved) ask(both, both)).witness().orElseThrow();

    assertThat(witness.from()).isNotEqualTo(witness.to());
    assertThat(isolated("from", "from", TrafficMatch.ALL)).isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html: the prefix list of a
  // gateway endpoint has the addresses of its service, so that other traffic takes other routes.
  @Test
  void a_gateway_endpoint_of_unknown_prefixes_neither_leads_to_the_internet_nor_away_from_it() {
    Route endpoint =
        new Route(
            Identity.of("endpoint"),
            new Peer.UnknownPeer("endpoint.prefix_list_id"),
            new RouteTarget.GatewayEndpoint("endpoint"));
    publicServer(route("0.0.0.0/0", igw()), endpoint);
    tables.add(new RouteTable(Identity.of("private"), "vpc", false, List.of(endpoint)));
    subnets.add(subnetOf("b", "vpc", "10.0.2.0/24", "private"));
    open("client");
    publicMember("inside", "b", "10.0.2.11", "client");

    assertThat(ask(Endpoint.internet(), endpoint("server"))).isInstanceOf(Verdict.Proved.class);
    assertThat(
            Reachability.of(network())
                .isolated(endpoint("inside"), Endpoint.internet(), TrafficMatch.ALL))
        .isInstanceOf(Verdict.Proved.class);
  }

  // --- the network of a test ---

  private void twoSubnets(String acl) {
    subnet("a", "10.0.1.0/24");
    subnetWith("b", "10.0.2.0/24", Optional.of(acl));
    open("client");
    open("server", in(TrafficMatch.ALL, "10.0.0.0/16"));
    member("from", "a", "10.0.1.10", "client");
    member("to", "b", "10.0.2.10", "server");
  }

  private void publicServer(Route... routes) {
    gateways.add(
        new Gateway(
            Identity.of("igw"), Gateway.Kind.INTERNET, Optional.of("vpc"), Optional.empty()));
    tables.add(new RouteTable(Identity.of("table"), "vpc", false, List.of(routes)));
    subnets.add(subnetOf("a", "vpc", "10.0.1.0/24", "table"));
    group("server", in(WEB, "0.0.0.0/0"));
    publicMember("server", "a", "10.0.1.11", "server");
  }

  private List<BlockerCode> codes() {
    return ((Verdict.Refuted) ask(Endpoint.internet(), endpoint("server")))
        .blockers().stream().map(Blocker::code).toList();
  }

  private static RouteTarget igw() {
    return new RouteTarget.InternetGateway("igw");
  }

  private static Route route(String block, RouteTarget target) {
    return new Route(Identity.of(block), new Peer.CidrPeer(Cidr.parse(block)), target);
  }

  private static List<Maybe<Cidr>> blocks(String... blocks) {
    return Stream.of(blocks).map(Cidr::parse).map(Maybe::of).toList();
  }

  private static Subnet subnetOf(String key, String vpc, String block, String table) {
    return new Subnet(
        Identity.of(key),
        vpc,
        blocks(block),
        Optional.empty(),
        Optional.of(table),
        Optional.empty());
  }

  private void subnet(String key, String... blocks) {
    subnets.add(
        new Subnet(
            Identity.of(key),
            "vpc",
            blocks(blocks),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private void subnetWith(String key, String block, Optional<String> acl) {
    subnets.add(
        new Subnet(
            Identity.of(key), "vpc", blocks(block), Optional.empty(), Optional.empty(), acl));
  }

  private static TrafficMatch tcp(int port) {
    return TrafficMatch.of(Protocol.TCP, PortRange.of(port));
  }

  private static TrafficMatch icmp(int type, int code) {
    return new TrafficMatch(
        Protocol.ICMP, PortRange.ALL, OptionalInt.of(type), OptionalInt.of(code));
  }

  private static TrafficMatch icmp(int type) {
    return new TrafficMatch(
        Protocol.ICMP, PortRange.ALL, OptionalInt.of(type), OptionalInt.empty());
  }

  private static SecurityGroupRule in(TrafficMatch match, String block) {
    return inFrom(match, new Peer.CidrPeer(Cidr.parse(block)));
  }

  private static SecurityGroupRule inFrom(TrafficMatch match, Peer peer) {
    return new SecurityGroupRule(
        Identity.of("ingress " + match + peer), Direction.INGRESS, Maybe.of(match), peer, "");
  }

  private void group(String key, SecurityGroupRule... rules) {
    groups.add(new SecurityGroup(Identity.of(key), "vpc", key, false, List.of(rules)));
  }

  /** A group whose members may send anything to anyone. */
  private void open(String key, SecurityGroupRule... rules) {
    List<SecurityGroupRule> all = new ArrayList<>(List.of(rules));
    for (String block : List.of("0.0.0.0/0", "::/0")) {
      all.add(
          new SecurityGroupRule(
              Identity.of(key + ".egress " + block),
              Direction.EGRESS,
              Maybe.of(TrafficMatch.ALL),
              new Peer.CidrPeer(Cidr.parse(block)),
              ""));
    }
    groups.add(new SecurityGroup(Identity.of(key), "vpc", key, false, all));
  }

  private static NetworkAclEntry entry(
      int number, Direction direction, boolean allow, TrafficMatch match) {
    return new NetworkAclEntry(
        Identity.of(direction + " " + number),
        number,
        direction,
        allow,
        Maybe.of(match),
        Maybe.of(Cidr.parse("0.0.0.0/0")));
  }

  private void acl(String key, NetworkAclEntry... entries) {
    acls.add(new NetworkAcl(Identity.of(key), "vpc", false, List.of(entries)));
  }

  private void member(String key, String subnet, String address, String... groups) {
    member(key, subnet, List.of(address), groups);
  }

  private void member(String key, String subnet, List<String> addresses, String... groups) {
    interfaces.add(networkInterface(key, subnet, addresses, false, groups));
  }

  private void publicMember(String key, String subnet, String address, String... groups) {
    interfaces.add(networkInterface(key, subnet, List.of(address), true, groups));
  }

  private static NetworkInterface of(
      String key, NetworkInterface.Kind kind, String subnet, String address, String... groups) {
    return new NetworkInterface(
        Identity.of(key),
        List.of(),
        kind,
        List.of(subnet),
        Set.of(groups),
        Maybe.of(true),
        List.of(Cidr.parseAddress(address)),
        Maybe.of(false),
        false);
  }

  private static NetworkInterface networkInterface(
      String key, String subnet, List<String> addresses, boolean isPublic, String... groups) {
    List<InetAddress> parsed = addresses.stream().map(Cidr::parseAddress).toList();
    return new NetworkInterface(
        Identity.of(key),
        List.of(),
        NetworkInterface.Kind.INSTANCE,
        List.of(subnet),
        Set.of(groups),
        Maybe.of(true),
        parsed,
        Maybe.of(isPublic),
        false);
  }

  private Endpoint endpoint(String key) {
    return Endpoint.of(
        key, interfaces.stream().filter(each -> each.identity().key().equals(key)).toList());
  }

  private Network network() {
    return new Network(
        "test",
        List.of(
            new Vpc(Identity.of("vpc"), vpcBlocks, blockPublicAccess),
            new Vpc(Identity.of("vpc2"), blocks("10.9.0.0/16"), Vpc.BlockPublicAccess.OFF)),
        subnets,
        tables,
        gateways,
        acls,
        groups,
        interfaces,
        prefixLists,
        peerings,
        List.of(),
        List.of());
  }

  private Verdict ask(Endpoint from, Endpoint to) {
    return Reachability.of(network()).reachable(from, to, WEB);
  }

  private Verdict reachable(String from, String to, TrafficMatch traffic) {
    return Reachability.of(network()).reachable(endpoint(from), endpoint(to), traffic);
  }

  private Verdict isolated(String from, String to, TrafficMatch traffic) {
    return Reachability.of(network()).isolated(endpoint(from), endpoint(to), traffic);
  }
}
