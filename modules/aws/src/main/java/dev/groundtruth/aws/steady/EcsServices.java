package dev.groundtruth.aws.steady;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** Services of ECS. */
final class EcsServices {

  private static final int SHOWN = 5;

  private final EcsClient ecs;

  EcsServices(EcsClient ecs) {
    this.ecs = ecs;
  }

  Sight look(String cluster, String name) {
    DescribeServicesResponse answer = ecs.describeServices(q -> q.cluster(cluster).services(name));
    if (answer.services().isEmpty()) {
      return Sight.of(
          false,
          true,
          "there is none"
              + answer.failures().stream()
                  .map(failure -> " (" + failure.reason() + ")")
                  .collect(Collectors.joining()));
    }
    Service service = answer.services().get(0);
    boolean isActive = "ACTIVE".equals(service.status());
    boolean isFailed =
        service.deployments().stream()
            .anyMatch(
                each ->
                    "PRIMARY".equals(each.status())
                        && each.rolloutState() == DeploymentRolloutState.FAILED);
    List<Deployment> going =
        service.deployments().stream().filter(each -> !isRolledBack(each)).toList();
    boolean isComplete =
        going.size() == 1 && going.get(0).rolloutState() != DeploymentRolloutState.IN_PROGRESS;
    boolean isSteady =
        isActive
            && !isFailed
            && isComplete
            && service.runningCount().equals(service.desiredCount())
            && service.pendingCount() == 0;
    return Sight.of(isSteady, isFailed || !isActive, state(service));
  }

  /** Given up for another one, and without a task. */
  private static boolean isRolledBack(Deployment deployment) {
    return !"PRIMARY".equals(deployment.status())
        && deployment.rolloutState() == DeploymentRolloutState.FAILED
        && Integer.valueOf(0).equals(deployment.runningCount())
        && Integer.valueOf(0).equals(deployment.pendingCount());
  }

  private static String state(Service service) {
    return "%s, %d of %d tasks run, %d start; deployments: %s"
        .formatted(
            service.status(),
            service.runningCount(),
            service.desiredCount(),
            service.pendingCount(),
            service.deployments().stream()
                .map(EcsServices::state)
                .collect(Collectors.joining("; ")));
  }

  private static String state(Deployment deployment) {
    return "%s %s%s"
        .formatted(
            deployment.status(),
            deployment.rolloutStateAsString(),
            deployment.rolloutStateReason() == null
                ? ""
                : " (" + deployment.rolloutStateReason() + ")");
  }

  /** The last events, the newest first, and why tasks stopped. */
  List<String> said(String cluster, String name) {
    List<String> lines = new ArrayList<>();
    for (Service service :
        ecs.describeServices(q -> q.cluster(cluster).services(name)).services()) {
      service.events().stream()
          .limit(SHOWN)
          .forEach(event -> lines.add(event.createdAt() + " " + event.message()));
      List<String> stopped =
          ecs.listTasks(
                  q ->
                      q.cluster(cluster)
                          .serviceName(service.serviceName())
                          .desiredStatus(DesiredStatus.STOPPED)
                          .maxResults(SHOWN))
              .taskArns();
      if (!stopped.isEmpty()) {
        ecs.describeTasks(q -> q.cluster(cluster).tasks(stopped))
            .tasks()
            .forEach(task -> lines.add(ended(task)));
      }
    }
    return lines;
  }

  private static String ended(Task task) {
    return "task %s stopped (%s): %s%s"
        .formatted(
            task.taskArn().replaceFirst(".*/", ""),
            task.stopCodeAsString(),
            task.stoppedReason(),
            task.containers().stream().map(EcsServices::ended).collect(Collectors.joining()));
  }

  private static String ended(Container container) {
    String code = container.exitCode() == null ? "" : " with exit code " + container.exitCode();
    String reason = container.reason() == null ? "" : ", " + container.reason();
    return "; container %s ended%s%s".formatted(container.name(), code, reason);
  }
}
