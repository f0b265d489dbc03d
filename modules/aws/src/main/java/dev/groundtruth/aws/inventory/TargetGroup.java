package dev.groundtruth.aws.inventory;

import java.util.List;

/**
 * Where a load balancer may forward to.
 *
 * @param arn its ARN
 * @param name its name
 * @param targetType what its targets are: {@code instance}, {@code ip}, {@code lambda} or {@code
 *     alb}
 * @param port the port of targets that are registered without one; 0 if it has none
 * @param healthCheckPath where its health check looks; empty if it does not ask for a page
 * @param targets its targets
 */
public record TargetGroup(
    String arn,
    String name,
    String targetType,
    int port,
    String healthCheckPath,
    List<Target> targets) {

  /**
   * Keeps a copy of the list.
   *
   * @param arn its ARN
   * @param name its name
   * @param targetType what its targets are
   * @param port the port of targets that are registered without one
   * @param healthCheckPath where its health check looks
   * @param targets its targets
   */
  public TargetGroup {
    targets = List.copyOf(targets);
  }
}
