package dev.groundtruth.aws.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.Retries;
import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.aws.emulator.Emulators;
import dev.groundtruth.aws.internal.JsonService;
import dev.groundtruth.provisioning.command.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import tools.jackson.databind.node.ObjectNode;

/** What is read of an emulator is what was made in it. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventoryIT {

  private static final String NO_IMAGE = "ami-0c2023a1b2c3d4e5f";

  private Emulator emulator;
  private AwsClients clients;
  private Ec2Client ec2;
  private String vpc;
  private String subnet;

  @BeforeAll
  void start(@TempDir Path home) {
    emulator = Emulators.builder(home).start();
    clients =
        AwsClients.in("eu-west-3")
            .endpoint(emulator.endpoint())
            .credentials("test", Secret.of("test"))
            .retries(Retries.standard(1))
            .open();
    ec2 = client(Ec2Client.builder());
    String block = emulator.vpcCidr().orElseThrow();
    vpc = ec2.createVpc(q -> q.cidrBlock(block)).vpc().vpcId();
    subnet =
        ec2.createSubnet(
                q ->
                    q.vpcId(vpc)
                        .cidrBlock(block.replace(".0.0/16", ".64.0/20"))
                        .availabilityZone("eu-west-3b"))
            .subnet()
            .subnetId();
  }

  @AfterAll
  void stop() {
    if (clients != null) {
      clients.close();
      ec2.close();
    }
    if (emulator != null) {
      emulator.close();
    }
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(emulator.endpoint())
        .region(Region.of("eu-west-3"))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  private String launched() {
    return ec2.runInstances(
            RunInstancesRequest.builder()
                .imageId(NO_IMAGE)
                .minCount(1)
                .maxCount(1)
                .subnetId(subnet)
                .build())
        .instances()
        .get(0)
        .instanceId();
  }

  @Test
  void instances() {
    assertThat(new Instances(clients).instance(launched()))
        .returns("running", Instance::state)
        .returns(NO_IMAGE, Instance::imageId)
        .returns("eu-west-3b", Instance::zone);
  }

  @Test
  void load_balancing() {
    try (ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder())) {
      String balancer =
          elb.createLoadBalancer(q -> q.name("inventory").subnets(subnet))
              .loadBalancers()
              .get(0)
              .loadBalancerArn();
      String group =
          elb.createTargetGroup(
                  q ->
                      q.name("inventory")
                          .protocol(ProtocolEnum.HTTP)
                          .port(80)
                          .vpcId(vpc)
                          .healthCheckPath("/up")
                          .targetType(TargetTypeEnum.INSTANCE))
              .targetGroups()
              .get(0)
              .targetGroupArn();
      elb.createListener(
          q ->
              q.loadBalancerArn(balancer)
                  .protocol(ProtocolEnum.HTTP)
                  .port(80)
                  .defaultActions(
                      Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(group).build()));
      String instance = launched();
      elb.registerTargets(
          q ->
              q.targetGroupArn(group)
                  .targets(TargetDescription.builder().id(instance).port(8080).build()));
      LoadBalancing balancing = new LoadBalancing(clients);

      assertThat(balancing.listeners(balancer))
          .singleElement()
          .returns(80, Listener::port)
          .returns(List.of(group), Listener::forwardsTo);
      assertThat(balancing.targetGroups(balancer))
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.healthCheckPath()).isEqualTo("/up");
                assertThat(each.targets())
                    .singleElement()
                    .returns(instance, Target::id)
                    .returns(8080, Target::port)
                    .satisfies(target -> assertThat(target.zone()).contains("eu-west-3b"));
              });
    }
  }

  @Test
  void scaling_groups() {
    try (AutoScalingClient autoScaling = client(AutoScalingClient.builder())) {
      String template =
          ec2.createLaunchTemplate(
                  q ->
                      q.launchTemplateName("inventory")
                          .launchTemplateData(data -> data.imageId(NO_IMAGE)))
              .launchTemplate()
              .launchTemplateId();
      autoScaling.createAutoScalingGroup(
          q ->
              q.autoScalingGroupName("inventory")
                  .launchTemplate(spec -> spec.launchTemplateId(template).version("1"))
                  .minSize(1)
                  .desiredCapacity(2)
                  .maxSize(3)
                  .vpcZoneIdentifier(subnet));

      assertThat(new ScalingGroups(clients).group("inventory"))
          .returns(1, ScalingGroup::min)
          .returns(2, ScalingGroup::desired)
          .returns(3, ScalingGroup::max)
          .returns(Map.of("eu-west-3b", 2L), ScalingGroup::inServiceByZone);
    }
  }

  @Test
  void logs() {
    JsonService logs = clients.sdk().json("logs", "logs", "1.1");
    ObjectNode stream = JsonService.body().put("logGroupName", "/a/log").put("logStreamName", "s");
    logs.ask("Logs_20140328", "CreateLogGroup", JsonService.body().put("logGroupName", "/a/log"));
    logs.ask("Logs_20140328", "CreateLogStream", stream);
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    ObjectNode events = stream.deepCopy();
    events
        .putArray("logEvents")
        .addObject()
        .put("timestamp", now.toEpochMilli())
        .put("message", "hello");
    logs.ask("Logs_20140328", "PutLogEvents", events);

    assertThat(new LogGroups(clients).latest("/a/log", 5))
        .containsExactly(new LogEvent(now, "s", "hello"));
  }

  @Test
  void alarms() {
    ObjectNode alarm =
        JsonService.body()
            .put("AlarmName", "inventory-cpu")
            .put("ActionsEnabled", true)
            .put("MetricName", "CPUUtilization")
            .put("Namespace", "AWS/EC2")
            .put("Statistic", "Average")
            .put("Period", 60)
            .put("EvaluationPeriods", 1)
            .put("Threshold", 80)
            .put("ComparisonOperator", "GreaterThanThreshold");
    alarm.putArray("AlarmActions").add("arn:aws:sns:eu-west-3:000000000000:on-call");
    clients
        .sdk()
        .json("monitoring", "cloudwatch", "1.0")
        .ask("GraniteServiceVersion20100801", "PutMetricAlarm", alarm);

    assertThat(new Alarms(clients).named("inventory-"))
        .singleElement()
        .returns("inventory-cpu", Alarm::name)
        .returns(true, Alarm::areActionsEnabled)
        .returns(List.of("arn:aws:sns:eu-west-3:000000000000:on-call"), Alarm::actions);
  }

  /** Of a cluster: MiniStack knows no resources of EC2 and load balancing by their tags. */
  @Test
  @SuppressWarnings("unchecked") // The SDK takes arrays of generic consumers.
  void tagged_resources() {
    try (EcsClient ecs = client(EcsClient.builder())) {
      ecs.createCluster(q -> q.clusterName("inventory").tags(tag -> tag.key("run").value("r1")));
    }

    assertThat(new TaggedResources(clients).with("run", "r1"))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.arn()).endsWith("cluster/inventory");
              assertThat(found.tags()).containsEntry("run", "r1");
            });
    assertThat(new TaggedResources(clients).with("run", "r2")).isEmpty();
  }

  @Test
  void web_acls() {
    JsonService waf = clients.sdk().json("wafv2", "wafv2", "1.1");
    ObjectNode acl = JsonService.body().put("Name", "inventory").put("Scope", "REGIONAL");
    acl.putObject("DefaultAction").putObject("Allow");
    acl.putArray("Rules");
    acl.putObject("VisibilityConfig")
        .put("SampledRequestsEnabled", false)
        .put("CloudWatchMetricsEnabled", false)
        .put("MetricName", "inventory");
    String arn =
        waf.ask("AWSWAF_20190729", "CreateWebACL", acl).path("Summary").path("ARN").asString();
    String resource =
        "arn:aws:elasticloadbalancing:eu-west-3:000000000000:loadbalancer/app/waf/50dc6c495c0c9188";
    waf.ask(
        "AWSWAF_20190729",
        "AssociateWebACL",
        JsonService.body().put("WebACLArn", arn).put("ResourceArn", resource));

    assertThat(new WebAcls(clients).of(resource)).contains(new WebAcl(arn, "inventory", List.of()));
  }

  @Test
  void backup_plans() throws Exception {
    put(
        "/backup/plans/",
        """
        {"BackupPlan": {"BackupPlanName": "daily", "Rules": [{"RuleName": "night",
          "TargetBackupVaultName": "Default", "ScheduleExpression": "cron(0 3 * * ? *)",
          "Lifecycle": {"DeleteAfterDays": 14}}]}}
        """);

    assertThat(new BackupPlans(clients).all())
        .singleElement()
        .returns("daily", BackupPlan::name)
        .satisfies(
            plan ->
                assertThat(plan.rules())
                    .containsExactly(
                        new BackupPlan.Rule(
                            "night", "Default", "cron(0 3 * * ? *)", OptionalInt.of(14))));
  }

  /** The emulator looks at the service in the credentials' scope, and at no signature. */
  private void put(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(emulator.endpoint() + path))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-3/backup/aws4_request,"
                    + " SignedHeaders=host, Signature=none")
            .PUT(BodyPublishers.ofString(body))
            .build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }
}
