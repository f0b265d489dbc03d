package dev.groundtruth.aws.operation;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.internal.Polling;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** Runs and stops tasks of ECS. */
public final class Tasks {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final EcsClient ecs;

  /**
   * Tasks of a region.
   *
   * @param clients the way to it
   */
  public Tasks(AwsClients clients) {
    this.ecs = clients.sdk().ecs();
  }

  /**
   * Runs a task to its end.
   *
   * @param task what is run
   * @param timeout how long it may take, with finding a host
   * @param status hears of each status that the task gets
   * @return how it ended
   * @throws IllegalStateException if ECS finds no place for it, or it does not end in time; says
   *     why
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public TaskEnd run(OneOffTask task, Duration timeout, Consumer<String> status) {
    RunTaskResponse answer = ecs.runTask(request(task));
    if (answer.tasks().isEmpty()) {
      throw new IllegalStateException(
          "ECS runs no task of %s: %s, perhaps you should look at the hosts of %s"
              .formatted(task.taskDefinition(), answer.failures(), task.cluster()));
    }
    Task started = answer.tasks().get(0);
    Task ended = ended(task.cluster(), started, timeout, status);
    return new TaskEnd(
        started.taskArn(),
        ended.containers().stream()
            .findFirst()
            .flatMap(container -> Optional.ofNullable(container.exitCode())),
        Optional.ofNullable(ended.stoppedReason()).orElse("no reason is given"));
  }

  private Task ended(String cluster, Task started, Duration timeout, Consumer<String> status) {
    Task last = Polling.last(PAUSE, timeout, () -> look(cluster, started, status), Tasks::isOver);
    if (!isOver(last)) {
      throw new IllegalStateException(
          "%s has not ended within %s but is %s, perhaps you should look at its log"
              .formatted(started.taskArn(), Polling.text(timeout), last.lastStatus()));
    }
    return last;
  }

  /** Right after its start a task may not be known everywhere yet. */
  private Task look(String cluster, Task started, Consumer<String> status) {
    Task found =
        ecs.describeTasks(r -> r.cluster(cluster).tasks(started.taskArn())).tasks().stream()
            .findFirst()
            .orElse(started);
    status.accept(found.lastStatus());
    return found;
  }

  private static boolean isOver(Task task) {
    return task.lastStatus().equals("STOPPED");
  }

  private static RunTaskRequest request(OneOffTask task) {
    RunTaskRequest.Builder request =
        RunTaskRequest.builder()
            .cluster(task.cluster())
            .taskDefinition(task.taskDefinition())
            .propagateTags("TASK_DEFINITION")
            .networkConfiguration(
                n ->
                    n.awsvpcConfiguration(
                        v -> v.subnets(task.subnetIds()).securityGroups(task.securityGroupIds())));
    task.capacityProvider()
        .ifPresent(
            name ->
                request.capacityProviderStrategy(
                    CapacityProviderStrategyItem.builder().capacityProvider(name).build()));
    return request.build();
  }

  /**
   * The instance that a task runs on.
   *
   * @param cluster the cluster's name or ARN
   * @param task the task's ARN
   * @return the instance's id
   * @throws IllegalStateException if it runs on none, as on Fargate, or is gone
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public String hostOf(String cluster, String task) {
    return ecs.describeTasks(r -> r.cluster(cluster).tasks(task)).tasks().stream()
        .flatMap(found -> Optional.ofNullable(found.containerInstanceArn()).stream())
        .flatMap(
            host ->
                ecs
                    .describeContainerInstances(r -> r.cluster(cluster).containerInstances(host))
                    .containerInstances()
                    .stream())
        .map(ContainerInstance::ec2InstanceId)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s runs on no instance, perhaps you should look whether it still runs"
                        .formatted(task)));
  }

  /**
   * Stops a task, as an accident would; its service replaces it.
   *
   * @param cluster the cluster's name or ARN
   * @param task the task's ARN
   * @param reason what is noted
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public void stop(String cluster, String task, String reason) {
    ecs.stopTask(r -> r.cluster(cluster).task(task).reason(reason));
  }
}
