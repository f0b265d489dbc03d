package dev.groundtruth.network.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.Subnet;
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

  // https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
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

  // https://registry.terraform.io/providers/hashicorp/aws/4.9.0/docs/resources/security_group: AWS
  // gives a group a rule that allows all egress, and Terraform removes it.
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

  /** Names are ids there, and one name may be given to a database and to its subnet group. */
  @Test
  void tells_a_subnet_group_of_a_state_from_the_database_of_its_name() {
    Network network =
        read(
            """
            {"format_version":"1.0","terraform_version":"1.13.3","values":{"root_module":{"resources":[
            {"address":"aws_vpc.main","mode":"managed","type":"aws_vpc","name":"main","values":
              {"id":"vpc-0123456789abcdef0","cidr_block":"10.0.0.0/16"}},
            {"address":"aws_subnet.a","mode":"managed","type":"aws_subnet","name":"a","values":
              {"id":"subnet-0123456789abcdef0","vpc_id":"vpc-0123456789abcdef0","cidr_block":"10.0.1.0/24"}},
            {"address":"aws_subnet.b","mode":"managed","type":"aws_subnet","name":"b","values":
              {"id":"subnet-0123456789abcdef1","vpc_id":"vpc-0123456789abcdef0","cidr_block":"10.0.2.0/24"}},
            {"address":"aws_db_instance.main","mode":"managed","type":"aws_db_instance","name":"main","values":
              {"id":"main","identifier":"main","db_subnet_group_name":"main","vpc_security_group_ids":[],"publicly_accessible":false}},
            {"address":"aws_db_subnet_group.main","mode":"managed","type":"aws_db_subnet_group","name":"main","values":
              {"id":"main","name":"main","subnet_ids":["subnet-0123456789abcdef0"]}}
            ]}}}
            """);

    assertThat(find(network, "aws_db_instance.main").subnets()).containsExactly("aws_subnet.a");
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html: an exclusion exempts
  // its
  // VPC or subnet from the mode of the account.
  @Test
  void proves_nothing_where_public_access_is_blocked_with_exclusions() {
    String blocked =
        """
        {"format_version":"1.0","terraform_version":"1.13.3","values":{"root_module":{"resources":[
        {"address":"aws_vpc.main","mode":"managed","type":"aws_vpc","name":"main","values":
          {"id":"vpc-0123456789abcdef0","cidr_block":"10.0.0.0/16"}},
        {"address":"aws_internet_gateway.main","mode":"managed","type":"aws_internet_gateway","name":"main","values":
          {"id":"igw-0123456789abcdef0","vpc_id":"vpc-0123456789abcdef0"}},
        {"address":"aws_route_table.main","mode":"managed","type":"aws_route_table","name":"main","values":
          {"id":"rtb-0123456789abcdef0","vpc_id":"vpc-0123456789abcdef0","route":[
            {"cidr_block":"0.0.0.0/0","gateway_id":"igw-0123456789abcdef0"}]}},
        {"address":"aws_route_table_association.a","mode":"managed","type":"aws_route_table_association","name":"a","values":
          {"id":"rtbassoc-0123456789abcdef0","route_table_id":"rtb-0123456789abcdef0","subnet_id":"subnet-0123456789abcdef0"}},
        {"address":"aws_subnet.a","mode":"managed","type":"aws_subnet","name":"a","values":
          {"id":"subnet-0123456789abcdef0","vpc_id":"vpc-0123456789abcdef0","cidr_block":"10.0.1.0/24"}},
        {"address":"aws_security_group.web","mode":"managed","type":"aws_security_group","name":"web","values":
          {"id":"sg-0123456789abcdef0","name":"web","vpc_id":"vpc-0123456789abcdef0","egress":[],"ingress":[
            {"cidr_blocks":["0.0.0.0/0"],"from_port":80,"to_port":80,"protocol":"tcp"}]}},
        {"address":"aws_instance.web","mode":"managed","type":"aws_instance","name":"web","values":
          {"id":"i-0123456789abcdef0","subnet_id":"subnet-0123456789abcdef0","private_ip":"10.0.1.7",
           "vpc_security_group_ids":["sg-0123456789abcdef0"],"associate_public_ip_address":true,"public_ip":"52.1.2.3"}},
        {"address":"aws_vpc_block_public_access_options.all","mode":"managed","type":"aws_vpc_block_public_access_options","name":"all","values":
          {"internet_gateway_block_mode":"block-bidirectional"}}MORE
        ]}}}
        """;
    assertThat(
            isolated(
                read(blocked.replace("MORE", "")), Endpoint.internet(), "aws_instance.web", 80))
        .isInstanceOf(Verdict.Proved.class);

    Network excluded =
        read(
            blocked.replace(
                "MORE",
                """
                ,{"address":"aws_vpc_block_public_access_exclusion.a","mode":"managed","type":"aws_vpc_block_public_access_exclusion","name":"a","values":
                  {"subnet_id":"subnet-0123456789abcdef0","internet_gateway_exclusion_mode":"allow-bidirectional"}}
                """));
    assertThat(isolated(excluded, Endpoint.internet(), "aws_instance.web", 80))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class,
            unknown ->
                assertThat(unknown.attributes())
                    .contains("aws_vpc_block_public_access_exclusion.a"));
  }

  @Test
  void takes_a_stack_for_harmless_only_where_its_template_shows_that_it_is() {
    Network network =
        read(
            """
            {"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[
            {"address":"aws_cloudformation_stack.secrets","mode":"managed","type":"aws_cloudformation_stack","name":"secrets","values":
              {"template_body":"{\\"Resources\\":{\\"A\\":{\\"Type\\":\\"AWS::SecretsManager::Secret\\"}}}"}},
            {"address":"aws_cloudformation_stack.network","mode":"managed","type":"aws_cloudformation_stack","name":"network","values":
              {"template_body":"{\\"Resources\\":{\\"A\\":{\\"Type\\":\\"AWS::SecretsManager::Secret\\"},\\"B\\":{\\"Type\\":\\"AWS::EC2::SecurityGroup\\"}}}"}},
            {"address":"aws_cloudformation_stack.macro","mode":"managed","type":"aws_cloudformation_stack","name":"macro","values":
              {"template_body":"{\\"Transform\\":\\"X\\",\\"Resources\\":{\\"A\\":{\\"Type\\":\\"AWS::SNS::Topic\\"}}}"}},
            {"address":"aws_cloudformation_stack.yaml","mode":"managed","type":"aws_cloudformation_stack","name":"yaml","values":
              {"template_body":"Resources: {A: {Type: AWS::SNS::Topic}}"}},
            {"address":"aws_cloudformation_stack.elsewhere","mode":"managed","type":"aws_cloudformation_stack","name":"elsewhere","values":
              {"template_url":"https://example.org/template"}},
            {"address":"aws_cloudfront_distribution.site","mode":"managed","type":"aws_cloudfront_distribution","name":"site","values":{}},
            {"address":"aws_cloudfront_vpc_origin.inside","mode":"managed","type":"aws_cloudfront_vpc_origin","name":"inside","values":{}}
            ]}}}
            """);
    assertThat(network.remarks())
        .filteredOn(each -> each.kind() == Remark.Kind.NOT_UNDERSTOOD)
        .extracting(Remark::subject)
        .containsExactlyInAnyOrder(
            "aws_cloudformation_stack.network",
            "aws_cloudformation_stack.macro",
            "aws_cloudformation_stack.yaml",
            "aws_cloudformation_stack.elsewhere",
            "aws_cloudfront_vpc_origin.inside");
  }

  private static Network plan(String name) {
    Path folder = Path.of("src/test/resources/plans", name);
    return new TerraformReader(folder).read(folder.resolve("plan.json"));
  }

  private static Verdict isolated(Network network, Endpoint from, String to, int port) {
    return Reachability.of(network)
        .isolated(from, endpoint(network, to), TrafficMatch.of(Protocol.TCP, PortRange.of(port)));
  }

  private static RouteTable table(Network network, String key) {
    return network.routeTables().stream()
        .filter(each -> each.identity().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static Subnet subnet(Network network, String key) {
    return network.subnets().stream()
        .filter(each -> each.identity().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void reads_acls_of_rules_and_associations_and_the_adopted_default_one() {
    Network network = plan("edge");
    assertThat(subnet(network, "aws_subnet.guarded").networkAcl())
        .contains("aws_network_acl.guarded");
    assertThat(subnet(network, "aws_subnet.private").networkAcl())
        .contains("aws_default_network_acl.main");
    Endpoint from = endpoint(network, "aws_instance.private");
    assertThat(isolated(network, from, "aws_instance.guarded", 5432))
        .isInstanceOf(Verdict.Refuted.class);
    assertThat(isolated(network, from, "aws_instance.guarded", 5433))
        .isInstanceOf(Verdict.Proved.class);
  }

  @Test
  void reads_the_gateways_that_routes_lead_to() {
    Network network = plan("edge");
    assertThat(subnet(network, "aws_subnet.public").routeTable())
        .contains("aws_default_route_table.main");
    assertThat(table(network, "aws_default_route_table.main").routes())
        .extracting(Route::target)
        .containsExactly(new RouteTarget.InternetGateway("aws_internet_gateway.main"));
    assertThat(table(network, "aws_route_table.private").routes())
        .extracting(Route::target)
        .containsExactlyInAnyOrder(
            new RouteTarget.NatGateway("aws_nat_gateway.main"),
            new RouteTarget.EgressOnlyGateway("aws_egress_only_internet_gateway.main"));
    assertThat(table(network, "aws_route_table.guarded").routes())
        .extracting(Route::target)
        .containsExactly(new RouteTarget.Peering("aws_vpc_peering_connection.other"));
    assertThat(network.peerings())
        .singleElement()
        .satisfies(
            peering -> {
              assertThat(peering.requester()).isEqualTo("aws_vpc.main");
              assertThat(peering.accepter()).isEqualTo("aws_vpc.other");
            });
  }

  @Test
  void proves_nothing_about_what_lies_behind_transit_and_vpn_gateways() {
    Network network = plan("edge");
    assertThat(table(network, "aws_route_table.remote").routes())
        .extracting(Route::target)
        .containsExactlyInAnyOrder(
            new RouteTarget.Elsewhere("transit gateway", "aws_ec2_transit_gateway.main"),
            new RouteTarget.Elsewhere("gateway", "aws_vpn_gateway.main"));
    assertThat(isolated(network, Endpoint.internet(), "aws_instance.remote", 22))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void takes_an_adopted_default_group_without_blocks_for_closed() {
    Network network = plan("edge");
    assertThat(group(network, "aws_default_security_group.main").rules()).isEmpty();
    assertThat(find(network, "aws_instance.closed").groups())
        .containsExactly("aws_default_security_group.main");
  }

  @Test
  void gives_the_address_of_an_association_to_its_instance() {
    Network network = plan("edge");
    assertThat(find(network, "aws_instance.public").publicAddress()).isEqualTo(Maybe.of(true));
    assertThat(find(network, "aws_instance.remote").publicAddress()).isEqualTo(Maybe.of(false));
  }

  @Test
  void reads_the_entries_of_a_prefix_list_that_a_rule_refers_to() {
    Network network = plan("edge");
    assertThat(group(network, "aws_security_group.mixed").rules())
        .anyMatch(
            rule ->
                rule.peer().equals(new Peer.PrefixListPeer("aws_ec2_managed_prefix_list.offices")));
    assertThat(
            isolated(
                network,
                Endpoint.of(AddressSet.of(Cidr.parse("8.8.8.8/32"))),
                "aws_instance.public",
                443))
        .isNotInstanceOf(Verdict.Proved.class);
    assertThat(
            isolated(
                network,
                Endpoint.of(AddressSet.of(Cidr.parse("8.8.9.8/32"))),
                "aws_instance.public",
                443))
        .isInstanceOf(Verdict.Proved.class);
  }

  // https://registry.terraform.io/providers/hashicorp/aws/4.9.0/docs/resources/security_group and
  // .../network_acl: rules in blocks and rules of their own overwrite each other.
  @Test
  void remarks_rules_of_both_kinds_on_one_group_or_acl() {
    assertThat(plan("edge").remarks())
        .filteredOn(each -> each.kind() == Remark.Kind.AMBIGUOUS)
        .extracting(Remark::subject)
        .containsExactlyInAnyOrder("aws_security_group.mixed", "aws_network_acl.mixed");
  }

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
  @Test
  void places_databases_by_their_subnet_groups() {
    NetworkInterface db = find(plan("workloads"), "aws_db_instance.main");
    assertThat(db.subnets()).containsExactlyInAnyOrder("aws_subnet.a", "aws_subnet.b");
    assertThat(db.groups()).containsExactly("aws_security_group.db");
    assertThat(db.kind()).isEqualTo(NetworkInterface.Kind.RDS);
  }

  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html
  @Test
  void takes_the_groups_of_an_auto_scaling_group_from_its_template() {
    NetworkInterface worker = find(plan("workloads"), "aws_autoscaling_group.worker");
    assertThat(worker.isOpenNumber()).isTrue();
    assertThat(worker.groups()).containsExactly("aws_security_group.worker");
    assertThat(worker.subnets()).containsExactlyInAnyOrder("aws_subnet.a", "aws_subnet.b");
  }

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
  @Test
  void gives_tasks_interfaces_of_their_own() {
    Network network = plan("workloads");
    NetworkInterface task = find(network, "aws_ecs_service.api");
    assertThat(task.kind()).isEqualTo(NetworkInterface.Kind.ECS_TASK);
    assertThat(task.publicAddress()).isEqualTo(Maybe.of(true));
    assertThat(
            isolated(
                network, endpoint(network, "aws_ecs_service.api"), "aws_db_instance.main", 5432))
        .isInstanceOf(Verdict.Refuted.class);
  }

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
  @Test
  void lets_a_network_load_balancer_without_groups_take_everything() {
    NetworkInterface balancer = find(plan("workloads"), "aws_lb.network");
    assertThat(balancer.kind()).isEqualTo(NetworkInterface.Kind.NETWORK_LOAD_BALANCER);
    assertThat(group(plan("workloads"), balancer.groups().iterator().next()).rules())
        .isNotEmpty()
        .allMatch(rule -> rule.match().equals(Maybe.of(TrafficMatch.ALL)));
  }

  @Test
  void proves_nothing_about_an_interface_of_which_nobody_knows_whose_it_is() {
    Network network = plan("workloads");
    NetworkInterface second = find(network, "aws_network_interface.second");
    assertThat(second.owner()).contains("aws_instance.blue", "aws_instance.green");
    assertThat(second.groupsKnown().attribute())
        .contains("aws_network_interface_attachment.second.instance_id");
    assertThat(network.remarks())
        .filteredOn(each -> each.kind() == Remark.Kind.NOT_UNDERSTOOD)
        .extracting(Remark::subject)
        .containsExactly("aws_network_interface_attachment.second.instance_id");
    assertThat(
            isolated(
                network,
                endpoint(network, "aws_instance.green"),
                "aws_network_interface.second",
                22))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void reads_what_a_change_leaves_behind() {
    Network network = plan("change");
    assertThat(network.interfaces()).isEmpty();
    assertThat(group(network, "aws_security_group.web").rules())
        .singleElement()
        .satisfies(
            rule ->
                assertThat(rule.peer()).isEqualTo(new Peer.CidrPeer(Cidr.parse("10.0.0.0/16"))));
    assertThat(subnet(network, "aws_subnet.a").vpc()).isEqualTo("aws_vpc.main");
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
