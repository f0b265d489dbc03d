package dev.groundtruth.aws.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.FakeAws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TasksTest {

  private static final String TASK = "arn:aws:ecs:eu-west-3:123456789012:task/shop/4711";
  private static final OneOffTask INSTALLER =
      new OneOffTask(
          "shop", "installer:1", Optional.of("hosts"), List.of("subnet-1"), List.of("sg-1"));

  private final FakeAws fake = new FakeAws();
  private final AwsClients clients = fake.clients().open();

  @AfterEach
  void close() {
    clients.close();
    fake.close();
  }

  @Test
  void knows_the_instance_of_a_task() {
    fake.on(
        "DescribeTasks",
        FakeAws.json(
            "{\"tasks\": [{\"taskArn\": \"%s\", \"containerInstanceArn\": \"host-1\"}]}"
                .formatted(TASK)));
    fake.on(
        "DescribeContainerInstances",
        FakeAws.json("{\"containerInstances\": [{\"ec2InstanceId\": \"i-0815\"}]}"));

    assertThat(new Tasks(clients).hostOf("shop", TASK)).isEqualTo("i-0815");
  }

  @Test
  void says_that_a_task_is_on_no_instance() {
    fake.on("DescribeTasks", FakeAws.json("{\"tasks\": [{\"taskArn\": \"%s\"}]}".formatted(TASK)));

    assertThatThrownBy(() -> new Tasks(clients).hostOf("shop", TASK))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(TASK + " runs on no instance, perhaps you should look whether it still runs");
  }

  @Test
  void tells_how_a_task_ended() {
    fake.on("RunTask", FakeAws.json("{\"tasks\": [{\"taskArn\": \"%s\"}]}".formatted(TASK)));
    fake.on(
        "DescribeTasks",
        FakeAws.json(
            ("{\"tasks\": [{\"taskArn\": \"%s\", \"lastStatus\": \"STOPPED\", \"stoppedReason\": \"it ended\","
                    + " \"containers\": [{\"exitCode\": 3}]}]}")
                .formatted(TASK)));
    List<String> statuses = new ArrayList<>();

    TaskEnd end = new Tasks(clients).run(INSTALLER, Duration.ofSeconds(10), statuses::add);

    assertThat(end).isEqualTo(new TaskEnd(TASK, Optional.of(3), "it ended"));
    assertThat(end.succeeded()).isFalse();
    assertThat(statuses).containsExactly("STOPPED");
  }

  @Test
  void task_that_is_not_known_everywhere_yet_is_waited_for() {
    fake.on(
        "RunTask",
        FakeAws.json(
            "{\"tasks\": [{\"taskArn\": \"%s\", \"lastStatus\": \"PROVISIONING\"}]}"
                .formatted(TASK)));
    Iterator<String> answers =
        List.of(
                "{\"tasks\": [], \"failures\": [{\"reason\": \"MISSING\"}]}",
                "{\"tasks\": [{\"lastStatus\": \"STOPPED\", \"containers\": [{\"exitCode\": 0}]}]}")
            .iterator();
    fake.on("DescribeTasks", request -> FakeAws.json(answers.next()).apply(request));
    List<String> statuses = new ArrayList<>();

    TaskEnd end = new Tasks(clients).run(INSTALLER, Duration.ofSeconds(10), statuses::add);

    assertThat(end.succeeded()).isTrue();
    assertThat(statuses).containsExactly("PROVISIONING", "STOPPED");
  }

  @Test
  void says_why_there_is_no_place_for_a_task() {
    fake.on(
        "RunTask", FakeAws.json("{\"tasks\": [], \"failures\": [{\"reason\": \"RESOURCE:ENI\"}]}"));

    assertThatThrownBy(
            () -> new Tasks(clients).run(INSTALLER, Duration.ofSeconds(10), status -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RESOURCE:ENI")
        .hasMessageContaining("perhaps you should look at the hosts of shop");
  }

  @Test
  void says_the_last_state_of_a_task_that_takes_too_long() {
    fake.on("RunTask", FakeAws.json("{\"tasks\": [{\"taskArn\": \"%s\"}]}".formatted(TASK)));
    fake.on(
        "DescribeTasks",
        FakeAws.json(
            "{\"tasks\": [{\"taskArn\": \"%s\", \"lastStatus\": \"PENDING\"}]}".formatted(TASK)));
    List<String> statuses = new ArrayList<>();

    assertThatThrownBy(
            () -> new Tasks(clients).run(INSTALLER, Duration.ofMillis(700), statuses::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            TASK
                + " has not ended within 700 ms but is PENDING, perhaps you should look at its log");
    assertThat(statuses).isNotEmpty().containsOnly("PENDING");
  }
}
