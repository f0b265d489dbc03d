package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/** Auto Scaling groups. */
public final class ScalingGroups {

  private final AutoScalingClient autoScaling;

  /**
   * The groups of a region.
   *
   * @param clients the way to it
   */
  public ScalingGroups(AwsClients clients) {
    this.autoScaling = clients.sdk().autoScaling();
  }

  /**
   * A group with its instances.
   *
   * @param name its name
   * @return the group
   * @throws AwsException if AWS cannot be asked or has no such group
   */
  public ScalingGroup group(String name) {
    AutoScalingGroup group =
        autoScaling
            .describeAutoScalingGroups(q -> q.autoScalingGroupNames(name))
            .autoScalingGroups()
            .stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new AwsException(
                        Kind.NOT_FOUND,
                        "there is no Auto Scaling group %s, perhaps you should check the name and the region"
                            .formatted(name),
                        null));
    return new ScalingGroup(
        group.autoScalingGroupName(),
        group.minSize(),
        group.desiredCapacity(),
        group.maxSize(),
        group.instances().stream()
            .map(
                each ->
                    new ScalingGroup.Member(
                        each.instanceId(),
                        each.availabilityZone(),
                        each.lifecycleStateAsString(),
                        "Healthy".equalsIgnoreCase(each.healthStatus())))
            .toList());
  }
}
