package dev.groundtruth.aws.operation;

import dev.groundtruth.aws.AwsClients;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/**
 * Deploys other revisions of task definitions to services of ECS, as a release does, past whatever
 * made the services.
 */
public final class Deployments {

  private final EcsClient ecs;

  /**
   * Deployments of a region.
   *
   * @param clients the way to it
   */
  public Deployments(AwsClients clients) {
    this.ecs = clients.sdk().ecs();
  }

  /**
   * Registers a revision of a task definition in which every container is changed.
   *
   * @param taskDefinition the ARN of the revision that is copied, with its tags
   * @param change what becomes of each of its containers
   * @return the ARN of the new revision, which whoever asked has to {@link #forget}
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public String register(String taskDefinition, UnaryOperator<ContainerDefinition> change) {
    DescribeTaskDefinitionResponse known =
        ecs.describeTaskDefinition(
            r -> r.taskDefinition(taskDefinition).include(TaskDefinitionField.TAGS));
    RegisterTaskDefinitionRequest.Builder revision =
        copy(known.taskDefinition())
            .containerDefinitions(
                known.taskDefinition().containerDefinitions().stream().map(change).toList());
    if (!known.tags().isEmpty()) {
      revision.tags(known.tags());
    }
    return ecs.registerTaskDefinition(revision.build()).taskDefinition().taskDefinitionArn();
  }

  private static RegisterTaskDefinitionRequest.Builder copy(TaskDefinition known) {
    RegisterTaskDefinitionRequest.Builder copy =
        RegisterTaskDefinitionRequest.builder()
            .family(known.family())
            .taskRoleArn(known.taskRoleArn())
            .executionRoleArn(known.executionRoleArn())
            .networkMode(known.networkMode())
            .cpu(known.cpu())
            .memory(known.memory())
            .pidMode(known.pidMode())
            .ipcMode(known.ipcMode())
            .proxyConfiguration(known.proxyConfiguration())
            .runtimePlatform(known.runtimePlatform())
            .ephemeralStorage(known.ephemeralStorage());
    if (known.hasVolumes()) {
      copy.volumes(known.volumes());
    }
    if (known.hasPlacementConstraints()) {
      copy.placementConstraints(known.placementConstraints());
    }
    if (known.hasRequiresCompatibilities()) {
      copy.requiresCompatibilities(known.requiresCompatibilities());
    }
    return copy;
  }

  /**
   * Lets a service run another revision; returns before it does.
   *
   * @param cluster the cluster's name or ARN
   * @param service the service's name
   * @param taskDefinition the revision's ARN
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public void deploy(String cluster, String service, String taskDefinition) {
    ecs.updateService(r -> r.cluster(cluster).service(service).taskDefinition(taskDefinition));
  }

  /**
   * Takes a revision back, so that nobody deploys it again.
   *
   * @param taskDefinition the revision's ARN
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public void forget(String taskDefinition) {
    ecs.deregisterTaskDefinition(r -> r.taskDefinition(taskDefinition));
  }
}
