package dev.groundtruth.network.diff;

import static dev.groundtruth.network.StackBuilder.tcp;
import static dev.groundtruth.network.StackBuilder.wordpress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Edited;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.analysis.Renaming;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.model.Vpc;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each kind of change is named, and nothing that did not change. */
class CausesTest {

  private static Edited stack() {
    return new Edited(wordpress().build());
  }

  private static Set<String> newly(Network before, Network after) {
    NetworkDiff diff = NetworkDiff.of(before, after);
    assertThat(diff.newlyReachable()).as(diff.toString()).isNotEmpty();
    return causes(diff.newlyReachable());
  }

  private static Set<String> lost(Network before, Network after) {
    NetworkDiff diff = NetworkDiff.of(before, after);
    assertThat(diff.noLongerReachable()).as(diff.toString()).isNotEmpty();
    return causes(diff.noLongerReachable());
  }

  private static Set<String> causes(List<Change> changes) {
    Set<String> causes = new TreeSet<>();
    changes.forEach(
        change -> {
          assertThat(change.responsible()).as(change.toString()).isNotEmpty();
          change.responsible().forEach(cause -> causes.add(cause.toString()));
        });
    return causes;
  }

  @Test
  void names_the_group_an_interface_got() {
    Network after = stack().groupsOf("aws_lb.this", "lb", "web").network();
    assertThat(newly(stack().network(), after))
        .containsExactly("added group membership aws_lb.this.eni: has web");
    assertThat(lost(after, stack().network()))
        .containsExactly("removed group membership aws_lb.this.eni: has web");
  }

  @Test
  void names_the_membership_of_the_other_side() {
    Network before = new Edited(wordpress().egress("lb", 3306, "0.0.0.0/0").build()).network();
    Network after = new Edited(before).groupsOf("aws_lb.this", "lb", "web").network();
    assertThat(newly(before, after))
        .contains("added group membership aws_lb.this.eni: has web")
        .allMatch(cause -> cause.contains("membership"));
  }

  @Test
  void names_the_block_of_a_prefix_list() {
    StackBuilder stack =
        wordpress()
            .rule("lb", Direction.INGRESS, Maybe.of(tcp(22)), new Peer.PrefixListPeer("offices"));
    Network narrow = new Edited(stack.build()).prefixList("offices", "198.51.100.0/24").network();
    Network wide =
        new Edited(stack.build()).prefixList("offices", "198.51.100.0/24", "8.8.8.0/24").network();
    assertThat(newly(narrow, wide)).containsExactly("added prefix list entry offices: 8.8.8.0/24");
    assertThat(lost(wide, narrow)).containsExactly("removed prefix list entry offices: 8.8.8.0/24");
  }

  private static StackBuilder open() {
    return wordpress()
        .entry(100, Direction.INGRESS, true, TrafficMatch.ALL, "0.0.0.0/0")
        .entry(100, Direction.EGRESS, true, TrafficMatch.ALL, "0.0.0.0/0");
  }

  @Test
  void names_the_entry_that_denies() {
    Network closed = open().entry(50, Direction.INGRESS, false, tcp(3306), "10.0.1.0/24").build();
    assertThat(lost(open().build(), closed))
        .containsExactly(
            "added network ACL entry aws_network_acl.db.ingress50: entry 50 denies ingress tcp"
                + " 3306 from 10.0.1.0/24");
    assertThat(newly(closed, open().build()))
        .containsExactly(
            "removed network ACL entry aws_network_acl.db.ingress50: entry 50 denies ingress tcp"
                + " 3306 from 10.0.1.0/24");
  }

  @Test
  void names_the_entry_that_no_longer_allows() {
    Network closed =
        wordpress().entry(100, Direction.EGRESS, true, TrafficMatch.ALL, "0.0.0.0/0").build();
    assertThat(lost(open().build(), closed))
        .containsExactly(
            "removed network ACL entry aws_network_acl.db.ingress100: entry 100 allows ingress all"
                + " from 0.0.0.0/0");
  }

  @Test
  void names_the_acl_a_subnet_lost() {
    Network closed =
        wordpress().entry(100, Direction.EGRESS, true, TrafficMatch.ALL, "0.0.0.0/0").build();
    Network open =
        new Edited(closed)
            .subnets(
                it ->
                    new Subnet(
                        it.identity(),
                        it.vpc(),
                        it.cidrs(),
                        it.zone(),
                        it.routeTable(),
                        Optional.empty()))
            .network();
    assertThat(newly(closed, open))
        .containsExactly("changed network ACL association database: aws_network_acl.db -> none");
  }

  @Test
  void names_the_route_that_is_gone_and_the_one_that_leads_astray() {
    Network gone = stack().withoutRoute("rt-public", "0.0.0.0/0").network();
    assertThat(lost(stack().network(), gone))
        .contains("removed route rt-public.default: 0.0.0.0/0 -> igw")
        .allMatch(cause -> cause.contains(" route ") || cause.contains("gateway"));
    Network astray = stack().route("rt-public", "8.0.0.0/8", new RouteTarget.Blackhole()).network();
    assertThat(lost(stack().network(), astray))
        .contains("added route rt-public.8.0.0.0/8: 8.0.0.0/8 -> a black hole");
  }

  @Test
  void names_the_route_table_a_subnet_got() {
    Network after = stack().isPublic("aws_instance.web[0]", true).network();
    Network before =
        new Edited(after)
            .subnets(
                it ->
                    it.identity().key().equals("public")
                        ? new Subnet(
                            it.identity(),
                            it.vpc(),
                            it.cidrs(),
                            it.zone(),
                            Optional.of("rt-private"),
                            it.networkAcl())
                        : it)
            .network();
    assertThat(newly(before, after))
        .containsExactly("changed route table association public: rt-private -> rt-public");
  }

  @Test
  void names_the_public_address() {
    Network after = stack().isPublic("aws_lb.this", false).network();
    assertThat(lost(stack().network(), after))
        .containsExactly("changed public address aws_lb.this.eni: public -> none");
    assertThat(newly(after, stack().network()))
        .containsExactly("changed public address aws_lb.this.eni: none -> public");
  }

  @Test
  void names_the_gateway_that_was_detached() {
    Network after =
        stack()
            .gateways(
                it ->
                    it.kind() == Gateway.Kind.INTERNET
                        ? new Gateway(it.identity(), it.kind(), Optional.empty(), Optional.empty())
                        : it)
            .network();
    assertThat(lost(stack().network(), after))
        .contains("changed gateway igw: INTERNET attached to vpc -> INTERNET attached to nothing");
  }

  @Test
  void names_block_public_access() {
    Network after =
        stack()
            .vpcs(it -> new Vpc(it.identity(), it.cidrs(), Vpc.BlockPublicAccess.BLOCK_INGRESS))
            .network();
    assertThat(lost(stack().network(), after))
        .containsExactly("changed block public access vpc: OFF -> BLOCK_INGRESS");
  }

  private static Edited peered(boolean isActive) {
    return new Edited(
            wordpress()
                .ingress("db", 3306, "10.9.0.0/16")
                .member("aws_instance.report", "reports", false, "10.9.0.10", "report")
                .group("report")
                .egress("report", 3306, "10.0.0.0/16")
                .build())
        .vpc("reporting", "10.9.0.0/16")
        .table("rt-reports", "reporting")
        .subnet("reports", "reporting", "10.9.0.0/24", "rt-reports")
        .route("rt-reports", "10.0.0.0/16", new RouteTarget.Peering("pcx"))
        .route("rt-private", "10.9.0.0/16", new RouteTarget.Peering("pcx"))
        .peering("pcx", "vpc", "reporting", isActive);
  }

  @Test
  void names_the_peering_that_became_active() {
    assertThat(newly(peered(false).network(), peered(true).network()))
        .contains("changed peering pcx: not active -> active")
        .allMatch(cause -> cause.contains("peering"));
  }

  @Test
  void names_the_route_to_a_peer() {
    assertThat(
            lost(
                peered(true).network(),
                peered(true).withoutRoute("rt-private", "10.9.0.0/16").network()))
        .contains("removed route rt-private.10.9.0.0/16: 10.9.0.0/16 -> pcx");
  }

  @Test
  void names_the_interface_that_is_new() {
    Network after =
        wordpress().member("aws_instance.web[2]", "web", false, "10.0.1.12", "web").build();
    assertThat(newly(stack().network(), after))
        .containsExactly("added interface aws_instance.web[2].eni");
  }

  @Test
  void names_the_attribute_that_is_not_known_there() {
    Network before =
        wordpress()
            .rule("lb", Direction.INGRESS, Maybe.of(tcp(22)), new Peer.UnknownPeer("var.office"))
            .build();
    Network after = wordpress().ingress("lb", 22, "0.0.0.0/0").build();
    NetworkDiff diff = NetworkDiff.of(before, after);
    assertThat(diff.newlyReachable()).isNotEmpty().noneMatch(Change::isCertain);
    assertThat(causes(diff.newlyReachable()))
        .containsExactly(
            "added security group rule lb.ingress[3]: ingress tcp 22 from 0.0.0.0/0",
            "removed unknown attribute var.office: it is not known in plan.json");
  }

  // --- a plan that knows no ids, and what is deployed ---

  private static Network deployed(Network planned) {
    return new Renaming(CausesTest::id).of(planned);
  }

  private static String id(String key) {
    return "id-" + Integer.toHexString(key.hashCode());
  }

  @Test
  void names_no_gateway_that_is_deployed() {
    Network plan = stack().network();
    Network live = deployed(stack().withoutRoute("rt-public", "0.0.0.0/0").network());
    assertThat(lost(plan, live))
        .containsExactly("removed route rt-public.default: 0.0.0.0/0 -> igw");
    assertThat(newly(live, plan))
        .containsExactly("added route rt-public.default: 0.0.0.0/0 -> igw");
    assertThat(NetworkDiff.of(plan, deployed(plan)).changes()).isEmpty();
  }

  @Test
  void names_the_deployed_route_that_leads_astray() {
    Network live =
        deployed(stack().route("rt-public", "8.0.0.0/8", new RouteTarget.Blackhole()).network());
    assertThat(lost(stack().network(), live))
        .containsExactly(
            "added route %s: 8.0.0.0/8 -> a black hole".formatted(id("rt-public.8.0.0.0/8")));
  }

  @Test
  void names_the_deployed_gateway_that_is_not_attached() {
    Network live =
        deployed(
            stack()
                .gateways(
                    it ->
                        it.kind() == Gateway.Kind.INTERNET
                            ? new Gateway(
                                it.identity(), it.kind(), Optional.empty(), Optional.empty())
                            : it)
                .network());
    assertThat(lost(stack().network(), live))
        .contains("changed gateway igw: INTERNET attached to vpc -> INTERNET attached to nothing")
        .noneMatch(cause -> cause.startsWith("removed"));
  }

  @Test
  void names_the_deployed_entry_and_not_the_acl_that_has_it() {
    Network live =
        deployed(open().entry(50, Direction.INGRESS, false, tcp(3306), "10.0.1.0/24").build());
    assertThat(lost(open().build(), live))
        .containsExactly(
            "added network ACL entry %s: entry 50 denies ingress tcp 3306 from 10.0.1.0/24"
                .formatted(id("aws_network_acl.db.ingress50")));
  }

  @Test
  void names_the_deployed_block_of_a_prefix_list_and_not_the_rule_that_has_it() {
    StackBuilder stack =
        wordpress()
            .rule("lb", Direction.INGRESS, Maybe.of(tcp(22)), new Peer.PrefixListPeer("offices"));
    Network narrow = new Edited(stack.build()).prefixList("offices", "198.51.100.0/24").network();
    Network wide =
        new Edited(stack.build()).prefixList("offices", "198.51.100.0/24", "8.8.8.0/24").network();
    assertThat(newly(narrow, deployed(wide)))
        .containsExactly("added prefix list entry %s: 8.8.8.0/24".formatted(id("offices")));
  }

  @Test
  void names_the_deployed_peering_that_is_not_active() {
    assertThat(lost(peered(true).network(), deployed(peered(false).network())))
        .contains("changed peering pcx: active -> not active")
        .allMatch(cause -> cause.contains("peering"));
  }

  // --- IPv6 ---

  private static Edited dual(StackBuilder stack) {
    return new Edited(stack.build()).dualStack();
  }

  @Test
  void sees_an_ipv6_rule_beside_the_same_ports_of_ipv4() {
    assertThat(
            newly(
                dual(wordpress()).network(), dual(wordpress().ingress("lb", 80, "::/0")).network()))
        .containsExactly("added security group rule lb.ingress[3]: ingress tcp 80 from ::/0");
    NetworkDiff diff =
        NetworkDiff.of(
            dual(wordpress()).network(), dual(wordpress().ingress("lb", 80, "::/0")).network());
    assertThat(diff.changes())
        .extracting(Change::packets)
        .allSatisfy(
            packets ->
                assertThat(packets.blocks())
                    .allSatisfy(
                        block ->
                            assertThat(block.sources().blocks())
                                .noneMatch(dev.groundtruth.network.Cidr::isIpv4)));
  }

  @Test
  void names_the_ipv6_route() {
    StackBuilder open = wordpress().ingress("lb", 80, "::/0");
    assertThat(lost(dual(open).network(), dual(open).withoutRoute("rt-public", "::/0").network()))
        .contains("removed route rt-public.::/0: ::/0 -> igw");
  }

  @Test
  void proves_ipv6_blocks_that_were_split_neutral() {
    NetworkDiff diff =
        NetworkDiff.of(
            dual(wordpress().ingress("lb", 80, "::/0")).network(),
            dual(wordpress().ingress("lb", 80, "::/1").ingress("lb", 80, "8000::/1")).network());
    assertThat(diff.isEmpty()).as(diff.toString()).isTrue();
  }

  // --- refactors ---

  @Test
  void proves_renamed_groups_neutral() {
    NetworkDiff diff =
        NetworkDiff.of(
            stack().network(), stack().renameGroups(name -> "module.sg." + name).network());
    assertThat(diff.isEmpty()).as(diff.toString()).isTrue();
  }

  @Test
  void proves_count_to_for_each_neutral() {
    Edited after =
        stack().renameInterfaces(name -> name.replace("[0]", "[\"a\"]").replace("[1]", "[\"b\"]"));
    NetworkDiff diff = NetworkDiff.of(stack().network(), after.network());
    assertThat(diff.isEmpty()).as(diff.toString()).isTrue();
  }

  @Test
  void a_renamed_rule_is_not_to_blame_for_what_another_one_does() {
    Network after =
        new Edited(wordpress().ingress("lb", 22, "0.0.0.0/0").build())
            .renameGroups(name -> name.replace("lb", "front"))
            .network();
    assertThat(newly(stack().network(), after))
        .containsExactly(
            "added security group rule front.ingress[3]: ingress tcp 22 from 0.0.0.0/0");
  }

  @Test
  void sees_addresses_that_nobody_has_yet() {
    Network after =
        wordpress()
            .without("db", Direction.INGRESS, 3306)
            .ingress("db", 3306, "10.0.1.0/24")
            .build();
    NetworkDiff diff = NetworkDiff.of(stack().network(), after);
    assertThat(diff.newlyReachable())
        .singleElement()
        .satisfies(change -> assertThat(change.from()).isEqualTo("other addresses"));
    assertThat(diff.noLongerReachable())
        .as("with a group that nobody has yet")
        .noneMatch(Change::isCertain);
  }

  @Test
  void compares_a_plan_with_what_is_deployed() {
    Network live =
        new dev.groundtruth.network.awscli.DumpReader()
            .read(java.nio.file.Path.of("src/test/resources/dumps/wordpress"));
    Edited plan = new Edited(live).renameInterfaces(name -> "aws_network_interface.n[\"" + name);
    assertThat(plan.network().interfaces())
        .extracting(each -> each.identity().key())
        .doesNotContainAnyElementsOf(
            live.interfaces().stream().map(each -> each.identity().key()).toList());
    NetworkDiff same = NetworkDiff.of(plan.network(), live);
    assertThat(same.isEmpty()).as(same.toString()).isTrue();
    Network closed =
        plan.groups(
                group ->
                    new dev.groundtruth.network.model.SecurityGroup(
                        group.identity(),
                        group.vpc(),
                        group.name(),
                        group.isDefault(),
                        group.rules().stream()
                            .filter(rule -> !rule.toString().contains("ingress tcp 3306"))
                            .toList()))
            .network();
    assertThat(newly(closed, live))
        .isNotEmpty()
        .allMatch(cause -> cause.startsWith("added security group rule sg-"))
        .allMatch(cause -> cause.contains(": ingress tcp 3306 from sg-"));
  }
}
