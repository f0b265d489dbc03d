package dev.groundtruth.network.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.contract.MissingFlow;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.model.Vpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan leaves open or says in an unusual place: nothing of it is taken for a proof. */
class DoubtsTest {

  private static Verdict reachable(Network network, String from, String to, int port) {
    return Reachability.of(network)
        .reachable(
            EndpointExpression.resolve(network, from),
            EndpointExpression.resolve(network, to),
            TrafficMatch.of(Protocol.TCP, PortRange.of(port)));
  }

  private static Verdict fromInternet(PlanDraft draft, String to) {
    return reachable(draft.network(), "internet", to, 22);
  }

  private static NetworkInterface find(Network network, String key) {
    return network.interfaces().stream()
        .filter(each -> each.identity().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  /** The same of a plan that real Terraform made, as far as its provider knows it. */
  @ParameterizedTest
  @CsvSource({
    "aws_instance.six, unknown",
    "aws_instance.four, no",
    "aws_instance.of_template, yes",
    "aws_instance.of_another_template, unknown",
    "aws_autoscaling_group.mixed, yes",
    "aws_autoscaling_group.pinned, unknown",
    "aws_instance.variable_list, unknown",
    "aws_lb.four, no",
    "aws_lb.both, unknown",
    "aws_lb.unsaid, no"
  })
  void reads_a_plan_of_terraform(String to, String answer) {
    Path folder = Path.of("src/test/resources/plans/doubts");
    Network network = new TerraformReader(folder).read(folder.resolve("plan.json"));

    assertThat(answer(reachable(network, "internet", to, 22))).isEqualTo(answer);
    assertThat(
            network.securityGroups().stream()
                .filter(each -> each.identity().key().equals("aws_security_group.variable_group"))
                .flatMap(each -> each.rules().stream())
                .map(rule -> rule.peer().toString()))
        .containsExactly("aws_security_group.closed", "sg-0123456789abcdef0");
  }

  private static String answer(Verdict verdict) {
    return verdict instanceof Verdict.Proved
        ? "yes"
        : verdict instanceof Verdict.Refuted ? "no" : "unknown";
  }

  // --- addresses ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        aws_instance.it {'private_ip': '10.0.0.50', 'ipv6_address_count': 1,
          'subnet_id': '@aws_subnet.public.id', 'associate_public_ip_address': true,
          'vpc_security_group_ids': '@aws_security_group.open.id'}
        """,
        """
        aws_network_interface.it {'private_ips': ['10.0.0.50'], 'ipv6_address_count': 1,
          'subnet_id': '@aws_subnet.public.id', 'security_groups': '@aws_security_group.open.id'}
        """
      })
  void an_ipv6_address_may_come_to_a_known_ipv4_address(String resource) {
    String address = resource.substring(0, resource.indexOf(' '));
    String attributes = resource.substring(resource.indexOf(' '));

    assertThat(
            fromInternet(
                PlanDraft.publicSubnet(true)
                    .group("open", "::/0")
                    .add(address, attributes, "ipv6_addresses", "public_ip"),
                address))
        .isInstanceOf(Verdict.Unknown.class);
    assertThat(
            fromInternet(
                PlanDraft.publicSubnet(false)
                    .group("open", "::/0")
                    .add(address, attributes, "ipv6_addresses", "public_ip"),
                address))
        .as("a subnet without IPv6 has none to give")
        .isInstanceOf(Verdict.Refuted.class);
  }

  @Test
  void a_known_ipv4_address_stays_known_beside_an_ipv6_address_that_is_not() {
    Network network =
        PlanDraft.publicSubnet(true)
            .group("open", "0.0.0.0/0")
            .add(
                "aws_instance.it",
                """
                {'private_ip': '10.0.0.50', 'subnet_id': '@aws_subnet.public.id',
                 'associate_public_ip_address': true,
                 'vpc_security_group_ids': '@aws_security_group.open.id'}
                """,
                "ipv6_addresses",
                "secondary_private_ips")
            .network();

    assertThat(find(network, "aws_instance.it").addresses()).hasSize(1);
    assertThat(find(network, "aws_instance.it").isIpv6Known()).isFalse();
    assertThat(reachable(network, "internet", "10.0.0.50", 22)).isInstanceOf(Verdict.Proved.class);
    assertThat(reachable(network, "internet", "10.0.0.50", 23)).isInstanceOf(Verdict.Refuted.class);
  }

  // --- launch templates ---

  private static final String OF_TEMPLATE =
      """
      {'launch_template': [{'id': '@aws_launch_template.it.id', 'version': '$Latest'}]%s}
      """;

  private static PlanDraft instanceOfTemplate(String template, String own) {
    return PlanDraft.publicSubnet(false)
        .group("open", "0.0.0.0/0")
        .group("closed", "10.0.0.0/16")
        .add("aws_launch_template.it", template, "default_version", "latest_version")
        .add(
            "aws_instance.it",
            OF_TEMPLATE.formatted(own),
            "vpc_security_group_ids",
            "security_groups",
            "associate_public_ip_address",
            "private_ip",
            "ipv6_addresses",
            "public_ip",
            "subnet_id");
  }

  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-instances-from-launch-template.html
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        """
        {'vpc_security_group_ids': '@aws_security_group.open.id'} \
        | , 'subnet_id': '@aws_subnet.public.id', 'associate_public_ip_address': true
        """,
        """
        {'network_interfaces': [{'security_groups': '@aws_security_group.open.id', \
        'subnet_id': '@aws_subnet.public.id', 'associate_public_ip_address': 'true'}]} | ''
        """,
        """
        {'vpc_security_group_ids': '@aws_security_group.open.id'} \
        | , 'subnet_id': '@aws_subnet.public.id'
        """
      })
  void an_instance_has_what_its_template_says_where_it_says_nothing_itself(
      String template, String own) {
    Network network =
        instanceOfTemplate(template.strip(), own == null ? "" : own.strip()).network();

    assertThat(find(network, "aws_instance.it").groups())
        .containsExactly("aws_security_group.open");
    assertThat(find(network, "aws_instance.it").subnets()).containsExactly("aws_subnet.public");
    boolean isPublic = !own.contains("subnet_id") || own.contains("associate");
    assertThat(reachable(network, "internet", "aws_instance.it", 22))
        .isInstanceOf(isPublic ? Verdict.Proved.class : Verdict.Refuted.class);
  }

  @Test
  void an_instance_overrides_the_groups_of_its_template() {
    assertThat(
            fromInternet(
                instanceOfTemplate(
                        "{'vpc_security_group_ids': '@aws_security_group.open.id'}",
                        ", 'subnet_id': '@aws_subnet.public.id', 'associate_public_ip_address':"
                            + " true")
                    .add(
                        "aws_instance.own",
                        OF_TEMPLATE.formatted(
                            """
                            , 'subnet_id': '@aws_subnet.public.id', 'associate_public_ip_address': true,
                            'vpc_security_group_ids': '@aws_security_group.closed.id'
                            """),
                        "private_ip",
                        "ipv6_addresses"),
                "aws_instance.own"))
        .isInstanceOf(Verdict.Refuted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name': 'of-another-configuration'",
        "'id': '@aws_launch_template.it.id', 'version': '7'"
      })
  void nothing_is_proved_of_a_template_or_version_that_the_plan_does_not_show(String template) {
    assertThat(
            fromInternet(
                PlanDraft.publicSubnet(false)
                    .group("closed", "10.0.0.0/16")
                    .add(
                        "aws_launch_template.it",
                        "{'vpc_security_group_ids': '@aws_security_group.closed.id',"
                            + " 'latest_version': 3, 'default_version': 2}")
                    .add(
                        "aws_instance.it",
                        "{'launch_template': [{%s}], 'subnet_id': '@aws_subnet.public.id', 'associate_public_ip_address': true}"
                            .formatted(template),
                        "vpc_security_group_ids",
                        "private_ip",
                        "ipv6_addresses"),
                "aws_instance.it"))
        .isInstanceOf(Verdict.Unknown.class);
  }

  private static PlanDraft scaling(String first, String second) {
    PlanDraft draft = PlanDraft.publicSubnet(false);
    for (String name : new String[] {"open", "closed"}) {
      draft
          .group(name, name.equals("open") ? "0.0.0.0/0" : "10.0.0.0/16")
          .add(
              "aws_launch_template." + name,
              """
              {'network_interfaces': [{'associate_public_ip_address': 'true',
                'security_groups': '@aws_security_group.%s.id'}]}
              """
                  .formatted(name),
              "default_version",
              "latest_version");
    }
    return draft.add(
        "aws_autoscaling_group.it",
        """
        {'vpc_zone_identifier': '@aws_subnet.public.id', 'mixed_instances_policy': [{'launch_template': [{
          'launch_template_specification': [{%s}],
          'override': [{'instance_type': 't3.micro', 'launch_template_specification': [{%s}]}]}]}]}
        """
            .formatted(first, second));
  }

  private static String template(String name, String version) {
    return "'launch_template_id': '@aws_launch_template.%s.id', 'version': '%s'"
        .formatted(name, version);
  }

  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups-launch-template-overrides.html
  @Test
  void members_of_a_mixed_group_are_of_the_template_of_an_override_too() {
    assertThat(
            fromInternet(
                scaling(template("closed", "$Latest"), template("open", "$Latest")),
                "aws_autoscaling_group.it"))
        .isInstanceOf(Verdict.Proved.class);
    assertThat(
            fromInternet(
                scaling(template("closed", "$Latest"), template("closed", "$Latest")),
                "aws_autoscaling_group.it"))
        .isInstanceOf(Verdict.Refuted.class);
    assertThat(
            fromInternet(
                scaling(template("closed", "$Latest"), "'launch_template_name': 'elsewhere'"),
                "aws_autoscaling_group.it"))
        .isInstanceOf(Verdict.Unknown.class);
    assertThat(
            fromInternet(
                scaling(template("closed", "7"), template("closed", "$Latest")),
                "aws_autoscaling_group.it"))
        .isInstanceOf(Verdict.Unknown.class);
  }

  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance
  @Test
  void a_primary_network_interface_is_the_interface_of_its_instance() {
    Network network =
        PlanDraft.publicSubnet(false)
            .group("open", "0.0.0.0/0")
            .add(
                "aws_network_interface.card",
                "{'subnet_id': '@aws_subnet.public.id', 'security_groups':"
                    + " '@aws_security_group.open.id'}",
                "private_ip",
                "private_ips",
                "ipv6_addresses")
            .add(
                "aws_instance.it",
                "{'primary_network_interface': [{'network_interface_id':"
                    + " '@aws_network_interface.card.id'}]}",
                "subnet_id",
                "vpc_security_group_ids",
                "private_ip",
                "network_interface",
                "ipv6_addresses")
            .network();

    assertThat(network.interfaces())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.identity().key()).isEqualTo("aws_network_interface.card");
              assertThat(each.kind()).isEqualTo(NetworkInterface.Kind.INSTANCE);
              assertThat(each.owner()).contains("aws_instance.it");
            });
  }

  // --- rules ---

  private static PlanDraft ruleWith(String attribute, String reference, String extra) {
    return PlanDraft.publicSubnet(false)
        .variable("extra", extra)
        .group("other", "10.9.0.0/16")
        .add(
            "aws_ec2_managed_prefix_list.other",
            "{'name': 'other', 'entry': [{'cidr': '10.9.0.0/16'}]}")
        .add(
            "aws_security_group.it",
            """
            {'vpc_id': '@aws_vpc.main.id', 'ingress': [
              {'protocol': 'tcp', 'from_port': 22, 'to_port': 22, '%s': '@%s, var.extra'}]}
            """
                .formatted(attribute, reference),
            "egress")
        .instance("it", "it");
  }

  @Test
  void a_rule_names_the_group_of_a_variable_beside_its_references() {
    Network network =
        ruleWith("security_groups", "aws_security_group.other.id", "sg-0123456789abcdef0")
            .network();

    assertThat(
            network.securityGroups().stream()
                .filter(each -> each.identity().key().equals("aws_security_group.it"))
                .flatMap(each -> each.rules().stream())
                .map(rule -> rule.peer().toString()))
        .contains("aws_security_group.other", "sg-0123456789abcdef0");
  }

  @Test
  void a_rule_names_the_prefix_list_of_a_variable_beside_its_references() {
    assertThat(
            fromInternet(
                ruleWith(
                    "prefix_list_ids",
                    "aws_ec2_managed_prefix_list.other.id",
                    "pl-0123456789abcdef0"),
                "aws_instance.it"))
        .isInstanceOf(Verdict.Unknown.class);
  }

  /** Terraform makes the one of what the other made, and which was first nobody can tell. */
  @Test
  void rules_of_both_kinds_on_one_group_are_possible_only() {
    PlanDraft draft =
        PlanDraft.publicSubnet(false)
            .group("mixed", "8.8.0.0/16")
            .add(
                "aws_security_group_rule.more",
                """
                {'type': 'ingress', 'protocol': 'tcp', 'from_port': 443, 'to_port': 443,
                 'cidr_blocks': ['8.8.4.0/24'], 'security_group_id': '@aws_security_group.mixed.id'}
                """,
                "source_security_group_id")
            .instance("it", "mixed");

    for (int port : new int[] {22, 443}) {
      assertThat(reachable(draft.network(), "internet", "aws_instance.it", port))
          .isInstanceOf(Verdict.Unknown.class);
    }
    assertThat(reachable(draft.network(), "9.9.9.9", "aws_instance.it", 22))
        .isInstanceOf(Verdict.Refuted.class);
  }

  private static PlanDraft inOneOfTwoSubnets(String... routed) {
    PlanDraft draft =
        PlanDraft.publicSubnet(false)
            .add("aws_subnet.other", "{'vpc_id': '@aws_vpc.main.id', 'cidr_block': '10.0.1.0/24'}")
            .group("open", "0.0.0.0/0")
            .add(
                "aws_instance.it",
                """
                {'subnet_id': '@aws_subnet.public.id, aws_subnet.other.id',
                 'associate_public_ip_address': true,
                 'vpc_security_group_ids': '@aws_security_group.open.id'}
                """,
                "private_ip",
                "ipv6_addresses",
                "public_ip");
    for (String each : routed) {
      draft.add(
          "aws_route_table_association." + each,
          "{'subnet_id': '@aws_subnet.%s.id', 'route_table_id': '@aws_route_table.public.id'}"
              .formatted(each));
    }
    return draft;
  }

  @Test
  void who_has_groups_that_nobody_knows_may_be_in_any() {
    PlanDraft draft =
        PlanDraft.publicSubnet(false)
            .group("closed", "10.9.9.9/32")
            .instance("known", "closed")
            .add(
                "aws_instance.open",
                """
                {'subnet_id': '@aws_subnet.public.id', 'associate_public_ip_address': true,
                 'vpc_security_group_ids': '@local.groups'}
                """,
                "private_ip",
                "ipv6_addresses",
                "public_ip");

    assertThat(reachable(draft.network(), "internet", "aws_instance.known", 22))
        .isInstanceOf(Verdict.Refuted.class);
    assertThat(reachable(draft.network(), "internet", "aws_security_group.closed", 22))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class,
            unknown ->
                assertThat(unknown.attributes())
                    .containsExactly("aws_instance.open.vpc_security_group_ids"));
  }

  /** As a function picks one, of which a plan shows the candidates only. */
  @Test
  void what_arrives_in_one_of_the_subnets_an_instance_may_be_in_is_not_certain() {
    assertThat(reachable(inOneOfTwoSubnets().network(), "internet", "aws_instance.it", 22))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class,
            unknown ->
                assertThat(unknown.attributes())
                    .containsExactly("in which of its subnets aws_instance.it is"));
    assertThat(
            NetworkContract.builder()
                .tier("it", "aws_instance.it")
                .allowTcp("outside", "it", 22)
                .build()
                .check(inOneOfTwoSubnets().network())
                .missing())
        .as("it is not missing for sure")
        .isNotEmpty()
        .noneMatch(MissingFlow::isCertain);
  }

  @Test
  void what_arrives_in_each_of_the_subnets_an_instance_may_be_in_is_certain() {
    assertThat(reachable(inOneOfTwoSubnets("other").network(), "internet", "aws_instance.it", 22))
        .isInstanceOf(Verdict.Proved.class);
  }

  // https://registry.terraform.io/providers/hashicorp/aws/4.9.0/docs/resources/security_group and
  // https://developer.hashicorp.com/terraform/language/attr-as-blocks: an empty list says that
  // there is no rule, and Terraform takes away what others add.
  @Test
  void a_rule_on_a_group_that_says_it_has_none_is_possible_only() {
    PlanDraft draft =
        PlanDraft.publicSubnet(false)
            .add(
                "aws_security_group.emptied",
                "{'vpc_id': '@aws_vpc.main.id', 'ingress': []}",
                "egress")
            .add(
                "aws_security_group_rule.more",
                """
                {'type': 'ingress', 'protocol': 'tcp', 'from_port': 443, 'to_port': 443,
                 'cidr_blocks': ['8.8.4.0/24'], 'security_group_id': '@aws_security_group.emptied.id'}
                """,
                "source_security_group_id")
            .instance("it", "emptied");

    assertThat(reachable(draft.network(), "internet", "aws_instance.it", 443))
        .isInstanceOf(Verdict.Unknown.class);
    assertThat(draft.network().remarks())
        .filteredOn(each -> each.kind() == Remark.Kind.AMBIGUOUS)
        .extracting(Remark::subject)
        .containsExactly("aws_security_group.emptied");
  }

  @Test
  void entries_and_routes_of_both_kinds_are_possible_only() {
    PlanDraft routes =
        PlanDraft.publicSubnet(false)
            .add(
                "aws_route.more",
                """
                {'route_table_id': '@aws_route_table.public.id',
                 'destination_cidr_block': '192.0.2.0/24', 'gateway_id': '@aws_internet_gateway.main.id'}
                """)
            .group("open", "0.0.0.0/0")
            .instance("it", "open");
    assertThat(fromInternet(routes, "aws_instance.it")).isInstanceOf(Verdict.Unknown.class);

    PlanDraft entries =
        PlanDraft.publicSubnet(false)
            .add(
                "aws_network_acl.it",
                """
                {'vpc_id': '@aws_vpc.main.id', 'subnet_ids': '@aws_subnet.public.id',
                 'ingress': [{'rule_no': 10, 'action': 'allow', 'protocol': '-1', 'from_port': 0, 'to_port': 0,
                   'cidr_block': '0.0.0.0/0'}],
                 'egress': [{'rule_no': 10, 'action': 'allow', 'protocol': '-1', 'from_port': 0, 'to_port': 0,
                   'cidr_block': '0.0.0.0/0'}]}
                """)
            .add(
                "aws_network_acl_rule.more",
                """
                {'network_acl_id': '@aws_network_acl.it.id', 'rule_number': 20, 'rule_action': 'allow',
                 'egress': false, 'protocol': 'tcp', 'from_port': 1, 'to_port': 2, 'cidr_block': '0.0.0.0/0'}
                """)
            .group("open", "0.0.0.0/0")
            .instance("it", "open");
    assertThat(fromInternet(entries, "aws_instance.it")).isInstanceOf(Verdict.Unknown.class);
  }

  // --- what starts interfaces elsewhere ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        aws_cloudwatch_event_target.it {'ecs_target': [{'launch_type': 'FARGATE',
          'network_configuration': [{'subnets': '@aws_subnet.public.id'}]}]}
        """,
        """
        aws_lambda_event_source_mapping.it {'source_access_configuration': [
          {'type': 'VPC_SUBNET', 'uri': '@aws_subnet.public.id'}]}
        """,
        "aws_scheduler_schedule.it {'target': [{'ecs_parameters': [{'launch_type': 'FARGATE'}]}]}",
        "aws_pipes_pipe.it {'name': 'it'}"
      })
  void what_starts_tasks_or_pollers_with_interfaces_is_not_harmless(String resource) {
    String address = resource.substring(0, resource.indexOf(' '));
    assertThat(
            PlanDraft.publicSubnet(false)
                .add(address, resource.substring(resource.indexOf(' ')))
                .network()
                .remarks())
        .filteredOn(each -> each.kind() == Remark.Kind.NOT_UNDERSTOOD)
        .extracting(Remark::subject)
        .containsExactly(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws_cloudwatch_event_target.it {'arn': '@aws_sns_topic.it.arn'}",
        "aws_lambda_event_source_mapping.it {'event_source_arn': '@aws_sqs_queue.it.arn'}",
        "aws_cloudwatch_log_group.it {'name': 'it'}"
      })
  void what_starts_nothing_in_a_vpc_stays_harmless(String resource) {
    String address = resource.substring(0, resource.indexOf(' '));
    assertThat(
            PlanDraft.publicSubnet(false)
                .add(address, resource.substring(resource.indexOf(' ')))
                .network()
                .remarks())
        .noneMatch(each -> each.kind() == Remark.Kind.NOT_UNDERSTOOD);
  }

  // --- a VPC that is there already ---

  private static PlanDraft inForeignVpc() {
    return new PlanDraft()
        .data("aws_vpc.v", "{'id': 'vpc-0123456789abcdef0', 'cidr_block': '10.0.0.0/16'}")
        .data(
            "aws_subnet.s",
            """
            {'id': 'subnet-0123456789abcdef0', 'cidr_block': '10.0.0.0/24',
             'vpc_id': 'vpc-0123456789abcdef0', 'ipv6_cidr_block': ''}
            """)
        .add("aws_internet_gateway.main", "{'vpc_id': 'vpc-0123456789abcdef0'}")
        .add(
            "aws_route_table.public",
            """
            {'vpc_id': 'vpc-0123456789abcdef0', 'route': [
              {'cidr_block': '0.0.0.0/0', 'gateway_id': '@aws_internet_gateway.main.id'}]}
            """)
        .add(
            "aws_route_table_association.public",
            "{'subnet_id': 'subnet-0123456789abcdef0', 'route_table_id':"
                + " '@aws_route_table.public.id'}")
        .add(
            "aws_security_group.s",
            """
            {'vpc_id': 'vpc-0123456789abcdef0', 'ingress': [
              {'protocol': 'tcp', 'from_port': 22, 'to_port': 22, 'cidr_blocks': ['0.0.0.0/0']}]}
            """,
            "egress")
        .add(
            "aws_instance.it",
            """
            {'subnet_id': 'subnet-0123456789abcdef0', 'associate_public_ip_address': true,
             'vpc_security_group_ids': '@aws_security_group.s.id'}
            """,
            "private_ip",
            "ipv6_addresses");
  }

  @Test
  void the_default_network_acl_of_a_vpc_that_is_not_shown_may_be_any() {
    assertThat(fromInternet(inForeignVpc(), "aws_instance.it")).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void block_public_access_counts_in_a_vpc_that_is_only_mentioned() {
    assertThat(
            fromInternet(
                inForeignVpc()
                    .add(
                        "aws_vpc_block_public_access_options.all",
                        "{'internet_gateway_block_mode': 'block-bidirectional'}"),
                "aws_instance.it"))
        .isInstanceOf(Verdict.Refuted.class);
  }

  // --- load balancers ---

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type
  @ParameterizedTest
  @CsvSource({
    "application, ipv4, ::/0, no",
    "application, dualstack, ::/0, unknown",
    "application, dualstack-without-public-ipv4, ::/0, unknown",
    "application, ipv4, 0.0.0.0/0, yes",
    "application, dualstack, 0.0.0.0/0, yes",
    "application, dualstack-without-public-ipv4, 0.0.0.0/0, no",
    "network, ipv4, ::/0, no"
  })
  void the_address_type_of_a_load_balancer_decides_its_ip_versions(
      String type, String addresses, String block, String answer) {
    Verdict verdict =
        fromInternet(
            PlanDraft.publicSubnet(true)
                .group("s", block)
                .add(
                    "aws_lb.it",
                    """
                    {'internal': false, 'load_balancer_type': '%s', 'ip_address_type': '%s',
                     'subnets': '@aws_subnet.public.id', 'security_groups': '@aws_security_group.s.id'}
                    """
                        .formatted(type, addresses)),
            "aws_lb.it");

    assertThat(answer(verdict)).isEqualTo(answer);
  }

  // --- peering ---

  private static PlanDraft peers(String target) {
    return PlanDraft.publicSubnet(false)
        .add("aws_vpc.b", "{'cidr_block': '10.1.0.0/16'}")
        .add(
            "aws_vpc_peering_connection.x",
            "{'vpc_id': '@aws_vpc.main.id', 'peer_vpc_id': '@aws_vpc.b.id'}",
            "accept_status")
        .add(
            "aws_vpc_peering_connection_accepter.x",
            "{'vpc_peering_connection_id': '@aws_vpc_peering_connection.x.id', 'auto_accept':"
                + " true}")
        .add(
            "aws_route_table.b",
            """
            {'vpc_id': '@aws_vpc.b.id', 'route': [
              {'cidr_block': '0.0.0.0/0', 'vpc_peering_connection_id': '@%s'}]}
            """
                .formatted(target))
        .add("aws_subnet.b", "{'vpc_id': '@aws_vpc.b.id', 'cidr_block': '10.1.0.0/24'}")
        .add(
            "aws_route_table_association.b",
            "{'subnet_id': '@aws_subnet.b.id', 'route_table_id': '@aws_route_table.b.id'}")
        .add(
            "aws_route.back",
            """
            {'route_table_id': '@aws_route_table.main.id', 'destination_cidr_block': '10.1.0.0/16',
             'vpc_peering_connection_id': '@%s'}
            """
                .formatted(target))
        .add("aws_route_table.main", "{'vpc_id': '@aws_vpc.main.id'}", "route")
        .add("aws_subnet.a", "{'vpc_id': '@aws_vpc.main.id', 'cidr_block': '10.0.7.0/24'}")
        .add(
            "aws_route_table_association.a",
            "{'subnet_id': '@aws_subnet.a.id', 'route_table_id': '@aws_route_table.main.id'}")
        .add(
            "aws_security_group.open",
            """
            {'vpc_id': '@aws_vpc.b.id', 'ingress': [
              {'protocol': '-1', 'from_port': 0, 'to_port': 0, 'cidr_blocks': ['0.0.0.0/0']}],
             'egress': [{'protocol': '-1', 'from_port': 0, 'to_port': 0, 'cidr_blocks': ['0.0.0.0/0']}]}
            """)
        .add(
            "aws_instance.a",
            "{'subnet_id': '@aws_subnet.a.id', 'vpc_security_group_ids':"
                + " '@aws_security_group.open.id'}",
            "private_ip",
            "ipv6_addresses")
        .add(
            "aws_instance.b",
            """
            {'subnet_id': '@aws_subnet.b.id', 'associate_public_ip_address': true,
             'vpc_security_group_ids': '@aws_security_group.open.id'}
            """,
            "private_ip",
            "ipv6_addresses");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws_vpc_peering_connection.x.id",
        "aws_vpc_peering_connection_accepter.x.id",
        "aws_vpc_peering_connection_accepter.x.vpc_peering_connection_id"
      })
  void a_route_names_a_peering_by_its_accepter_too(String target) {
    assertThat(reachable(peers(target).network(), "aws_instance.a", "aws_instance.b", 22))
        .isInstanceOf(Verdict.Proved.class);
  }

  // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html: no edge to edge routing
  // through a gateway of the peer.
  @Test
  void a_default_route_to_a_peer_does_not_lead_to_the_internet() {
    Network network = peers("aws_vpc_peering_connection.x.id").network();
    assertThat(reachable(network, "internet", "aws_instance.b", 22))
        .isInstanceOf(Verdict.Refuted.class);
    assertThat(reachable(network, "aws_instance.b", "internet", 22))
        .isInstanceOf(Verdict.Refuted.class);
  }

  // --- what a plan leaves as it is ---

  private static final String OPEN_DEFAULT_GROUP =
      """
      {'id': 'sg-1', 'vpc_id': 'vpc-1', 'ingress': [
        {'protocol': 'tcp', 'from_port': 22, 'to_port': 22, 'cidr_blocks': ['0.0.0.0/0']}]}
      """;

  @Test
  void a_default_group_that_is_no_longer_managed_keeps_its_rules() {
    assertThat(
            fromInternet(
                PlanDraft.existingSubnet()
                    .existingInstance("it", "subnet-1", "sg-1")
                    .deleted("aws_default_security_group.main", OPEN_DEFAULT_GROUP),
                "aws_instance.it"))
        .isInstanceOf(Verdict.Proved.class);
  }

  @Test
  void a_default_acl_that_is_no_longer_managed_keeps_its_entries() {
    assertThat(
            fromInternet(
                PlanDraft.existingSubnet()
                    .existingInstance("it", "subnet-1", "sg-2")
                    .deleted(
                        "aws_default_network_acl.main",
                        "{'id': 'acl-1', 'vpc_id': 'vpc-1', 'default_network_acl_id': 'acl-1'}"),
                "aws_instance.it"))
        .as("it has none")
        .isInstanceOf(Verdict.Refuted.class);
  }

  @Test
  void a_main_table_that_is_no_longer_managed_keeps_its_routes() {
    assertThat(
            fromInternet(
                PlanDraft.existingSubnet()
                    .existing(
                        "aws_subnet.main",
                        "{'vpc_id': 'vpc-1', 'cidr_block': '10.0.1.0/24'}",
                        "{'id': 'subnet-2'}")
                    .existing(
                        "aws_instance.it",
                        """
                        {'subnet_id': 'subnet-2', 'vpc_security_group_ids': ['sg-2'],
                         'associate_public_ip_address': true}
                        """,
                        "{'id': 'i-1', 'private_ip': '10.0.1.10'}")
                    .deleted(
                        "aws_default_route_table.main",
                        """
                        {'id': 'rtb-1', 'vpc_id': 'vpc-1', 'default_route_table_id': 'rtb-1',
                         'route': [{'cidr_block': '0.0.0.0/0', 'gateway_id': 'igw-1'}]}
                        """),
                "aws_instance.it"))
        .isInstanceOf(Verdict.Proved.class);
  }

  @Test
  void what_a_vpc_has_by_default_ends_with_it() {
    Network network =
        new PlanDraft()
            .deleted("aws_vpc.main", "{'id': 'vpc-1', 'cidr_block': '10.0.0.0/16'}")
            .deleted("aws_default_security_group.main", OPEN_DEFAULT_GROUP)
            .network();

    assertThat(network.securityGroups()).isEmpty();
    assertThat(network.vpcs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_default_vpc_and_its_subnets_end_only_if_that_is_asked_for(boolean isDestroyed) {
    Network network =
        new PlanDraft()
            .deleted(
                "aws_default_vpc.main",
                "{'id': 'vpc-1', 'cidr_block': '172.31.0.0/16', 'force_destroy': %s}"
                    .formatted(isDestroyed))
            .deleted(
                "aws_default_subnet.main",
                """
                {'id': 'subnet-1', 'vpc_id': 'vpc-1', 'cidr_block': '172.31.0.0/20',
                 'force_destroy': %s}
                """
                    .formatted(isDestroyed))
            .network();

    assertThat(network.vpcs().stream().anyMatch(each -> isOf(each.identity(), "aws_default_vpc")))
        .isEqualTo(!isDestroyed);
    assertThat(network.subnets()).hasSize(isDestroyed ? 0 : 1);
  }

  private static final String ALLOW =
      """
      {'rule_no': 100, 'action': 'allow', 'protocol': '-1', 'from_port': 0, 'to_port': 0,
       'cidr_block': '0.0.0.0/0'}
      """;

  @Test
  void an_entry_that_the_plan_deletes_is_none_though_its_acl_still_tells_it() {
    String deny =
        """
        {'rule_no': 50, 'action': 'deny', 'protocol': '6', 'from_port': 22, 'to_port': 22,
         'cidr_block': '0.0.0.0/0'}
        """;
    PlanDraft draft =
        PlanDraft.existingSubnet()
            .existingInstance("it", "subnet-1", "sg-2")
            .existing(
                "aws_network_acl.main",
                "{'vpc_id': 'vpc-1', 'subnet_ids': ['subnet-1']}",
                "{'id': 'acl-2', 'ingress': [%s, %s], 'egress': [%s]}"
                    .formatted(ALLOW, deny, ALLOW));

    assertThat(fromInternet(draft, "aws_instance.it")).isInstanceOf(Verdict.Refuted.class);
    draft.deleted(
        "aws_network_acl_rule.deny",
        """
        {'network_acl_id': 'acl-2', 'rule_number': 50, 'rule_action': 'deny', 'protocol': '6',
         'from_port': 22, 'to_port': 22, 'cidr_block': '0.0.0.0/0'}
        """);
    assertThat(fromInternet(draft, "aws_instance.it")).isInstanceOf(Verdict.Proved.class);
  }

  @Test
  void an_entry_that_stays_counts_once() {
    assertThat(
            PlanDraft.existingSubnet()
                .existing(
                    "aws_network_acl.main",
                    "{'vpc_id': 'vpc-1', 'subnet_ids': ['subnet-1']}",
                    "{'id': 'acl-2', 'ingress': [%s]}".formatted(ALLOW))
                .existing(
                    "aws_network_acl_rule.in",
                    """
                    {'network_acl_id': 'acl-2', 'rule_number': 100, 'rule_action': 'allow',
                     'protocol': '-1', 'cidr_block': '0.0.0.0/0'}
                    """,
                    "{}")
                .network()
                .networkAcls())
        .filteredOn(each -> isOf(each.identity(), "aws_network_acl"))
        .flatExtracting(NetworkAcl::entries)
        .extracting(each -> each.identity().key())
        .containsExactly("aws_network_acl_rule.in");
  }

  @Test
  void an_association_that_the_plan_deletes_is_none_though_its_acl_still_tells_it() {
    PlanDraft draft =
        PlanDraft.existingSubnet()
            .existingInstance("it", "subnet-1", "sg-2")
            .existing(
                "aws_network_acl.main",
                "{'vpc_id': 'vpc-1'}",
                "{'id': 'acl-2', 'ingress': [], 'egress': [], 'subnet_ids': ['subnet-1']}");

    assertThat(fromInternet(draft, "aws_instance.it")).isInstanceOf(Verdict.Refuted.class);
    draft.deleted(
        "aws_network_acl_association.main", "{'network_acl_id': 'acl-2', 'subnet_id': 'subnet-1'}");
    assertThat(fromInternet(draft, "aws_instance.it")).isInstanceOf(Verdict.Proved.class);
  }

  @Test
  void the_acl_that_is_written_for_a_subnet_counts_and_not_the_one_that_tells_it_still() {
    assertThat(
            fromInternet(
                PlanDraft.existingSubnet()
                    .existingInstance("it", "subnet-1", "sg-2")
                    .add(
                        "aws_network_acl.a_new",
                        """
                        {'vpc_id': 'vpc-1', 'subnet_ids': ['subnet-1'], 'ingress': [%s],
                         'egress': [%s]}
                        """
                            .formatted(ALLOW, ALLOW))
                    .existing(
                        "aws_network_acl.old",
                        "{'vpc_id': 'vpc-1'}",
                        "{'id': 'acl-2', 'ingress': [], 'egress': [], 'subnet_ids': ['subnet-1']}"),
                "aws_instance.it"))
        .isInstanceOf(Verdict.Proved.class);
  }

  @Test
  void what_a_plan_with_targets_does_not_look_at_stays_as_it_is() {
    Network network =
        PlanDraft.existingSubnet()
            .existingInstance("it", "subnet-1", "sg-2")
            .untouched(
                "aws_network_acl.main",
                "{'vpc_id': 'vpc-1', 'subnet_ids': ['subnet-1'], 'ingress': [], 'egress': []}",
                "{'id': 'acl-2'}")
            .deposed("aws_instance.old", "{'id': 'i-old'}")
            .deleted("aws_instance.gone", "{'id': 'i-gone'}")
            .network();

    assertThat(reachable(network, "internet", "aws_instance.it", 22))
        .isInstanceOf(Verdict.Refuted.class);
    assertThat(network.interfaces())
        .extracting(each -> each.identity().key())
        .containsExactly("aws_instance.it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"network_interface", "instance"})
  void an_elastic_address_may_be_given_to_an_instance_by_the_id_of_its_interface(String by) {
    String id = by.equals("instance") ? "i-1" : "eni-1";
    assertThat(
            fromInternet(
                PlanDraft.existingSubnet()
                    .existing(
                        "aws_instance.it",
                        "{'subnet_id': 'subnet-1', 'vpc_security_group_ids': ['sg-2']}",
                        """
                        {'id': 'i-1', 'private_ip': '10.0.0.10',
                         'associate_public_ip_address': false,
                         'primary_network_interface_id': 'eni-1'}
                        """)
                    .add("aws_eip.it", "{'%s': '%s'}".formatted(by, id)),
                "aws_instance.it"))
        .isInstanceOf(Verdict.Proved.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ipv6_ipam_pool_id': 'ipam-pool-1'                   | true",
        "'ipv6_ipam_pool_id': '@aws_vpc_ipam_pool.main.id'    | true",
        "'ipv6_netmask_length': 64                            | true",
        "'ipv6_native': true                                  | true",
        "'ipv6_native': false                                 | false"
      })
  void aws_may_be_asked_to_choose_the_ipv6_block_of_a_subnet(String attribute, boolean isAsked) {
    assertThat(
            fromInternet(
                PlanDraft.publicSubnet(true)
                    .group("open", "::/0")
                    .add(
                        "aws_subnet.other",
                        "{'vpc_id': '@aws_vpc.main.id', 'cidr_block': '10.0.1.0/24', %s}"
                            .formatted(attribute),
                        "ipv6_cidr_block")
                    .add(
                        "aws_route_table_association.other",
                        """
                        {'subnet_id': '@aws_subnet.other.id',
                         'route_table_id': '@aws_route_table.public.id'}
                        """)
                    .add(
                        "aws_instance.it",
                        """
                        {'subnet_id': '@aws_subnet.other.id',
                         'vpc_security_group_ids': '@aws_security_group.open.id'}
                        """,
                        "private_ip",
                        "ipv6_addresses"),
                "aws_instance.it"))
        .isInstanceOf(isAsked ? Verdict.Unknown.class : Verdict.Refuted.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ", 'ipv4_prefixes': ['10.0.0.32/28']     | 0 | false",
        ", 'ipv4_prefixes': '@var.prefixes'      | 0 | false",
        ", 'ipv4_prefix_count': 1                | 0 | false",
        ", 'ipv4_prefix_count': 0                | 2 | true",
        ", 'ipv6_prefixes': ['2600:1f18:1::/80'] | 2 | false",
        ", 'ipv6_prefix_count': 1                | 2 | false",
        ", 'description': 'has none'             | 2 | true"
      })
  void an_interface_with_prefixes_has_addresses_that_are_not_known(
      String prefixes, int known, boolean isIpv6Known) {
    NetworkInterface card =
        find(
            PlanDraft.publicSubnet(true)
                .group("open", "0.0.0.0/0")
                .add(
                    "aws_network_interface.it",
                    """
                    {'private_ips': ['10.0.0.50'], 'subnet_id': '@aws_subnet.public.id',
                     'ipv6_addresses': ['2600:1f18:1::5'],
                     'security_groups': '@aws_security_group.open.id' %s}
                    """
                        .formatted(prefixes),
                    "private_ip",
                    "ipv4_prefixes",
                    "ipv4_prefix_count",
                    "ipv6_prefixes",
                    "ipv6_prefix_count")
                .network(),
            "aws_network_interface.it");

    assertThat(card.addresses()).hasSize(known);
    assertThat(card.isIpv6Known()).isEqualTo(isIpv6Known);
  }

  @ParameterizedTest
  @CsvSource({"engine, no", "db_cluster_instance_class, unknown"})
  void the_instances_of_a_multi_az_cluster_may_be_public(String attribute, String answer) {
    assertThat(
            answer(
                fromInternet(
                    PlanDraft.publicSubnet(false)
                        .group("open", "0.0.0.0/0")
                        .add(
                            "aws_db_subnet_group.it",
                            "{'name': 'it', 'subnet_ids': '@aws_subnet.public.id'}")
                        .add(
                            "aws_rds_cluster.it",
                            """
                            {'%s': 'some', 'db_subnet_group_name': '@aws_db_subnet_group.it.name',
                             'vpc_security_group_ids': '@aws_security_group.open.id'}
                            """
                                .formatted(attribute),
                            "db_cluster_instance_class"),
                    "aws_rds_cluster.it")))
        .isEqualTo(answer);
  }

  private static List<String> notUnderstood(PlanDraft draft) {
    return draft.network().remarks().stream()
        .filter(each -> each.kind() == Remark.Kind.NOT_UNDERSTOOD)
        .map(Remark::subject)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "aws_rds_cluster_instance.it | {'cluster_identifier': 'elsewhere'}              | true",
        "aws_rds_cluster_instance.it | {'cluster_identifier': '@data.aws_rds_cluster.other.id'} |"
            + " true",
        "aws_rds_cluster_instance.it | {'cluster_identifier': 'here'}                   | false",
        "aws_rds_cluster_instance.it | {'cluster_identifier': '@aws_rds_cluster.it.id'} | false",
        "aws_elasticache_cluster.it  | {'replication_group_id': 'elsewhere'}            | true",
        "aws_elasticache_cluster.it  | {'replication_group_id': 'here'}                 | false",
        "aws_elasticache_cluster.it  | {'replication_group_id':"
            + " '@aws_elasticache_replication_group.it.id'} | false",
        "aws_ecs_capacity_provider.it | {'managed_instances_provider': [{'x': 'y'}]}    | true",
        "aws_ecs_capacity_provider.it | {'auto_scaling_group_provider': [{'x': 'y'}]}   | false"
      })
  void says_of_what_has_interfaces_elsewhere_that_it_is_not_understood(
      String address, String attributes, boolean isSaid) {
    PlanDraft draft =
        PlanDraft.publicSubnet(false)
            .add("aws_rds_cluster.it", "{'cluster_identifier': 'here'}")
            .add("aws_elasticache_replication_group.it", "{'replication_group_id': 'here'}")
            .data("aws_rds_cluster.other", "{'id': 'other', 'cluster_identifier': 'other'}")
            .add(address, attributes);

    assertThat(notUnderstood(draft)).hasSize(isSaid ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "aws_route53_health_check.it, false",
    "aws_route53_resolver_endpoint.it, true",
    "aws_glue_catalog_database.it, false",
    "aws_glue_catalog_table_optimizer.it, true",
    "aws_glue_connection.it, true",
    "aws_cloudfront_vpc_origin.it, true",
    "aws_vpc_security_group_vpc_association.it, true",
    "aws_organizations_policy.it, false"
  })
  void says_of_kinds_that_may_have_interfaces_that_they_are_not_understood(
      String address, boolean isSaid) {
    assertThat(notUnderstood(PlanDraft.publicSubnet(false).add(address, "{}")))
        .hasSize(isSaid ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"0, yes", "1, no", "'@var.index', unknown"})
  void an_elastic_address_of_an_instance_is_one_of_its_primary_interface(
      String index, String answer) {
    String number = index.startsWith("@") ? "'" + index + "'" : index;
    PlanDraft draft =
        PlanDraft.publicSubnet(false)
            .group("open", "0.0.0.0/0")
            .add(
                "aws_network_interface.of_attachment",
                """
                {'subnet_id': '@aws_subnet.public.id',
                 'security_groups': '@aws_security_group.open.id'}
                """)
            .add(
                "aws_network_interface.of_block",
                """
                {'subnet_id': '@aws_subnet.public.id',
                 'security_groups': '@aws_security_group.open.id',
                 'attachment': [{'instance': '@aws_instance.it.id', 'device_index': %s}]}
                """
                    .formatted(number))
            .add("aws_instance.it", "{'subnet_id': '@aws_subnet.public.id'}")
            .add(
                "aws_network_interface_attachment.it",
                """
                {'instance_id': '@aws_instance.it.id', 'device_index': %s,
                 'network_interface_id': '@aws_network_interface.of_attachment.id'}
                """
                    .formatted(number))
            .add("aws_eip.it", "{'instance': '@aws_instance.it.id'}")
            .add(
                "aws_network_interface.of_instance",
                """
                {'subnet_id': '@aws_subnet.public.id',
                 'security_groups': '@aws_security_group.open.id'}
                """)
            .add(
                "aws_instance.other",
                """
                {'network_interface': [
                  {'network_interface_id': '@aws_network_interface.of_instance.id',
                   'device_index': %s}]}
                """
                    .formatted(number))
            .add("aws_eip.other", "{'instance': '@aws_instance.other.id'}");

    for (String each : List.of("attachment", "block", "instance")) {
      assertThat(answer(fromInternet(draft, "aws_network_interface.of_" + each)))
          .as(each)
          .isEqualTo(answer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'x': 'y'}                            | false | false | yes",
        "{'x': 'y'}                            | false | true  | no",
        "{'x': 'y'}                            | true  | true  | yes",
        "{'associate_public_ip_address': true} | false | true  | yes"
      })
  void what_an_instance_tells_of_an_address_that_is_taken_away_is_over(
      String written, boolean isGivenBySubnet, boolean isDeleted, String answer) {
    PlanDraft draft =
        PlanDraft.existingSubnet()
            .existing(
                "aws_subnet.it",
                "{'vpc_id': 'vpc-1', 'cidr_block': '10.0.1.0/24', 'map_public_ip_on_launch': %s}"
                    .formatted(isGivenBySubnet),
                "{'id': 'subnet-2'}")
            .existing(
                "aws_route_table_association.it",
                "{'subnet_id': 'subnet-2', 'route_table_id': 'rtb-2'}",
                "{'id': 'rtbassoc-2'}")
            .existing(
                "aws_instance.it",
                written.replace(
                    "}", ", 'subnet_id': 'subnet-2', 'vpc_security_group_ids': ['sg-2']}"),
                """
                {'id': 'i-1', 'private_ip': '10.0.1.10', 'public_ip': '35.1.1.1',
                 'associate_public_ip_address': true}
                """);
    if (isDeleted) {
      draft.deleted("aws_eip.it", "{'id': 'eipalloc-1', 'instance': 'i-1'}");
    }

    assertThat(answer(fromInternet(draft, "aws_instance.it"))).isEqualTo(answer);
  }

  @Test
  void an_address_whose_association_is_deleted_is_nobodys() {
    PlanDraft draft =
        PlanDraft.existingSubnet()
            .existing(
                "aws_instance.it",
                "{'subnet_id': 'subnet-1', 'vpc_security_group_ids': ['sg-2']}",
                """
                {'id': 'i-1', 'private_ip': '10.0.0.10', 'public_ip': '35.1.1.1',
                 'associate_public_ip_address': true}
                """)
            .existing("aws_eip.it", "{'domain': 'vpc'}", "{'id': 'eipalloc-1', 'instance': 'i-1'}");

    assertThat(fromInternet(draft, "aws_instance.it")).isInstanceOf(Verdict.Proved.class);
    draft.deleted(
        "aws_eip_association.it", "{'allocation_id': 'eipalloc-1', 'instance_id': 'i-1'}");
    assertThat(fromInternet(draft, "aws_instance.it")).isInstanceOf(Verdict.Refuted.class);
  }

  /** Of a name that is twice there, in two regions, the reference tells which is meant. */
  @ParameterizedTest
  @CsvSource({
    "aws_db_subnet_group, aws_db_instance, {'db_subnet_group_name': NAME}",
    "aws_elasticache_subnet_group, aws_elasticache_cluster, {'subnet_group_name': NAME}"
  })
  void follows_the_reference_to_one_of_two_groups_of_a_name(
      String groupType, String type, String attributes) {
    PlanDraft draft =
        PlanDraft.publicSubnet(false)
            .add("aws_subnet.other", "{'vpc_id': '@aws_vpc.main.id', 'cidr_block': '10.0.1.0/24'}");
    for (String name : List.of("a_other", "main")) {
      String subnet = name.equals("main") ? "public" : "other";
      draft.add(
          groupType + "." + name,
          "{'name': 'db', 'subnet_ids': '@aws_subnet.%s.id'}".formatted(subnet));
    }
    draft
        .add(type + ".unclear", attributes.replace("NAME", "'db'"))
        .add(type + ".it", attributes.replace("NAME", "'db'"))
        .references(groupType + ".main.name");
    Network network = draft.network();

    assertThat(find(network, type + ".it").subnets()).containsExactly("aws_subnet.public");
    assertThat(find(network, type + ".unclear").groupsKnown().known()).isEmpty();
    assertThat(find(network, type + ".unclear").subnets())
        .contains("aws_subnet.public", "aws_subnet.other");
  }

  @Test
  void follows_the_reference_to_one_of_two_templates_of_a_name() {
    PlanDraft draft =
        PlanDraft.publicSubnet(false).group("open", "0.0.0.0/0").group("closed", "10.0.0.0/16");
    for (String name : List.of("closed", "open")) {
      draft.add(
          "aws_launch_template." + name,
          "{'name': 'web', 'vpc_security_group_ids': '@aws_security_group.%s.id'}".formatted(name),
          "latest_version");
    }
    String named =
        """
        {'launch_template': [{'name': 'web', 'version': '$Latest'}],
         'subnet_id': '@aws_subnet.public.id', 'associate_public_ip_address': true}
        """;
    Network network =
        draft
            .add("aws_instance.unclear", named, "vpc_security_group_ids", "private_ip")
            .add("aws_instance.it", named, "vpc_security_group_ids", "private_ip")
            .references("launch_template", "name", "aws_launch_template.open.name")
            .network();

    assertThat(reachable(network, "internet", "aws_instance.it", 22))
        .isInstanceOf(Verdict.Proved.class);
    assertThat(reachable(network, "internet", "aws_instance.unclear", 22))
        .isInstanceOf(Verdict.Unknown.class);
  }

  /** Public access is blocked in one region of an account. */
  @ParameterizedTest
  @CsvSource({
    "aws,    eu-west-3, block-ingress, BLOCK_INGRESS",
    "aws.us, eu-west-3, block-ingress, UNKNOWN",
    "aws,    us-east-1, block-ingress, UNKNOWN",
    "aws.us, us-east-1, off,           OFF"
  })
  void public_access_to_a_vpc_may_be_blocked_in_another_region_only(
      String provider, String region, String mode, Vpc.BlockPublicAccess blocked) {
    Network network =
        new PlanDraft()
            .add("aws_vpc.main", "{'cidr_block': '10.0.0.0/16', 'region': 'eu-west-3'}")
            .by("aws")
            .add("aws_subnet.elsewhere", "{'vpc_id': 'vpc-1', 'cidr_block': '10.1.0.0/24'}")
            .by("aws")
            .add(
                "aws_vpc_block_public_access_options.it",
                "{'internet_gateway_block_mode': '%s', 'region': '%s'}".formatted(mode, region))
            .by(provider)
            .network();

    assertThat(network.vpcs().get(0).blockPublicAccess()).isEqualTo(blocked);
    assertThat(network.vpcs().get(1).blockPublicAccess())
        .isEqualTo(provider.equals("aws") ? Vpc.BlockPublicAccess.BLOCK_INGRESS : blocked);
  }

  @Test
  void what_is_said_of_public_access_in_the_region_of_a_vpc_counts() {
    Network network =
        new PlanDraft()
            .add("aws_vpc.main", "{'cidr_block': '10.0.0.0/16'}")
            .by("aws")
            .add(
                "aws_vpc_block_public_access_options.here",
                "{'internet_gateway_block_mode': 'block-bidirectional'}")
            .by("aws")
            .add(
                "aws_vpc_block_public_access_options.there",
                "{'internet_gateway_block_mode': 'block-ingress'}")
            .by("aws.us")
            .network();

    assertThat(network.vpcs().get(0).blockPublicAccess())
        .isEqualTo(Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL);
  }

  private static boolean isOf(Identity identity, String type) {
    return identity.key().startsWith(type + ".");
  }
}
