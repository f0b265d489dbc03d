package dev.groundtruth.verification.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.inventory.Alarm;
import dev.groundtruth.aws.inventory.Alarms;
import dev.groundtruth.aws.inventory.BackupPlan;
import dev.groundtruth.aws.inventory.BackupPlans;
import dev.groundtruth.aws.inventory.Instance;
import dev.groundtruth.aws.inventory.Instances;
import dev.groundtruth.aws.inventory.LogGroups;
import dev.groundtruth.aws.inventory.MachineImage;
import dev.groundtruth.aws.inventory.MachineImages;
import dev.groundtruth.aws.inventory.WebAcl;
import dev.groundtruth.aws.inventory.WebAcls;
import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.RequiresCapability;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.VerifiesInfrastructure;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.verification.WordPressSession;
import io.qameta.allure.Epic;
import io.qameta.allure.Feature;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator relies on: logs, alarms, backups, the firewall, tags, and known images. */
@VerifiesInfrastructure
@RequiresEnvironment(CloudWordPressStack.class)
@Tag("cloud")
@Order(8)
@Epic("WordPress on MySQL")
@Feature("Operation")
@DisplayName("Operation")
class OperationVerification {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LATEST = 200;

  private final CloudWordPressStack stack;
  private final TerraformEnvironment terraform;
  private final Outputs outputs;

  /** Names of the images of a series of MySQL, as packer/ gives them. */
  private static final String IMAGES = "groundtruth-mysql-%s-*";

  private final AwsClients aws;
  private final Evidence evidence;

  OperationVerification(CloudWordPressStack stack, AwsClients aws, Evidence evidence) {
    this.stack = stack;
    this.terraform = stack.terraform();
    this.outputs = terraform.outputs();
    this.aws = aws;
    this.evidence = evidence;
  }

  @Test
  void request_is_seen_in_cloudwatch_logs() {
    String mark = "groundtruth-" + UUID.randomUUID();
    String group = outputs.text("wordpress_log_group");
    var unused = WordPressSession.anonymous(stack.site()).get("/?s=" + mark);

    await("the request in the log group " + group)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(new LogGroups(aws).latest(group, LATEST))
                    .as("the latest events of %s", group)
                    .anySatisfy(event -> assertThat(event.message()).contains(mark)));
  }

  /** As AWS says which that is, not as Terraform found it. */
  @Test
  @RequiresCapability(Capability.DATABASE_HOST_ACCESSIBLE)
  void database_runs_the_newest_image_that_packer_built() {
    Instance instance =
        new Instances(aws).instance(outputs.get("database").at("instance_ids").texts().get(0));
    String expected =
        terraform
            .plan()
            .textVariable("database_ami_id")
            .orElseGet(
                () -> {
                  String name =
                      IMAGES.formatted(
                          terraform.plan().textVariable("database_mysql_version").orElseThrow());
                  MachineImage newest = new MachineImages(aws).newest(name).orElseThrow();
                  evidence.observed("the newest of %s is %s".formatted(name, newest));
                  return newest.id();
                });
    evidence.observed("%s runs %s".formatted(instance.id(), instance.imageId()));

    assertThat(instance.imageId()).as("image of the database's instance").isEqualTo(expected);
    assertThat(instance.publicAddress()).as("public address of the database").isEmpty();
  }

  @Test
  void network_carries_the_run_owner_and_expiry() {
    Network live = terraform.live().network();
    String vpc = outputs.text("vpc_id");
    List<Identity> own =
        Stream.of(
                live.vpcs().stream().map(Vpc::identity),
                live.subnets().stream()
                    .filter(found -> found.vpc().equals(vpc))
                    .map(Subnet::identity),
                live.securityGroups().stream()
                    .filter(found -> found.name().startsWith(stack.name()))
                    .map(SecurityGroup::identity))
            .flatMap(Function.identity())
            .filter(found -> !found.key().startsWith("vpc-") || found.key().equals(vpc))
            .toList();
    evidence.observed(own.size() + " things of the network were looked at");

    assertThat(own)
        .as("the VPC, its subnets and groups")
        .hasSizeGreaterThan(6)
        .allSatisfy(
            found ->
                assertThat(found.tags())
                    .as("tags of %s", found)
                    .containsEntry("Run", terraform.run().id())
                    .containsKeys("Owner", "Expires", "Project"));
  }

  @Test
  void every_alarm_tells_somebody() {
    // An output without a value is none.
    assumeThat(outputs.names()).as("%s has no alarms", stack.variablesFile()).contains("alarms");
    List<String> expected = outputs.texts("alarms");
    String topic = outputs.text("alarm_topic_arn");
    List<Alarm> alarms =
        new Alarms(aws)
            .named(stack.name()).stream().filter(alarm -> expected.contains(alarm.name())).toList();

    assertThat(alarms).extracting(Alarm::name).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(alarms)
        .allSatisfy(
            alarm -> {
              assertThat(alarm.areActionsEnabled()).as("actions of %s", alarm.name()).isTrue();
              assertThat(alarm.actions()).as("actions of %s", alarm.name()).contains(topic);
            });
  }

  @Test
  void backups_are_planned_and_kept() {
    assumeThat(outputs.get("backup").at("plan_id").isNull())
        .as("%s has no backups", stack.variablesFile())
        .isFalse();
    String id = outputs.get("backup").at("plan_id").text();
    Optional<BackupPlan> plan =
        new BackupPlans(aws).all().stream().filter(found -> found.id().equals(id)).findFirst();

    assertThat(plan).as("backup plan %s", id).isPresent();
    assertThat(plan.orElseThrow().rules())
        .as("rules of %s", id)
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.vault()).isEqualTo(outputs.get("backup").at("vault_name").text());
              assertThat(rule.deleteAfterDays()).as("days that %s keeps", rule.name()).isPresent();
            });
    assertThat(plan.orElseThrow().selections()).as("what %s backs up", id).isNotEmpty();
  }

  @Test
  void firewall_stands_before_the_load_balancer() {
    assumeThat(outputs.names()).as("%s has no firewall", stack.variablesFile()).contains("waf_arn");
    Optional<WebAcl> acl = new WebAcls(aws).of(outputs.text("load_balancer_arn"));

    assertThat(acl).as("web ACL of the load balancer").isPresent();
    assertThat(acl.orElseThrow().arn()).isEqualTo(outputs.text("waf_arn"));
    assertThat(acl.orElseThrow().rules())
        .as("rules of the web ACL")
        .anyMatch(rule -> rule.toLowerCase(Locale.ROOT).contains("rate"));
  }
}
