package dev.groundtruth.aws.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task of ECS.
 *
 * @param arn its ARN
 * @param state such as {@code RUNNING} or {@code STOPPED}
 * @param zone the availability zone it is in
 * @param address its private address, if it has an interface of its own
 * @param started when it began to run
 * @param containers its containers
 */
public record ServiceTask(
    String arn,
    String state,
    Optional<String> zone,
    Optional<String> address,
    Optional<Instant> started,
    List<TaskContainer> containers) {

  /**
   * Keeps a copy of the list.
   *
   * @param arn its ARN
   * @param state its state
   * @param zone its availability zone
   * @param address its private address
   * @param started when it began to run
   * @param containers its containers
   */
  public ServiceTask {
    containers = List.copyOf(containers);
  }

  /**
   * Its id, which differs from that of every other task.
   *
   * @return the last part of its ARN
   */
  public String id() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
