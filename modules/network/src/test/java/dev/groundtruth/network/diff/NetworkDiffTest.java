package dev.groundtruth.network.diff;

import static dev.groundtruth.network.StackBuilder.wordpress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.awscli.DumpReader;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.terraform.TerraformReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkDiffTest {

  private static NetworkDiff diff(StackBuilder before, StackBuilder after) {
    return NetworkDiff.of(before.build(), after.build());
  }

  @Test
  void proves_a_split_block_neutral() {
    NetworkDiff diff =
        diff(
            wordpress(),
            wordpress()
                .without("lb", Direction.INGRESS, 80)
                .ingress("lb", 80, "0.0.0.0/1")
                .ingress("lb", 80, "128.0.0.0/1"));
    assertThat(diff.isEmpty()).as(diff.toString()).isTrue();
    assertThat(diff).hasToString("no difference");
  }

  @Test
  void names_the_rule_that_lets_more_in() {
    NetworkDiff diff = diff(wordpress(), wordpress().ingress("lb", 22, "0.0.0.0/0"));
    assertThat(diff.noLongerReachable()).isEmpty();
    assertThat(diff.newlyReachable()).hasSize(1);
    Change change = diff.newlyReachable().get(0);
    assertThat(change.from()).isEqualTo("other addresses");
    assertThat(change.to()).isEqualTo("aws_lb.this.eni");
    assertThat(change.isCertain()).isTrue();
    assertThat(change.responsible())
        .extracting(Cause::toString)
        .containsExactly("added security group rule lb.ingress[3]: ingress tcp 22 from 0.0.0.0/0");
    assertThat(change.toString()).startsWith("+ other addresses -> aws_lb.this.eni: tcp 22 from ");
  }

  /** A transit gateway may be what differs, if anything does. */
  @Test
  void proves_nothing_of_what_was_not_understood() {
    StackBuilder strange =
        wordpress().remark(Remark.Kind.NOT_UNDERSTOOD, "aws_mystery.x", "it is not known");

    for (NetworkDiff diff : List.of(diff(wordpress(), strange), diff(strange, strange))) {
      assertThat(diff.isEmpty()).isFalse();
      assertThat(diff.changes()).isEmpty();
      assertThat(diff).hasToString("not understood: aws_mystery.x");
    }
    assertThat(diff(strange, strange).outcome()).isEqualTo(NetworkDiff.Outcome.UNKNOWN);
    assertThat(diff(strange, wordpress().ingress("lb", 22, "0.0.0.0/0")).outcome())
        .isEqualTo(NetworkDiff.Outcome.DIFFERENT);
  }

  @Test
  void names_the_rule_that_is_gone() {
    NetworkDiff diff = diff(wordpress(), wordpress().without("db", Direction.INGRESS, 3306));
    assertThat(diff.newlyReachable()).isEmpty();
    assertThat(diff.noLongerReachable())
        .extracting(Change::from)
        .containsExactly("other addresses", "aws_instance.web[0].eni", "aws_instance.web[1].eni");
    assertThat(diff.noLongerReachable().get(1).responsible())
        .extracting(Cause::toString)
        .containsExactly("removed security group rule db.ingress[0]: ingress tcp 3306 from web");
  }

  @Test
  void finds_what_an_acl_no_longer_lets_through() {
    NetworkDiff diff =
        diff(
            wordpress()
                .entry(100, Direction.INGRESS, true, TrafficMatch.ALL, "0.0.0.0/0")
                .entry(100, Direction.EGRESS, true, TrafficMatch.ALL, "0.0.0.0/0"),
            wordpress().entry(100, Direction.EGRESS, true, TrafficMatch.ALL, "0.0.0.0/0"));
    assertThat(diff.newlyReachable()).isEmpty();
    assertThat(diff.noLongerReachable()).isNotEmpty();
    assertThat(diff.toString())
        .contains("removed network ACL entry aws_network_acl.db.ingress100: entry 100 allows");
  }

  @Test
  void an_added_interface_brings_its_own_flows() {
    NetworkDiff diff =
        diff(
            wordpress(),
            wordpress().member("aws_instance.web[2]", "web", false, "10.0.1.12", "web"));
    assertThat(diff.newlyReachable())
        .allMatch(change -> (change.from() + change.to()).contains("aws_instance.web[2]"))
        .hasSize(5);
  }

  @Test
  void interfaces_can_correspond_by_a_tag() {
    Network before = wordpress().build();
    Network after =
        new Network(
            "live",
            before.vpcs(),
            before.subnets(),
            before.routeTables(),
            before.gateways(),
            before.networkAcls(),
            before.securityGroups(),
            before.interfaces().stream().map(NetworkDiffTest::renamed).toList(),
            before.prefixLists(),
            before.peerings(),
            before.endpoints(),
            before.remarks());
    assertThat(NetworkDiff.of(before, after, NetworkDiff.byKey()).isEmpty()).isFalse();
    NetworkDiff byTag = NetworkDiff.of(before, after, NetworkDiff.byTag("Name"));
    assertThat(byTag.isEmpty()).as(byTag.toString()).isTrue();
  }

  private static dev.groundtruth.network.model.NetworkInterface renamed(
      dev.groundtruth.network.model.NetworkInterface each) {
    return new dev.groundtruth.network.model.NetworkInterface(
        new dev.groundtruth.network.model.Identity(
            "eni-" + each.identity().key().hashCode(),
            each.identity().id(),
            each.identity().address(),
            each.identity().tags(),
            each.identity().location()),
        each.owner(),
        each.kind(),
        each.subnets(),
        each.groups(),
        each.groupsKnown(),
        each.addresses(),
        each.isIpv6Known(),
        each.publicAddress(),
        each.isOpenNumber());
  }

  // --- what Terraform and the AWS CLI print ---

  private static final Path RESOURCES = Path.of("src/test/resources");

  private static Network plan(String name) {
    Path folder = RESOURCES.resolve("plans").resolve(name);
    return new TerraformReader(folder).read(folder.resolve("plan.json"));
  }

  @Test
  void proves_rules_of_their_own_and_servers_by_name_neutral() {
    Network before = plan("refactor-before");
    Network after = plan("refactor-after");
    NetworkDiff diff = NetworkDiff.of(before, after);

    assertThat(before.interfaces()).hasSameSizeAs(after.interfaces()).hasSize(3);
    assertThat(before.interfaces())
        .extracting(each -> each.identity().key())
        .contains("aws_instance.web[0]")
        .doesNotContain("aws_instance.web[\"blue\"]");
    assertThat(diff.isEmpty()).as(diff.toString()).isTrue();
  }

  @Test
  void proves_a_plan_and_what_is_deployed_of_it_the_same() {
    Network deployed = new DumpReader().read(RESOURCES.resolve("dumps/refactor"));

    for (String name : List.of("refactor-before", "refactor-after")) {
      NetworkDiff diff = NetworkDiff.of(deployed, plan(name));
      assertThat(diff.isEmpty()).as(diff.toString()).isTrue();
    }
  }

  @Test
  void finds_what_a_plan_opens_that_is_not_deployed() throws IOException {
    String json =
        Files.readString(RESOURCES.resolve("plans/refactor-after/plan.json"))
            .replace("\"to_port\": 3306", "\"to_port\": 3307");
    Network wider =
        new TerraformReader()
            .read("wider", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));

    for (Network before :
        List.of(
            plan("refactor-before"), new DumpReader().read(RESOURCES.resolve("dumps/refactor")))) {
      NetworkDiff diff = NetworkDiff.of(before, wider);
      assertThat(diff.noLongerReachable()).isEmpty();
      assertThat(diff.newlyReachable()).isNotEmpty();
      assertThat(diff.toString()).contains("tcp 3307").contains("aws_security_group_rule.mysql");
    }
  }

  @Test
  void a_rule_that_becomes_unknown_is_a_difference_perhaps() {
    NetworkDiff diff =
        diff(
            wordpress(),
            wordpress()
                .rule(
                    "lb",
                    Direction.INGRESS,
                    Maybe.of(StackBuilder.tcp(22)),
                    new Peer.UnknownPeer("var.office")));
    assertThat(diff.newlyReachable()).isNotEmpty().noneMatch(Change::isCertain);
    assertThat(diff.toString()).contains("(perhaps)");
  }

  // --- addresses that an interface has in one of the networks only ---

  private static StackBuilder withSilent() {
    return wordpress().group("none").member("aws_instance.x", "web", false, "10.0.1.50", "none");
  }

  @Test
  void compares_the_address_of_a_removed_interface_with_whoever_may_get_it() {
    StackBuilder after = wordpress().ingress("db", 22, "10.0.1.50/32");

    assertThat(diff(withSilent(), after).newlyReachable())
        .filteredOn(Change::isCertain)
        .extracting(Change::toString)
        .anyMatch(
            change ->
                change.startsWith(
                    "+ other addresses -> aws_instance.db.eni: tcp 22 from 10.0.1.50"));
    assertThat(diff(after, withSilent()).noLongerReachable())
        .extracting(Change::toString)
        .anyMatch(
            change ->
                change.startsWith(
                    "- other addresses -> aws_instance.db.eni: tcp 22 from 10.0.1.50"));
  }

  @Test
  void compares_the_address_that_an_interface_no_longer_has() {
    StackBuilder before =
        wordpress().group("none").member("aws_instance.x", "web", false, "10.0.1.50", "none");
    StackBuilder after =
        wordpress()
            .group("none")
            .member("aws_instance.x", "web", false, "10.0.1.51", "none")
            .ingress("db", 22, "10.0.1.50/32");
    assertThat(diff(before, after).newlyReachable())
        .extracting(Change::toString)
        .anyMatch(
            change ->
                change.startsWith(
                    "+ other addresses -> aws_instance.db.eni: tcp 22 from 10.0.1.50"));
  }

  @Test
  void compares_an_address_that_is_not_known_in_one_network_under_the_name_of_its_interface() {
    StackBuilder open =
        wordpress().group("none").member("aws_instance.x", "web", false, "", "none");
    assertThat(diff(withSilent(), open).toString()).isEqualTo("no difference");
    assertThat(diff(open, withSilent()).toString()).isEqualTo("no difference");
  }
}
