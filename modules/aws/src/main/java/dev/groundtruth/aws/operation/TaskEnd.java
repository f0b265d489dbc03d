package dev.groundtruth.aws.operation;

import java.util.Optional;

/**
 * How a task ended.
 *
 * @param arn the task
 * @param exitCode of its first container; empty if that never ran
 * @param reason what ECS says of why it stopped
 */
public record TaskEnd(String arn, Optional<Integer> exitCode, String reason) {

  /**
   * Whether it did what it was for.
   *
   * @return whether its first container ended with code 0
   */
  public boolean succeeded() {
    return exitCode.filter(code -> code == 0).isPresent();
  }
}
