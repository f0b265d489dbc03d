package dev.groundtruth.verification.plan;

import static dev.groundtruth.network.assertions.NetworkAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.localmirror.SecurityGroupsExport;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.contract.ContractReader;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.mutation.MutationReport;
import dev.groundtruth.network.securitygroups.SecurityGroup;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.network.topology.Topology;
import dev.groundtruth.provisioning.terraform.FormatOptions;
import dev.groundtruth.provisioning.terraform.Terraform;
import dev.groundtruth.verification.plan.PlannedStacks.Plans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed variable files, planned by real Terraform with the real provider. */
@Tag("plan")
@ExtendWith(PlannedStacks.class)
@Timeout(600)
class StackPlanIT {

  private static final TrafficMatch HTTPS = TrafficMatch.of(Protocol.TCP, new PortRange(443, 443));

  private final Plans plans;

  StackPlanIT(Plans plans) {
    this.plans = plans;
  }

  static Stream<Arguments> rulesAndFiles() {
    return Arrays.stream(StackRule.values())
        .flatMap(
            rule -> Arrays.stream(VariableFile.values()).map(file -> Arguments.of(rule, file)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rulesAndFiles")
  void holds(StackRule rule, VariableFile file) {
    assertThat(rule.findings(plans.of(file))).isEmpty();
  }

  @Test
  void lets_nobody_talk_but_those_of_the_contract() {
    assertThat(plans.of(VariableFile.SEED).network())
        .satisfies(ContractReader.read(StackFolder.ORIGINAL.resolve("contract.json")));
    assertThat(plans.of(VariableFile.PRODUCTION).network())
        .satisfies(ContractReader.read(StackFolder.ORIGINAL.resolve("contract-production.json")));
  }

  /** But for what depends on a prefix list whose addresses a plan does not know. */
  @Test
  void has_contracts_that_notice_every_rule_that_is_written_wrong() {
    MutationReport seed =
        MutationReport.of(
            plans.of(VariableFile.SEED).network(),
            ContractReader.read(StackFolder.ORIGINAL.resolve("contract.json")));
    assertThat(seed.survived()).isEmpty();
    assertThat(seed.killed()).hasSizeGreaterThan(100);
    assertThat(
            MutationReport.of(
                    plans.of(VariableFile.PRODUCTION).network(),
                    ContractReader.read(StackFolder.ORIGINAL.resolve("contract-production.json")))
                .survived())
        .allSatisfy(
            each -> {
              assertThat(each.mutant().subject().key()).contains("load_balancer_from_cloudfront");
              assertThat(each.effect().isCertain()).isFalse();
            });
  }

  @Test
  void has_no_way_to_the_internet_and_back_where_endpoints_take_its_place() {
    PlannedStack stack = plans.of(VariableFile.PRODUCTION_ON_RDS);
    assertThat(stack.network())
        .isIsolated("internet", "module.database")
        .isIsolated("internet", "module.web")
        .isIsolated("module.database", "internet")
        .isIsolated("module.web", "internet")
        .isIsolated("module.edge", "module.database");
    assertThat(stack.managed("aws_nat_gateway")).isEmpty();
    assertThat(stack.managed("aws_vpc_endpoint").map(each -> each.text("service_name")))
        .allMatch(each -> each.startsWith("com.amazonaws.eu-west-3."))
        .extracting(each -> each.substring("com.amazonaws.eu-west-3.".length()))
        .containsExactlyInAnyOrder(
            "ec2",
            "ec2messages",
            "ecr.api",
            "ecr.dkr",
            "ecs",
            "ecs-agent",
            "ecs-telemetry",
            "elasticfilesystem",
            "kms",
            "logs",
            "s3",
            "secretsmanager",
            "ssm",
            "ssmmessages");
    assertThat(stack.managed("aws_db_instance")).hasSize(1);
    assertThat(stack.managed("aws_instance")).isEmpty();
  }

  @Test
  void uses_as_many_zones_as_the_variables_say() {
    assertThat(zones(plans.of(VariableFile.SEED))).isEqualTo("database=2 public=2 web=1");
    assertThat(zones(plans.of(VariableFile.PRODUCTION))).isEqualTo("database=2 public=2 web=2");
    assertThat(plans.of(VariableFile.PRODUCTION).managed("aws_nat_gateway")).hasSize(2);
  }

  @Test
  void has_the_database_in_the_first_zone_and_its_replica_in_the_second() {
    PlannedStack stack = plans.of(VariableFile.PRODUCTION);
    assertThat(
            stack
                .managed("aws_ebs_volume")
                .collect(
                    Collectors.toMap(
                        PlannedResource::address, each -> each.text("availability_zone"))))
        .isEqualTo(
            Map.of(
                "module.database.aws_ebs_volume.source[0]", "eu-west-3b",
                "module.database.aws_ebs_volume.replica[0]", "eu-west-3a"));
    assertThat(stack.network().remarks())
        .noneMatch(each -> each.toString().contains("aws_instance"));
  }

  /** A zone that is added must not move the database to another. */
  @Test
  void keeps_the_order_of_zones() {
    assertThat(
            plans
                .of(VariableFile.PRODUCTION)
                .json()
                .path("output_changes")
                .path("zones_in_use")
                .path("after")
                .valueStream()
                .map(each -> each.asString("")))
        .containsExactly("eu-west-3b", "eu-west-3a");
  }

  private static String zones(PlannedStack stack) {
    return stack
        .managed("aws_subnet")
        .collect(
            Collectors.groupingBy(
                each -> each.address().replaceAll(".*aws_subnet\\.|\\[.*", ""),
                TreeMap::new,
                Collectors.mapping(
                    each -> each.text("availability_zone"), Collectors.toCollection(TreeSet::new))))
        .entrySet()
        .stream()
        .map(each -> each.getKey() + "=" + each.getValue().size())
        .collect(Collectors.joining(" "));
  }

  @Test
  void makes_replicas_that_scale_only_where_it_is_told_to() {
    assertThat(plans.of(VariableFile.SEED).managed("aws_appautoscaling_policy")).isEmpty();
    assertThat(
            plans
                .of(VariableFile.PRODUCTION)
                .managed("aws_appautoscaling_policy")
                .map(
                    each ->
                        each.block("target_tracking_scaling_policy_configuration")
                            .path("predefined_metric_specification")
                            .path(0)
                            .path("predefined_metric_type")
                            .asString("")))
        .containsExactlyInAnyOrder("ECSServiceAverageCPUUtilization", "ALBRequestCountPerTarget");
    assertThat(
            plans
                .of(VariableFile.PRODUCTION)
                .managed("aws_ecs_service")
                .map(each -> each.values().path("desired_count").asInt()))
        .containsExactly(2);
  }

  @Test
  void lets_tasks_read_the_repository_of_their_image_and_no_other() {
    assertThat(repositories(plans.of(VariableFile.SEED))).isEmpty();
    assertThat(repositories(plans.of(VariableFile.PRODUCTION_ON_RDS)))
        .contains("arn:aws:ecr:eu-west-3:123456789012:repository/wordpress")
        // Logging in is for no repository.
        .isSubsetOf("arn:aws:ecr:eu-west-3:123456789012:repository/wordpress", "*");
  }

  private static Set<String> repositories(PlannedStack stack) {
    return stack
        .data("aws_iam_policy_document")
        .flatMap(each -> each.values().path("statement").valueStream())
        .filter(
            each ->
                each.path("actions")
                    .valueStream()
                    .anyMatch(action -> action.asString("").startsWith("ecr:")))
        .flatMap(each -> each.path("resources").valueStream())
        .map(each -> each.asString(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void lets_cloudfront_only_reach_the_load_balancer_where_there_is_one() {
    PlannedStack stack = plans.of(VariableFile.PRODUCTION);
    List<PlannedResource> open =
        stack
            .managed("aws_security_group_rule")
            .filter(each -> each.text("type").equals("ingress"))
            .filter(each -> each.has("cidr_blocks") || each.has("ipv6_cidr_blocks"))
            .toList();
    assertThat(open).isEmpty();
    assertThat(
            stack
                .managed("aws_lb_listener")
                .map(each -> each.block("default_action").path("type").asString("")))
        .containsExactlyInAnyOrder("redirect", "fixed-response");
  }

  @Test
  void lets_visitors_in_by_https_where_there_is_a_certificate_and_no_cloudfront() {
    PlannedStack stack = plans.of(VariableFile.PRODUCTION_ON_RDS);
    assertThat(
            stack
                .managed("aws_lb_listener")
                .collect(
                    Collectors.toMap(
                        each -> each.text("protocol"),
                        each -> each.block("default_action").path("type").asString(""))))
        .isEqualTo(Map.of("HTTP", "redirect", "HTTPS", "forward"));
    assertThat(stack.network()).canReach("internet", "module.edge.aws_lb.this", HTTPS);
    assertThat(stack.managed("aws_cloudfront_distribution")).isEmpty();
  }

  @Test
  void has_the_same_outputs_whatever_the_database_is() {
    Set<String> seed = outputs(VariableFile.SEED);
    assertThat(outputs(VariableFile.PRODUCTION)).isEqualTo(seed);
    assertThat(outputs(VariableFile.PRODUCTION_ON_RDS)).isEqualTo(seed);
  }

  private Set<String> outputs(VariableFile file) {
    return new TreeSet<>(plans.of(file).json().path("output_changes").propertyNames());
  }

  @Test
  void is_what_the_local_mirror_enforces() throws Exception {
    Path file = StackFolder.ORIGINAL.resolveSibling("compose/security-groups.json");
    List<String> tiers =
        SecurityGroups.read(file).groups().stream().map(SecurityGroup::name).toList();
    assertThat(
            new SecurityGroupsExport(plans.of(VariableFile.SEED).network(), "groundtruth")
                .json(tiers))
        .as("%s is stale, perhaps you should run bin/security-groups export", file)
        .isEqualTo(Files.readString(file));
  }

  @Test
  void is_drawn_in_its_readme() throws Exception {
    Path readme = StackFolder.ORIGINAL.resolve("README.md");
    assertThat(Files.readString(readme))
        .as("%s is stale, perhaps you should draw it anew with bin/network topology", readme)
        .contains(Topology.of(plans.of(VariableFile.SEED).network()).mermaid().strip());
  }

  @ParameterizedTest
  @EnumSource(names = "TERRAFORM_1_13", mode = EnumSource.Mode.EXCLUDE)
  void is_planned_alike_by(Tool tool, @TempDir Path temporary) throws Exception {
    tool.path();
    StackFolder folder = StackFolder.copyTo(temporary.resolve("stack"), tool);
    try (Terraform terraform = folder.open()) {
      assertThat(terraform.unformattedFiles(FormatOptions.recursively())).isEmpty();
      assertThat(terraform.validate().diagnostics()).isEmpty();
      assertThat(addresses(folder.plan(terraform, VariableFile.SEED)))
          .isEqualTo(addresses(plans.of(VariableFile.SEED)));
    }
  }

  private static Set<String> addresses(PlannedStack stack) {
    return stack.resources().stream()
        .filter(each -> !each.isData())
        .map(PlannedResource::address)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
