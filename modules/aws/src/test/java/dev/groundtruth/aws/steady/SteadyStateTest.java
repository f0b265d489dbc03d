package dev.groundtruth.aws.steady;

import static dev.groundtruth.aws.FakeAws.json;
import static dev.groundtruth.aws.FakeAws.jsonError;
import static dev.groundtruth.aws.FakeAws.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.FakeAws;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SteadyStateTest {

  private static final Duration SOON = Duration.ofMillis(700);
  private static final Duration LATE = Duration.ofSeconds(30);
  private static final String GROUP =
      "arn:aws:elasticloadbalancing:eu-west-3:123456789012:targetgroup/web/73e2d6bc24d8a067";

  private final FakeAws aws = new FakeAws();
  private AwsClients clients;
  private SteadyState steady;

  @BeforeEach
  void open() {
    clients = aws.clients().open();
    steady = new SteadyState(clients, Duration.ofMillis(50));
  }

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  private static String service(int running, String rollout, String reason) {
    return """
        {"services": [{"serviceName": "web", "status": "ACTIVE", "desiredCount": 2,
          "runningCount": %d, "pendingCount": 0,
          "deployments": [{"status": "PRIMARY", "rolloutState": "%s",
            "rolloutStateReason": "%s"}],
          "events": [{"createdAt": 1764442800.5, "message": "(service web) was unable to place a task"}]}]}
        """
        .formatted(running, rollout, reason);
  }

  /** The first answers as often as it says, then the second. */
  private static Function<FakeAws.Request, FakeAws.Answer> then(
      int times,
      Function<FakeAws.Request, FakeAws.Answer> first,
      Function<FakeAws.Request, FakeAws.Answer> second) {
    AtomicInteger asked = new AtomicInteger();
    return request -> (asked.incrementAndGet() <= times ? first : second).apply(request);
  }

  @Test
  void waits_until_a_service_is_steady() {
    aws.on(
        "DescribeServices",
        then(
            2,
            json(service(1, "IN_PROGRESS", "")),
            then(1, json(service(2, "IN_PROGRESS", "")), json(service(2, "COMPLETED", "")))));

    steady.ecsService("shop", "web", LATE);

    assertThat(aws.requests("DescribeServices")).hasSize(4);
  }

  @Test
  void shows_the_events_of_a_service_and_why_its_tasks_stopped() {
    aws.on(
        "DescribeServices",
        json(service(1, "IN_PROGRESS", "ECS deployment ecs-svc/1 in progress.")));
    aws.on("ListTasks", json("{\"taskArns\": [\"arn:aws:ecs:eu-west-3:1:task/shop/0a1b\"]}"));
    aws.on(
        "DescribeTasks",
        json(
            """
            {"tasks": [{"taskArn": "arn:aws:ecs:eu-west-3:1:task/shop/0a1b",
              "stopCode": "EssentialContainerExited",
              "stoppedReason": "Essential container in task exited",
              "containers": [{"name": "wordpress", "exitCode": 137,
                "reason": "OutOfMemoryError: Container killed due to memory usage"}]}]}
            """));

    assertThatThrownBy(() -> steady.ecsService("shop", "web", SOON))
        .isInstanceOf(NotSteadyException.class)
        .hasMessage(
            """
            the ECS service web of shop is not steady after 700 ms: ACTIVE, 1 of 2 tasks run, 0 \
            start; deployments: PRIMARY IN_PROGRESS (ECS deployment ecs-svc/1 in progress.), \
            perhaps you should look at what the service and its stopped tasks say
              2025-11-29T19:00:00.500Z (service web) was unable to place a task
              task 0a1b stopped (EssentialContainerExited): Essential container in task exited; \
            container wordpress ended with exit code 137, OutOfMemoryError: Container killed due \
            to memory usage""");
  }

  @Test
  void takes_a_service_for_steady_that_was_rolled_back() {
    aws.on(
        "DescribeServices",
        json(
            """
            {"services": [{"serviceName": "web", "status": "ACTIVE", "desiredCount": 2,
              "runningCount": 2, "pendingCount": 0,
              "deployments": [
                {"status": "PRIMARY", "rolloutState": "COMPLETED", "runningCount": 2, "pendingCount": 0},
                {"status": "ACTIVE", "rolloutState": "FAILED", "runningCount": 0, "pendingCount": 0}]}]}
            """));

    steady.ecsService("shop", "web", SOON);

    assertThat(aws.requests("DescribeServices")).hasSize(1);
  }

  @Test
  void waits_for_the_last_task_of_a_deployment_that_failed() {
    aws.on(
        "DescribeServices",
        json(
            """
            {"services": [{"serviceName": "web", "status": "ACTIVE", "desiredCount": 2,
              "runningCount": 2, "pendingCount": 0,
              "deployments": [
                {"status": "PRIMARY", "rolloutState": "COMPLETED", "runningCount": 2, "pendingCount": 0},
                {"status": "ACTIVE", "rolloutState": "FAILED", "runningCount": 1, "pendingCount": 0}]}]}
            """));
    aws.on("ListTasks", json("{\"taskArns\": []}"));

    assertThatThrownBy(() -> steady.ecsService("shop", "web", SOON))
        .isInstanceOf(NotSteadyException.class)
        .hasMessageContaining("ACTIVE FAILED");
  }

  @Test
  void does_not_wait_for_a_deployment_that_failed() {
    aws.on(
        "DescribeServices",
        json(service(0, "FAILED", "ECS deployment circuit breaker triggered.")));

    assertThatThrownBy(() -> steady.ecsService("shop", "web", LATE))
        .isInstanceOf(NotSteadyException.class)
        .hasMessageStartingWith(
            "the ECS service web of shop will not become steady: ACTIVE, 0 of 2 tasks run, 0 start;"
                + " deployments: PRIMARY FAILED (ECS deployment circuit breaker triggered.)");
  }

  @Test
  void does_not_wait_for_a_service_that_is_not_there() {
    aws.on(
        "DescribeServices",
        json("{\"services\": [], \"failures\": [{\"arn\": \"web\", \"reason\": \"MISSING\"}]}"));

    assertThatThrownBy(() -> steady.ecsService("shop", "web", LATE))
        .hasMessageStartingWith(
            "the ECS service web of shop will not become steady: there is none (MISSING)");
  }

  @Test
  void says_that_aws_cannot_be_asked() {
    aws.on("DescribeServices", jsonError(400, "ClusterNotFoundException", "Cluster not found."));

    assertThatThrownBy(() -> steady.ecsService("shop", "web", LATE))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(AwsException.Kind.NOT_FOUND));
  }

  private static Function<FakeAws.Request, FakeAws.Answer> targets(String health) {
    return xml(
        "<DescribeTargetHealthResult><TargetHealthDescriptions>"
            + "<member><Target><Id>i-1</Id><Port>80</Port></Target>"
            + "<TargetHealth><State>healthy</State></TargetHealth></member>"
            + "<member><Target><Id>i-2</Id><Port>80</Port></Target><TargetHealth>"
            + health
            + "</TargetHealth></member></TargetHealthDescriptions></DescribeTargetHealthResult>");
  }

  @Test
  void waits_until_all_targets_that_stay_are_healthy() {
    aws.on(
        "DescribeTargetHealth",
        then(
            1,
            targets("<State>initial</State><Reason>Elb.InitialHealthChecking</Reason>"),
            targets("<State>draining</State>")));

    steady.targets(GROUP, LATE);

    assertThat(aws.requests("DescribeTargetHealth")).hasSize(2);
  }

  @Test
  void shows_why_targets_are_unhealthy() {
    aws.on(
        "DescribeTargetHealth",
        targets(
            "<State>unhealthy</State><Reason>Target.ResponseCodeMismatch</Reason>"
                + "<Description>Health checks failed with these codes: [404]</Description>"));

    assertThatThrownBy(() -> steady.targets(GROUP, SOON))
        .hasMessage(
            """
            the target group web/73e2d6bc24d8a067 is not steady after 700 ms: 1 of 2 targets are \
            healthy, perhaps you should look at the port and path of its health check, and at the \
            security groups of its targets
              i-2 port 80: unhealthy (Target.ResponseCodeMismatch), Health checks failed with these \
            codes: [404]""");
  }

  @Test
  void takes_no_target_for_a_healthy_one() {
    assertThatThrownBy(() -> steady.targets(GROUP, SOON))
        .hasMessageContaining("is not steady after 700 ms: it has no targets");
  }

  private static Function<FakeAws.Request, FakeAws.Answer> database(String status) {
    return xml(
        "<DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceIdentifier>db"
            + "</DBInstanceIdentifier><DBInstanceStatus>"
            + status
            + "</DBInstanceStatus></DBInstance></DBInstances></DescribeDBInstancesResult>");
  }

  @Test
  void waits_until_a_database_is_available_but_not_for_one_that_cannot_be() {
    aws.on(
        "DescribeEvents",
        xml(
            "<DescribeEventsResult><Events><Event><Message>The database engine's parameter group is"
                + " incompatible</Message><Date>2026-11-29T19:00:00Z</Date></Event></Events>"
                + "</DescribeEventsResult>"));
    aws.on("DescribeDBInstances", then(1, database("creating"), database("available")));
    steady.database("db", LATE);

    aws.on("DescribeDBInstances", database("incompatible-parameters"));
    assertThatThrownBy(() -> steady.database("db", LATE))
        .hasMessage(
            """
            the database db will not become steady: it is incompatible-parameters, perhaps you \
            should look at its events
              2026-11-29T19:00:00Z The database engine's parameter group is incompatible""");
  }

  private static Function<FakeAws.Request, FakeAws.Answer> instance(String state, String check) {
    return xml(
        ("<instanceStatusSet><item><instanceId>i-1</instanceId><instanceState><name>%s</name>"
                + "</instanceState><systemStatus><status>ok</status></systemStatus>"
                + "<instanceStatus><status>%s</status></instanceStatus></item></instanceStatusSet>")
            .formatted(state, check));
  }

  @Test
  void waits_until_an_instance_passes_its_checks_but_not_for_one_that_is_gone() {
    aws.on(
        "DescribeInstanceStatus",
        then(1, instance("running", "initializing"), instance("running", "ok")));
    steady.instance("i-1", LATE);

    aws.on("DescribeInstanceStatus", instance("running", "impaired"));
    assertThatThrownBy(() -> steady.instance("i-1", SOON))
        .hasMessageStartingWith(
            "the instance i-1 is not steady after 700 ms: it is running, its instance check is"
                + " impaired, its system check is ok");

    aws.on("DescribeInstanceStatus", instance("terminated", "not-applicable"));
    aws.on(
        "DescribeInstances",
        xml(
            "<reservationSet><item><instancesSet><item><stateReason><code>Client.InternalError"
                + "</code><message>Client.InternalError: Client error on launch</message>"
                + "</stateReason></item></instancesSet></item></reservationSet>"));
    assertThatThrownBy(() -> steady.instance("i-1", LATE))
        .hasMessageStartingWith("the instance i-1 will not become steady: it is terminated")
        .hasMessageEndingWith("\n  Client.InternalError: Client error on launch");
  }

  @Test
  void waits_until_the_agent_answers() {
    aws.on(
        "DescribeInstanceInformation",
        then(
            1,
            json("{\"InstanceInformationList\": []}"),
            json(
                "{\"InstanceInformationList\": [{\"InstanceId\": \"i-1\", \"PingStatus\":"
                    + " \"Online\"}]}")));
    steady.agent("i-1", LATE);

    aws.on("DescribeInstanceInformation", json("{\"InstanceInformationList\": []}"));
    assertThatThrownBy(() -> steady.agent("i-1", SOON))
        .hasMessage(
            "the Systems Manager agent of i-1 is not steady after 700 ms: it did not register,"
                + " perhaps you should check that the instance has a role with"
                + " AmazonSSMManagedInstanceCore and a way to ssm, ssmmessages and ec2messages on"
                + " port 443");
  }
}
