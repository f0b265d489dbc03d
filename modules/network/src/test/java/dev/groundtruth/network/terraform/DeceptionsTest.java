package dev.groundtruth.network.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Edited;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.BlockerCode;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.analysis.Hop;
import dev.groundtruth.network.analysis.Packet;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.contract.ExcessFlow;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.mutation.NetworkEdits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Configurations that are open and do not look so, or look open and are not: what fools a reading
 * that compares how rules are written, as policy scanners do. The plan is a real one of {@code
 * plans/deceptions}. Each deception is mended too, so that the answer is seen to change.
 */
class DeceptionsTest {

  private static final Path FOLDER = Path.of("src/test/resources/plans/deceptions");
  private static final Network NETWORK =
      new TerraformReader(FOLDER).read(FOLDER.resolve("plan.json"));
  private static final int SSH = 22;

  /** A scanner looks for the text 0.0.0.0/0, which is nowhere. */
  @Test
  void finds_that_two_halves_are_everything_although_no_block_is_0_0_0_0_0() {
    String block = "aws_security_group.halves.ingress[0].cidr_blocks";
    Question question = fromInternet("aws_instance.halves");
    question.isRefuted(block + "[0]", "main.tf:88:1");
    question.in(without(block + "[0]")).isRefuted(block + "[1]", "main.tf:88:1");
    question.in(without(block + "[0]", block + "[1]")).isProved(BlockerCode.ENI_SG_RULES_MISMATCH);
    for (String lowest : List.of("1.0.0.0/32", "128.0.0.0/32", "223.255.255.255/32")) {
      Question one = question.from(Endpoint.of(AddressSet.of(Cidr.parse(lowest))));
      one.isRefuted(block + (lowest.startsWith("1.") ? "[0]" : "[1]"), "main.tf:88:1");
    }
  }

  /** A scanner that reads cidr_blocks only sees one office. */
  @Test
  void finds_the_open_ipv6_block_beside_a_narrow_ipv4_block() {
    AddressSet office = AddressSet.of(Cidr.parse("8.8.8.0/24"));
    Question question =
        fromInternet("aws_instance.dual")
            .from(new Endpoint.Addresses("not the office", AddressSet.INTERNET.minus(office)));
    Packet packet =
        question.isRefuted(
            "aws_security_group.dual.ingress[0].ipv6_cidr_blocks[0]", "main.tf:108:1");
    assertThat(packet.destination()).isEqualTo(Cidr.parseAddress("2600:1f18:1:1::10"));
    question
        .in(without("aws_security_group.dual.ingress[0].ipv6_cidr_blocks[0]"))
        .isProved(BlockerCode.ENI_SG_RULES_MISMATCH);
  }

  /** A scanner that asks whether 22 is between from_port 0 and to_port 0 says no. */
  @Test
  void finds_that_protocol_minus_1_is_every_port_although_it_says_port_0_to_0() {
    String rule = "aws_security_group.every_protocol.ingress[0].cidr_blocks[0]";
    fromInternet("aws_instance.every_protocol").isRefuted(rule, "main.tf:131:1");
    fromInternet("aws_instance.every_protocol")
        .in(without(rule))
        .isProved(BlockerCode.ENI_SG_RULES_MISMATCH);
  }

  /** A scanner that is content with the first rule of the port sees members only. */
  @Test
  void finds_the_open_rule_behind_one_for_the_group_itself() {
    fromInternet("aws_instance.self_first")
        .isRefuted("aws_security_group_rule.support.cidr_blocks[0]", "main.tf:161:1");
    fromInternet("aws_instance.self_first")
        .in(without("aws_security_group_rule.support.cidr_blocks[0]"))
        .isProved(BlockerCode.ENI_SG_RULES_MISMATCH);
  }

  /** A scanner that takes a rule with a prefix list for a restricted one reads no further. */
  @Test
  void finds_the_open_block_beside_a_prefix_list_in_one_rule() {
    String rule = "aws_security_group.prefix_list.ingress[0]";
    fromInternet("aws_instance.prefix_list").isRefuted(rule + ".cidr_blocks[0]", "main.tf:192:1");
    Question mended =
        fromInternet("aws_instance.prefix_list").in(without(rule + ".cidr_blocks[0]"));
    mended.isRefuted(rule + ".prefix_list_ids[0]", "main.tf:192:1");
    AddressSet offices = AddressSet.of(Cidr.parse("8.8.8.0/24"));
    mended
        .from(new Endpoint.Addresses("elsewhere", AddressSet.INTERNET.minus(offices)))
        .isProved(BlockerCode.ENI_SG_RULES_MISMATCH);
  }

  /** A scanner sees groups as sources and no block at all: as good as it gets. */
  @Test
  void finds_the_members_of_a_group_that_is_one_source_too_many() {
    String rule = "aws_security_group_rule.database_from_bastion.source_security_group_id[0]";
    Question question =
        new Question(NETWORK, endpoint("aws_instance.bastion"), "aws_instance.database", 3306);
    question.isRefuted(rule, "main.tf:245:1");
    question.in(without(rule)).isProved(BlockerCode.ENI_SG_RULES_MISMATCH);

    NetworkContract contract =
        NetworkContract.builder()
            .tier("web", "aws_instance.web")
            .tier("database", "aws_instance.database")
            .allowTcp("web", "database", 3306)
            .build();
    assertThat(toDatabase(contract, NETWORK))
        .singleElement()
        .satisfies(
            flow -> {
              assertThat(flow.from()).isEqualTo("(in no tier)");
              assertThat(flow.isCertain()).isTrue();
              assertThat(flow.witness().from()).isEqualTo("aws_instance.bastion");
              assertThat(admitting(flow.witness().hops(), rule)).isPresent();
            });
    assertThat(toDatabase(contract, without(rule))).isEmpty();
  }

  private static List<ExcessFlow> toDatabase(NetworkContract contract, Network network) {
    return contract.check(network).excess().stream()
        .filter(flow -> flow.to().equals("database"))
        .toList();
  }

  /** A scanner that follows an instance to the groups it names comes to none. */
  @Test
  void finds_the_open_default_group_of_an_interface_that_names_none() {
    String rule = "aws_default_security_group.main.ingress[0].cidr_blocks[0]";
    fromInternet("aws_instance.no_group").isRefuted(rule, "main.tf:279:1");
    fromInternet("aws_instance.no_group")
        .in(without(rule))
        .isProved(BlockerCode.ENI_SG_RULES_MISMATCH);
  }

  /** A scanner finds no rule in the whole VPC; AWS makes some that no file shows. */
  @Test
  void finds_the_rules_of_a_default_group_that_nobody_wrote() {
    String rule = "aws_vpc.bare.default_security_group.ingress";
    Question question =
        new Question(NETWORK, endpoint("aws_instance.bare[0]"), "aws_instance.bare[1]", SSH);
    question.isRefuted(rule, "");
    question.in(without(rule)).isProved(BlockerCode.ENI_SG_RULES_MISMATCH);
  }

  /** A scanner that asks whether 22 is between two nulls says no. */
  @Test
  void finds_that_an_acl_rule_without_ports_is_for_every_port() {
    Question question =
        new Question(NETWORK, endpoint("aws_instance.bastion"), "aws_instance.guarded", SSH);
    question.isRefuted("aws_network_acl_rule.no_ports_in", "main.tf:327:1");
    question
        .in(without("aws_network_acl_rule.no_ports_in"))
        .isProved(BlockerCode.SUBNET_ACL_RESTRICTION);
  }

  /**
   * The same with a group's rule, of a resource that no provider before 4.56 has, and which this
   * project's real one therefore cannot plan: the values are those of the resource's schema.
   */
  @Test
  void finds_that_a_standalone_rule_without_ports_is_for_every_port() {
    String state =
        """
        {"format_version":"1.0","terraform_version":"1.13.3","values":{"root_module":{"resources":[
        {"address":"aws_vpc.main","mode":"managed","type":"aws_vpc","name":"main","values":
          {"id":"vpc-0123456789abcdef0","cidr_block":"10.0.0.0/16"}},
        {"address":"aws_internet_gateway.main","mode":"managed","type":"aws_internet_gateway","name":"main","values":
          {"id":"igw-0123456789abcdef0","vpc_id":"vpc-0123456789abcdef0"}},
        {"address":"aws_route_table.public","mode":"managed","type":"aws_route_table","name":"public","values":
          {"id":"rtb-0123456789abcdef0","vpc_id":"vpc-0123456789abcdef0","route":[
            {"cidr_block":"0.0.0.0/0","gateway_id":"igw-0123456789abcdef0"}]}},
        {"address":"aws_subnet.a","mode":"managed","type":"aws_subnet","name":"a","values":
          {"id":"subnet-0123456789abcdef0","vpc_id":"vpc-0123456789abcdef0","cidr_block":"10.0.1.0/24"}},
        {"address":"aws_route_table_association.a","mode":"managed","type":"aws_route_table_association","name":"a","values":
          {"id":"rtbassoc-0123456789abcdef0","subnet_id":"subnet-0123456789abcdef0","route_table_id":"rtb-0123456789abcdef0"}},
        {"address":"aws_security_group.web","mode":"managed","type":"aws_security_group","name":"web","values":
          {"id":"sg-0123456789abcdef0","name":"web","vpc_id":"vpc-0123456789abcdef0","ingress":[],"egress":[]}},
        {"address":"aws_vpc_security_group_ingress_rule.web","mode":"managed","type":"aws_vpc_security_group_ingress_rule","name":"web","values":
          {"id":"sgr-0123456789abcdef0","security_group_id":"sg-0123456789abcdef0","ip_protocol":"-1",
           "from_port":null,"to_port":null,"cidr_ipv4":"0.0.0.0/0"}},
        {"address":"aws_instance.web","mode":"managed","type":"aws_instance","name":"web","values":
          {"id":"i-0123456789abcdef0","subnet_id":"subnet-0123456789abcdef0","private_ip":"10.0.1.7",
           "vpc_security_group_ids":["sg-0123456789abcdef0"],"associate_public_ip_address":true}}
        ]}}}
        """;
    Network network =
        new TerraformReader()
            .read("state", new ByteArrayInputStream(state.getBytes(StandardCharsets.UTF_8)));
    Question question = fromInternet("aws_instance.web").in(network);
    question.isRefuted("aws_vpc_security_group_ingress_rule.web", "");
    question
        .in(without(network, Set.of("aws_vpc_security_group_ingress_rule.web")))
        .isProved(BlockerCode.ENI_SG_RULES_MISMATCH);
  }

  /** A scanner that reads the group where it is written finds it without rules. */
  @Test
  void finds_the_rule_that_another_module_adds_to_a_group() {
    String rule = "module.addon.aws_security_group_rule.monitoring.cidr_blocks[0]";
    fromInternet("aws_instance.extended").isRefuted(rule, "addon/main.tf:5:1");
    fromInternet("aws_instance.extended")
        .in(without(rule))
        .isProved(BlockerCode.ENI_SG_RULES_MISMATCH);
  }

  /** A scanner reports 0.0.0.0/0 and a public address; no packet finds its way. */
  @Test
  void is_not_alarmed_by_a_public_address_without_a_route() {
    assertThat(find(NETWORK, "aws_instance.no_route").publicAddress()).isEqualTo(Maybe.of(true));
    Question question = fromInternet("aws_instance.no_route");
    question.isProved(BlockerCode.NO_ROUTE_TO_DESTINATION);
    question
        .in(
            NetworkEdits.subnets(
                NETWORK,
                subnet ->
                    subnet.identity().key().equals("aws_subnet.private")
                        ? new Subnet(
                            subnet.identity(),
                            subnet.vpc(),
                            subnet.cidrs(),
                            subnet.zone(),
                            Optional.of("aws_route_table.public"),
                            subnet.networkAcl())
                        : subnet))
        .isRefuted("aws_security_group.open.ingress[0].cidr_blocks[0]", "main.tf:386:1");
  }

  /** A scanner reports 0.0.0.0/0 and a route to an internet gateway; nobody can address it. */
  @Test
  void is_not_alarmed_by_a_route_without_a_public_address() {
    Question question = fromInternet("aws_instance.no_public_address");
    question.isProved(BlockerCode.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS);
    question
        .in(
            NetworkEdits.interfaces(
                NETWORK,
                each ->
                    each.identity().key().equals("aws_instance.no_public_address")
                        ? Edited.isPublic(each, true)
                        : each))
        .isRefuted("aws_security_group.open.ingress[0].cidr_blocks[0]", "main.tf:386:1");
  }

  // --- questions ---

  private static Question fromInternet(String to) {
    return new Question(NETWORK, Endpoint.internet(), to, SSH);
  }

  private static Endpoint endpoint(String expression) {
    return EndpointExpression.resolve(NETWORK, expression);
  }

  private static NetworkInterface find(Network network, String key) {
    return network.interfaces().stream()
        .filter(each -> each.identity().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Hop> admitting(List<Hop> hops, String rule) {
    return hops.stream()
        .filter(
            hop ->
                hop.rule().startsWith(rule + " (")
                    || hop.rule().startsWith(rule + ":")
                    || hop.rule().endsWith("(" + rule + ")"))
        .findFirst();
  }

  /** Whether something is isolated. */
  private record Question(Network network, Endpoint from, String to, int port) {

    Question in(Network other) {
      return new Question(other, from, to, port);
    }

    Question from(Endpoint other) {
      return new Question(network, other, to, port);
    }

    private Verdict verdict() {
      return Reachability.of(network)
          .isolated(
              from,
              EndpointExpression.resolve(network, to),
              TrafficMatch.of(Protocol.TCP, PortRange.of(port)));
    }

    /** Refuted by a packet that this rule admits, which is written there. */
    Packet isRefuted(String rule, String location) {
      assertThat(verdict()).isInstanceOf(Verdict.Refuted.class);
      var witness = ((Verdict.Refuted) verdict()).witness().orElseThrow();
      assertThat(witness.packet().traffic()).isEqualTo(Traffic.tcp(port));
      assertThat(witness.to()).isEqualTo(to);
      assertThat(admitting(witness.hops(), rule))
          .as("a hop by %s in %s", rule, witness)
          .hasValueSatisfying(
              hop ->
                  assertThat(hop.location().map(Object::toString).orElse("")).isEqualTo(location));
      return witness.packet();
    }

    void isProved(BlockerCode inTheWay) {
      assertThat(verdict())
          .isInstanceOfSatisfying(
              Verdict.Proved.class,
              proved ->
                  assertThat(proved.blockers())
                      .anySatisfy(blocker -> assertThat(blocker.code()).isEqualTo(inTheWay)));
    }
  }

  // --- mended networks ---

  private static Network without(String... rules) {
    return without(NETWORK, Set.of(rules));
  }

  private static Network without(Network network, Set<String> rules) {
    Network mended =
        NetworkEdits.entries(
            NetworkEdits.rules(network, rule -> kept(rules, rule, rule.identity())),
            entry -> kept(rules, entry, entry.identity()));
    assertThat(mended).as("without %s", rules).isNotEqualTo(network);
    return mended;
  }

  private static <T> List<T> kept(Set<String> without, T each, Identity identity) {
    return without.contains(identity.key()) ? List.of() : List.of(each);
  }
}
