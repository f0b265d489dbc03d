package dev.groundtruth.aws.inventory;

import static dev.groundtruth.aws.FakeAws.json;
import static dev.groundtruth.aws.FakeAws.jsonError;
import static dev.groundtruth.aws.FakeAws.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import dev.groundtruth.aws.FakeAws;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTest {

  private static final String BALANCER = "arn:aws:elasticloadbalancing:eu-west-3:1:loadbalancer/a";

  private final FakeAws aws = new FakeAws();
  private AwsClients clients;

  @BeforeEach
  void open() {
    clients = aws.clients().open();
  }

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  @Test
  void tells_where_a_listener_and_its_rules_forward_to() {
    aws.on(
        "DescribeListeners",
        xml(
            "<DescribeListenersResult><Listeners><member><ListenerArn>l-1</ListenerArn>"
                + "<Protocol>HTTP</Protocol><Port>80</Port><DefaultActions><member>"
                + "<Type>forward</Type><TargetGroupArn>tg-1</TargetGroupArn></member>"
                + "</DefaultActions></member></Listeners></DescribeListenersResult>"));
    aws.on(
        "DescribeRules",
        xml(
            "<DescribeRulesResult><Rules><member><Actions><member><Type>forward</Type>"
                + "<ForwardConfig><TargetGroups><member><TargetGroupArn>tg-1</TargetGroupArn>"
                + "</member><member><TargetGroupArn>tg-2</TargetGroupArn></member></TargetGroups>"
                + "</ForwardConfig></member></Actions></member></Rules></DescribeRulesResult>"));

    assertThat(new LoadBalancing(clients).listeners(BALANCER))
        .containsExactly(new Listener("l-1", "HTTP", 80, List.of("tg-1", "tg-2")));
  }

  @Test
  void tells_the_health_and_the_zones_of_targets() {
    aws.on(
        "DescribeTargetGroups",
        xml(
            "<DescribeTargetGroupsResult><TargetGroups><member><TargetGroupArn>tg-1</TargetGroupArn>"
                + "<TargetGroupName>web</TargetGroupName><TargetType>ip</TargetType>"
                + "<Port>80</Port><VpcId>vpc-1</VpcId>"
                + "<HealthCheckPath>/wp-login.php</HealthCheckPath></member></TargetGroups>"
                + "</DescribeTargetGroupsResult>"));
    aws.on(
        "DescribeTargetHealth",
        xml(
            "<DescribeTargetHealthResult><TargetHealthDescriptions>"
                + target("10.0.1.7", "<State>healthy</State>")
                + target(
                    "10.0.2.7",
                    "<State>unhealthy</State><Reason>Target.Timeout</Reason>"
                        + "<Description>Request timed out</Description>")
                + "</TargetHealthDescriptions></DescribeTargetHealthResult>"));
    aws.on(
        "DescribeNetworkInterfaces",
        request ->
            FakeAws.response(
                request.action(),
                "<networkInterfaceSet>%s</networkInterfaceSet>"
                    .formatted(
                        "10.0.1.7".equals(request.parameters().get("Filter.1.Value.1"))
                            ? "<item><availabilityZone>eu-west-3a</availabilityZone></item>"
                            : "")));

    TargetGroup group = new LoadBalancing(clients).targetGroups(BALANCER).get(0);

    assertThat(group.targets())
        .containsExactly(
            new Target(
                "10.0.1.7",
                80,
                Optional.of("eu-west-3a"),
                "healthy",
                Optional.empty(),
                Optional.empty()),
            new Target(
                "10.0.2.7",
                80,
                Optional.empty(),
                "unhealthy",
                Optional.of("Target.Timeout"),
                Optional.of("Request timed out")));
    assertThat(group.targets()).extracting(Target::isHealthy).containsExactly(true, false);
    assertThat(group.targets().get(1)).hasToString("10.0.2.7:80 unhealthy (Target.Timeout)");
    assertThat(group.healthCheckPath()).isEqualTo("/wp-login.php");
  }

  private static String target(String address, String health) {
    return "<member><Target><Id>%s</Id><Port>80</Port></Target><TargetHealth>%s</TargetHealth></member>"
        .formatted(address, health);
  }

  @Test
  void tells_what_containers_are_given_and_shows_no_value() {
    aws.on(
        "DescribeTaskDefinition",
        json(
            """
            {"taskDefinition": {"containerDefinitions": [{"name": "web", "image": "wordpress:6",
              "environment": [{"name": "HOST", "value": "database.internal"}],
              "secrets": [{"name": "PASSWORD", "valueFrom": "arn:secret"}]}]}}
            """));

    assertThat(new EcsServices(clients).containers("td:3"))
        .singleElement()
        .isEqualTo(
            new ContainerSettings(
                "web",
                "wordpress:6",
                Map.of("HOST", "database.internal"),
                Map.of("PASSWORD", "arn:secret")))
        .asString()
        .contains("HOST", "arn:secret")
        .doesNotContain("database.internal");
  }

  @Test
  void tells_how_a_service_is_spread_and_what_its_tasks_run() {
    aws.on(
        "DescribeServices",
        json(
            """
            {"services": [{"serviceName": "web", "status": "ACTIVE", "taskDefinition": "td:3",
              "desiredCount": 2, "runningCount": 1, "pendingCount": 1, "deployments": [{}]}]}
            """));
    aws.on("ListTasks", json("{\"taskArns\": [\"arn:aws:ecs:eu-west-3:1:task/shop/t1\", \"t2\"]}"));
    aws.on(
        "DescribeTasks",
        json(
            """
            {"tasks": [
              {"taskArn": "arn:aws:ecs:eu-west-3:1:task/shop/t1", "lastStatus": "RUNNING",
               "availabilityZone": "eu-west-3a", "startedAt": 1790000000,
               "attachments": [{"details": [
                 {"name": "privateIPv4Address", "value": "10.0.1.7"}]}],
               "containers": [{"name": "wordpress", "image": "wordpress:6",
                 "imageDigest": "sha256:1"}]},
              {"taskArn": "t2", "lastStatus": "PENDING", "availabilityZone": "eu-west-3b"}]}
            """));

    EcsService service = new EcsServices(clients).service("shop", "web");

    assertThat(service.runningByZone()).containsExactly(entry("eu-west-3a", 1L));
    assertThat(service)
        .returns(2, EcsService::desired)
        .returns(1, EcsService::running)
        .returns(1, EcsService::pending)
        .returns("td:3", EcsService::taskDefinition);
    assertThat(service.tasks().get(0))
        .isEqualTo(
            new ServiceTask(
                "arn:aws:ecs:eu-west-3:1:task/shop/t1",
                "RUNNING",
                Optional.of("eu-west-3a"),
                Optional.of("10.0.1.7"),
                Optional.of(Instant.ofEpochSecond(1790000000)),
                List.of(new TaskContainer("wordpress", "wordpress:6", Optional.of("sha256:1")))))
        .returns("t1", ServiceTask::id);
  }

  @Test
  void says_that_there_is_no_such_thing() {
    assertThatThrownBy(() -> new EcsServices(clients).service("shop", "web"))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
        .hasMessage(
            "there is no ECS service web in shop, perhaps you should check the names and the"
                + " region");
    assertThatThrownBy(() -> new ScalingGroups(clients).group("hosts"))
        .hasMessage(
            "there is no Auto Scaling group hosts, perhaps you should check the name and the"
                + " region");
    assertThatThrownBy(() -> new Instances(clients).instance("i-1"))
        .hasMessage("there is no instance i-1, perhaps you should check the id and the region");
  }

  @Test
  void tells_how_a_scaling_group_is_spread() {
    aws.on(
        "DescribeAutoScalingGroups",
        xml(
            "<DescribeAutoScalingGroupsResult><AutoScalingGroups><member>"
                + "<AutoScalingGroupName>hosts</AutoScalingGroupName><MinSize>1</MinSize>"
                + "<DesiredCapacity>2</DesiredCapacity><MaxSize>3</MaxSize><Instances>"
                + member("i-1", "eu-west-3a", "InService", "Healthy")
                + member("i-2", "eu-west-3b", "Terminating", "Unhealthy")
                + "</Instances></member></AutoScalingGroups></DescribeAutoScalingGroupsResult>"));

    ScalingGroup group = new ScalingGroups(clients).group("hosts");

    assertThat(group.inServiceByZone()).containsExactly(entry("eu-west-3a", 1L));
    assertThat(group)
        .isEqualTo(
            new ScalingGroup(
                "hosts",
                1,
                2,
                3,
                List.of(
                    new ScalingGroup.Member("i-1", "eu-west-3a", "InService", true),
                    new ScalingGroup.Member("i-2", "eu-west-3b", "Terminating", false))));
  }

  private static String member(String id, String zone, String lifecycle, String health) {
    return ("<member><InstanceId>%s</InstanceId><AvailabilityZone>%s</AvailabilityZone>"
            + "<LifecycleState>%s</LifecycleState><HealthStatus>%s</HealthStatus></member>")
        .formatted(id, zone, lifecycle, health);
  }

  @Test
  void tells_the_image_and_the_addresses_of_an_instance() {
    aws.on(
        "DescribeInstances",
        xml(
            "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId>"
                + "<imageId>ami-1</imageId><instanceState><name>running</name></instanceState>"
                + "<placement><availabilityZone>eu-west-3a</availabilityZone></placement>"
                + "<privateIpAddress>10.0.3.4</privateIpAddress><tagSet><item><key>Name</key>"
                + "<value>mysql</value></item></tagSet></item></instancesSet></item>"
                + "</reservationSet>"));

    assertThat(new Instances(clients).instance("i-1"))
        .isEqualTo(
            new Instance(
                "i-1",
                "running",
                "ami-1",
                "eu-west-3a",
                Optional.empty(),
                Optional.of("10.0.3.4"),
                Optional.empty(),
                Map.of("Name", "mysql")));
  }

  @Test
  void newest_of_the_own_images_is_the_one_that_was_made_last() {
    aws.on(
        "DescribeImages",
        xml(
            "<imagesSet>"
                + image("ami-1", "mysql-1", "2026-01-02T03:04:05.000Z")
                + image("ami-3", "mysql-3", "2026-03-02T03:04:05.000Z")
                + image("ami-2", "mysql-2", "2026-02-02T03:04:05.000Z")
                + "</imagesSet>"));

    assertThat(new MachineImages(clients).newest("mysql-*"))
        .contains(new MachineImage("ami-3", "mysql-3", Instant.parse("2026-03-02T03:04:05.000Z")));
    assertThat(aws.requests("DescribeImages"))
        .singleElement()
        .satisfies(
            asked ->
                assertThat(asked.body())
                    .contains("Owner.1=self", "Filter.1.Value.1=mysql-*", "=available"));
  }

  private static String image(String id, String name, String created) {
    return "<item><imageId>%s</imageId><name>%s</name><creationDate>%s</creationDate></item>"
        .formatted(id, name, created);
  }

  @Test
  void tells_the_last_lines_of_all_streams_of_a_log() {
    aws.on(
        "DescribeLogStreams",
        json("{\"logStreams\": [{\"logStreamName\": \"a\"}, {\"logStreamName\": \"b\"}]}"));
    aws.on(
        "GetLogEvents",
        request ->
            new FakeAws.Answer(
                200,
                request.json().path("logStreamName").asString().equals("a")
                    ? "{\"events\": [{\"timestamp\": 1000, \"message\": \"one\"},"
                        + " {\"timestamp\": 3000, \"message\": \"three\"}]}"
                    : "{\"events\": [{\"timestamp\": 2000, \"message\": \"two\"}]}"));

    assertThat(new LogGroups(clients).latest("/ecs/web", 2))
        .containsExactly(
            new LogEvent(Instant.ofEpochSecond(2), "b", "two"),
            new LogEvent(Instant.ofEpochSecond(3), "a", "three"));
    assertThat(aws.requests("DescribeLogStreams").get(0).json().path("logGroupName").asString())
        .isEqualTo("/ecs/web");
    assertThat(aws.requests("GetLogEvents").get(0).headers().get("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/")
        .contains("/eu-west-3/logs/aws4_request");
  }

  @Test
  void tells_alarms_of_all_pages() {
    aws.on(
        "DescribeAlarms",
        request ->
            new FakeAws.Answer(
                200,
                request.json().path("NextToken").isMissingNode()
                    ? """
                    {"NextToken": "2", "MetricAlarms": [{"AlarmName": "cpu", "StateValue": "OK",
                      "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-3:1:on-call"]}]}
                    """
                    : """
                    {"CompositeAlarms": [{"AlarmName": "any", "StateValue": "ALARM",
                      "ActionsEnabled": false, "AlarmActions": []}]}
                    """));

    assertThat(new Alarms(clients).named("shop-"))
        .containsExactly(
            new Alarm("cpu", "OK", true, List.of("arn:aws:sns:eu-west-3:1:on-call")),
            new Alarm("any", "ALARM", false, List.of()));
    assertThat(aws.requests("DescribeAlarms").get(0).json().path("AlarmNamePrefix").asString())
        .isEqualTo("shop-");
  }

  @Test
  void tells_backup_plans_of_all_pages_with_what_they_back_up() {
    aws.on(
        "GET /backup/plans/",
        json("{\"BackupPlansList\": [{\"BackupPlanId\": \"p1\"}], \"NextToken\": \"n\"}"));
    aws.on("GET /backup/plans/?nextToken=n", json("{\"BackupPlansList\": []}"));
    aws.on(
        "GET /backup/plans/p1/",
        json(
            """
            {"BackupPlan": {"BackupPlanName": "daily", "Rules": [{"RuleName": "night",
              "TargetBackupVaultName": "vault", "ScheduleExpression": "cron(0 3 * * ? *)",
              "Lifecycle": {"DeleteAfterDays": 14}}]}}
            """));
    aws.on(
        "GET /backup/plans/p1/selections/",
        json("{\"BackupSelectionsList\": [{\"SelectionId\": \"s1\"}]}"));
    aws.on(
        "GET /backup/plans/p1/selections/s1",
        json(
            """
            {"BackupSelection": {"SelectionName": "uploads", "Resources": ["arn:fs"],
              "ListOfTags": [{"ConditionKey": "backup", "ConditionValue": "daily"}]}}
            """));

    assertThat(new BackupPlans(clients).all())
        .containsExactly(
            new BackupPlan(
                "p1",
                "daily",
                List.of(
                    new BackupPlan.Rule("night", "vault", "cron(0 3 * * ? *)", OptionalInt.of(14))),
                List.of(
                    new BackupPlan.Selection(
                        "uploads", List.of("arn:fs"), Map.of("backup", "daily")))));
  }

  @Test
  void tells_what_requests_to_a_load_balancer_have_to_pass() {
    assertThat(new WebAcls(clients).of(BALANCER)).isEmpty();

    aws.on(
        "GetWebACLForResource",
        json(
            "{\"WebACL\": {\"ARN\": \"arn:acl\", \"Name\": \"shop\", \"Rules\": [{\"Name\": \"sql\"}]}}"));

    assertThat(new WebAcls(clients).of(BALANCER))
        .contains(new WebAcl("arn:acl", "shop", List.of("sql")));
  }

  @Test
  void tells_what_has_a_tag() {
    aws.on(
        "GetResources",
        request ->
            new FakeAws.Answer(
                200,
                request.json().path("PaginationToken").isMissingNode()
                    ? """
                    {"PaginationToken": "2", "ResourceTagMappingList": [{"ResourceARN": "arn:1",
                      "Tags": [{"Key": "run", "Value": "r1"}]}]}
                    """
                    : """
                    {"PaginationToken": "", "ResourceTagMappingList": [{"ResourceARN": "arn:2",
                      "Tags": [{"Key": "run", "Value": "r1"}, {"Key": "Name", "Value": "x"}]}]}
                    """));

    assertThat(new TaggedResources(clients).with("run", "r1"))
        .containsExactly(
            new TaggedResource("arn:1", Map.of("run", "r1")),
            new TaggedResource("arn:2", Map.of("run", "r1", "Name", "x")));
    assertThat(aws.requests("GetResources").get(0).json().path("TagFilters"))
        .hasToString("[{\"Key\":\"run\",\"Values\":[\"r1\"]}]");
  }

  @Test
  void names_the_permission_that_is_missing() {
    aws.on(
        "GetResources",
        jsonError(
            400,
            "com.amazon.coral.service#AccessDeniedException",
            "User: arn:aws:iam::1:user/u is not authorized to perform: tag:GetResources because no"
                + " identity-based policy allows the tag:GetResources action"));

    assertThatThrownBy(() -> new TaggedResources(clients).with("run", "r1"))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ALLOWED))
        .hasMessage(
            "arn:aws:iam::1:user/u may not tag:GetResources on * because no identity-based policy"
                + " allows the tag:GetResources action, perhaps you should allow tag:GetResources"
                + " in the policy");
  }

  @Test
  void asks_again_what_was_throttled_and_gives_up_in_the_end() {
    AtomicInteger attempts = new AtomicInteger();
    aws.on(
        "GetResources",
        request ->
            attempts.incrementAndGet() == 1
                ? jsonError(400, "ThrottlingException", "Rate exceeded").apply(request)
                : new FakeAws.Answer(200, "{}"));

    assertThat(new TaggedResources(clients).with("run", "r1")).isEmpty();

    aws.on("GetResources", jsonError(400, "ThrottlingException", "Rate exceeded"));
    assertThatThrownBy(() -> new TaggedResources(clients).with("run", "r1"))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.THROTTLED))
        .hasMessageContaining("after 2 attempts");
  }

  @Test
  void says_that_nobody_answers() {
    aws.close();

    assertThatThrownBy(() -> new TaggedResources(clients).with("run", "r1"))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
  }
}
