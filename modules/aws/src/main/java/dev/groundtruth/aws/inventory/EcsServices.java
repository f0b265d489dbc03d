package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** Services of ECS and their tasks. */
public final class EcsServices {

  private static final int AT_ONCE = 100;

  private final EcsClient ecs;

  /**
   * The services of a region.
   *
   * @param clients the way to it
   */
  public EcsServices(AwsClients clients) {
    this.ecs = clients.sdk().ecs();
  }

  /**
   * A service with its tasks.
   *
   * @param cluster the cluster's name or ARN
   * @param name the service's name or ARN
   * @return the service
   * @throws AwsException if AWS cannot be asked or has no such service
   */
  public EcsService service(String cluster, String name) {
    Service service =
        ecs.describeServices(q -> q.cluster(cluster).services(name)).services().stream()
            .filter(each -> !"INACTIVE".equals(each.status()))
            .findFirst()
            .orElseThrow(
                () ->
                    new AwsException(
                        Kind.NOT_FOUND,
                        "there is no ECS service %s in %s, perhaps you should check the names and the region"
                            .formatted(name, cluster),
                        null));
    return new EcsService(
        service.serviceName(),
        service.taskDefinition(),
        service.desiredCount(),
        service.runningCount(),
        service.pendingCount(),
        service.deployments().size(),
        tasks(cluster, service.serviceName()));
  }

  /**
   * What the containers of a task definition are given.
   *
   * @param taskDefinition its ARN
   * @return its containers
   * @throws AwsException if AWS cannot be asked or has no such task definition
   */
  public List<ContainerSettings> containers(String taskDefinition) {
    return ecs
        .describeTaskDefinition(q -> q.taskDefinition(taskDefinition))
        .taskDefinition()
        .containerDefinitions()
        .stream()
        .map(
            container ->
                new ContainerSettings(
                    container.name(),
                    container.image(),
                    container.environment().stream()
                        .collect(Collectors.toMap(KeyValuePair::name, KeyValuePair::value)),
                    container.secrets().stream()
                        .collect(Collectors.toMap(Secret::name, Secret::valueFrom))))
        .toList();
  }

  private List<ServiceTask> tasks(String cluster, String service) {
    List<String> arns =
        ecs.listTasksPaginator(q -> q.cluster(cluster).serviceName(service)).taskArns().stream()
            .toList();
    List<ServiceTask> tasks = new ArrayList<>();
    for (int from = 0; from < arns.size(); from += AT_ONCE) {
      List<String> some = arns.subList(from, Math.min(arns.size(), from + AT_ONCE));
      ecs.describeTasks(q -> q.cluster(cluster).tasks(some)).tasks().forEach(t -> tasks.add(of(t)));
    }
    return tasks;
  }

  private static ServiceTask of(Task task) {
    return new ServiceTask(
        task.taskArn(),
        task.lastStatus(),
        Optional.ofNullable(task.availabilityZone()),
        task.attachments().stream()
            .flatMap(attachment -> attachment.details().stream())
            .filter(detail -> "privateIPv4Address".equals(detail.name()))
            .map(detail -> detail.value())
            .findFirst(),
        Optional.ofNullable(task.startedAt()),
        task.containers().stream().map(EcsServices::of).toList());
  }

  private static TaskContainer of(Container container) {
    return new TaskContainer(
        container.name(), container.image(), Optional.ofNullable(container.imageDigest()));
  }
}
