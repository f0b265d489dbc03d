package dev.groundtruth.network.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.TrafficMatch;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerraformReaderTest {

  private static final Path TWO_TIER = Path.of("src/test/resources/plans/two-tier");

  private static Network twoTier() {
    return new TerraformReader(TWO_TIER).read(TWO_TIER.resolve("plan.json"));
  }

  private static Network read(String json) {
    return new TerraformReader()
        .read("test", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static NetworkInterface find(Network network, String key) {
    return network.interfaces().stream()
        .filter(each -> each.identity().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static SecurityGroup group(Network network, String key) {
    return network.securityGroups().stream()
        .filter(each -> each.identity().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static Endpoint endpoint(Network network, String key) {
    return Endpoint.of(key, List.of(find(network, key)));
  }

  @Test
  void follows_outputs_indexes_and_groups_whose_ids_are_unknown() {
    Network network = twoTier();
    assertThat(find(network, "aws_instance.app[1]").subnets())
        .containsExactly("module.net.aws_subnet.private[1]");
    assertThat(find(network, "aws_instance.app[1]").groups())
        .containsExactly("aws_security_group.app");
    assertThat(find(network, "aws_lb.front").subnets())
        .containsExactly(
            "module.net.aws_subnet.public[\"eu-west-3a\"]",
            "module.net.aws_subnet.public[\"eu-west-3b\"]");
    assertThat(find(network, "aws_db_instance.db").subnets()).hasSize(2);
    assertThat(network.remarks()).noneMatch(each -> each.kind() != Remark.Kind.IGNORED);
  }

  @Test
  void gives_an_instance_without_groups_the_default_one() {
    assertThat(find(twoTier(), "aws_instance.bare").groups())
        .containsExactly("module.net.aws_vpc.main.default_security_group");
  }

  @Test
  void leaves_open_what_a_condition_decides() {
    assertThat(group(twoTier(), "aws_security_group.app").rules())
        .hasSize(2)
        .allMatch(rule -> rule.peer() instanceof Peer.UnknownPeer);
  }

  @Test
  void takes_a_group_without_egress_blocks_for_closed() {
    assertThat(group(twoTier(), "aws_security_group.db").rules())
        .hasSize(1)
        .allMatch(rule -> rule.peer().equals(new Peer.GroupPeer("aws_security_group.app")));
  }

  @Test
  void says_where_an_inline_rule_is_written() {
    assertThat(group(twoTier(), "aws_security_group.lb").rules())
        .anySatisfy(
            rule -> {
              assertThat(rule.match())
                  .isEqualTo(Maybe.of(TrafficMatch.of(Protocol.TCP, PortRange.of(80))));
              assertThat(rule.identity().location().orElseThrow().toString())
                  .isEqualTo("main.tf:27:1");
            });
  }

  @Test
  void lets_the_engine_prove_and_refute() {
    Network network = twoTier();
    Reachability reachability = Reachability.of(network);
    assertThat(
            reachability.reachable(
                Endpoint.internet(),
                endpoint(network, "aws_lb.front"),
                TrafficMatch.of(Protocol.TCP, PortRange.of(80))))
        .isInstanceOf(Verdict.Proved.class);
    assertThat(
            reachability.isolated(
                Endpoint.internet(), endpoint(network, "aws_db_instance.db"), TrafficMatch.ALL))
        .isInstanceOf(Verdict.Proved.class);
    assertThat(
            reachability.isolated(
                Endpoint.internet(), endpoint(network, "aws_lb.front"), TrafficMatch.ALL))
        .isInstanceOf(Verdict.Refuted.class);
  }

  @Test
  void resolves_the_ids_of_a_state() {
    Network network =
        read(
            """
            {"format_version":"1.0","terraform_version":"1.13.3","values":{"root_module":{"resources":[
            {"address":"aws_vpc.main","mode":"managed","type":"aws_vpc","name":"main","values":
              {"id":"vpc-0123456789abcdef0","cidr_block":"10.0.0.0/16","default_security_group_id":"sg-0aaaaaaaaaaaaaaaa"}},
            {"address":"aws_subnet.a","mode":"managed","type":"aws_subnet","name":"a","values":
              {"id":"subnet-0123456789abcdef0","vpc_id":"vpc-0123456789abcdef0","cidr_block":"10.0.1.0/24"}},
            {"address":"aws_security_group.web","mode":"managed","type":"aws_security_group","name":"web","values":
              {"id":"sg-0123456789abcdef0","name":"web","vpc_id":"vpc-0123456789abcdef0","egress":[],"ingress":[
                {"cidr_blocks":["0.0.0.0/0"],"from_port":80,"to_port":80,"protocol":"tcp","self":true,"security_groups":["sg-0aaaaaaaaaaaaaaaa"]}]}},
            {"address":"aws_vpc_security_group_ingress_rule.all","mode":"managed","type":"aws_vpc_security_group_ingress_rule","name":"all","values":
              {"id":"sgr-0123456789abcdef0","security_group_id":"sg-0123456789abcdef0","ip_protocol":"-1","cidr_ipv6":"::/0"}},
            {"address":"aws_instance.web","mode":"managed","type":"aws_instance","name":"web","values":
              {"id":"i-0123456789abcdef0","subnet_id":"subnet-0123456789abcdef0","private_ip":"10.0.1.7",
               "vpc_security_group_ids":["sg-0123456789abcdef0"],"associate_public_ip_address":false}},
            {"address":"aws_mystery.x","mode":"managed","type":"aws_mystery","name":"x","values":{}}
            ]}}}
            """);
    assertThat(group(network, "aws_security_group.web").rules())
        .extracting(rule -> rule.peer().toString())
        .containsExactlyInAnyOrder(
            "::/0", "0.0.0.0/0", "aws_vpc.main.default_security_group", "aws_security_group.web");
    NetworkInterface web = find(network, "aws_instance.web");
    assertThat(web.addresses()).hasSize(1);
    assertThat(web.subnets()).containsExactly("aws_subnet.a");
    assertThat(network.remarks())
        .filteredOn(each -> each.kind() == Remark.Kind.NOT_UNDERSTOOD)
        .extracting(Remark::subject)
        .containsExactly("aws_mystery.x");
  }

  @Test
  void refuses_what_is_no_plan() {
    assertThatThrownBy(() -> read("garbage")).isInstanceOf(UnreadablePlanException.class);
    assertThatThrownBy(() -> read("[]")).hasMessageContaining("perhaps you should");
    assertThatThrownBy(() -> read("{\"format_version\":\"2.0\"}"))
        .isInstanceOf(UnreadablePlanException.class)
        .hasMessageContaining("2.0");
  }
}
