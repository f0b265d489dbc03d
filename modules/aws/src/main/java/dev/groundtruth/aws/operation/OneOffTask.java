package dev.groundtruth.aws.operation;

import java.util.List;
import java.util.Optional;

/**
 * A task that runs once and ends, as <a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html">RunTask</a>
 * takes it.
 *
 * @param cluster the cluster's name or ARN
 * @param taskDefinition the ARN of the task definition
 * @param capacityProvider what gives it its host; the cluster's default otherwise
 * @param subnetIds the subnets it may be in
 * @param securityGroupIds the groups of its interface
 */
public record OneOffTask(
    String cluster,
    String taskDefinition,
    Optional<String> capacityProvider,
    List<String> subnetIds,
    List<String> securityGroupIds) {

  /**
   * Copies the lists.
   *
   * @param cluster the cluster's name or ARN
   * @param taskDefinition the ARN of the task definition
   * @param capacityProvider what gives it its host
   * @param subnetIds the subnets it may be in
   * @param securityGroupIds the groups of its interface
   */
  public OneOffTask {
    subnetIds = List.copyOf(subnetIds);
    securityGroupIds = List.copyOf(securityGroupIds);
  }
}
