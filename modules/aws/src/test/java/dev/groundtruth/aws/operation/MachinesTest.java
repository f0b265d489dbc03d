package dev.groundtruth.aws.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.FakeAws;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MachinesTest {

  private static final Duration SOON = Duration.ofMillis(700);
  private static final Duration LATE = Duration.ofSeconds(30);

  private final FakeAws aws = new FakeAws();
  private final AwsClients clients = aws.clients().open();
  private final Machines machines = new Machines(clients);

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  private static Function<FakeAws.Request, FakeAws.Answer> instance(String state) {
    return FakeAws.xml(
        "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>"
            + state
            + "</name></instanceState></item></instancesSet></item></reservationSet>");
  }

  /** One state at each look, the last one for good. */
  private void states(String... states) {
    AtomicInteger looks = new AtomicInteger();
    aws.on(
        "DescribeInstances",
        request ->
            instance(states[Math.min(looks.getAndIncrement(), states.length - 1)]).apply(request));
  }

  private List<String> asked(String action) {
    return aws.requests(action).stream()
        .map(request -> request.parameters().get("InstanceId.1"))
        .toList();
  }

  @Test
  void stops_an_instance_and_waits_until_it_is() {
    states("stopping", "stopped");

    machines.stop("i-1", LATE);

    assertThat(asked("StopInstances")).containsExactly("i-1");
    assertThat(asked("DescribeInstances")).containsExactly("i-1", "i-1");
  }

  @Test
  void starts_an_instance_and_waits_until_it_runs() {
    states("stopped", "pending", "running");

    machines.start("i-1", LATE);

    assertThat(asked("StartInstances")).containsExactly("i-1");
    assertThat(asked("DescribeInstances")).hasSize(3);
  }

  @Test
  void leaves_an_instance_that_runs() {
    states("running");

    machines.start("i-1", LATE);

    assertThat(asked("StartInstances")).isEmpty();
  }

  @Test
  void says_the_last_state_of_an_instance_that_takes_too_long() {
    states("running", "stopping");
    assertThatThrownBy(() -> machines.stop("i-1", SOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "i-1 is not stopped after 700 ms but stopping, perhaps you should look at it in EC2");

    states("stopped", "pending");
    assertThatThrownBy(() -> machines.start("i-1", SOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "i-1 is not running after 700 ms but pending, perhaps you should look at it in EC2");
  }

  @Test
  void says_that_aws_refuses() {
    states("terminated");
    aws.on(
        "StartInstances",
        FakeAws.ec2Error(
            400, "IncorrectInstanceState", "The instance 'i-1' is not in a state to be started."));

    assertThatThrownBy(() -> machines.start("i-1", LATE))
        .isInstanceOf(AwsException.class)
        .hasMessageStartingWith(
            "ec2:StartInstances (IncorrectInstanceState): The instance 'i-1' is not in a state to be"
                + " started.");
    assertThat(asked("DescribeInstances")).hasSize(1);
  }

  @Test
  void says_that_there_is_no_such_instance() {
    aws.on("DescribeInstances", FakeAws.xml("<reservationSet/>"));

    assertThatThrownBy(() -> machines.start("i-1", LATE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("EC2 knows no instance i-1, perhaps you should check the region");
  }
}
