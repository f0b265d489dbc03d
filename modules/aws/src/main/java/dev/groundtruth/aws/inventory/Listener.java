package dev.groundtruth.aws.inventory;

import java.util.List;

/**
 * What a load balancer answers at.
 *
 * @param arn its ARN
 * @param protocol such as {@code HTTP} or {@code HTTPS}
 * @param port its port
 * @param forwardsTo the ARNs of all target groups that it or a rule of it forwards to; empty if it
 *     only redirects or answers by itself
 */
public record Listener(String arn, String protocol, int port, List<String> forwardsTo) {

  /**
   * Keeps a copy of the list.
   *
   * @param arn its ARN
   * @param protocol its protocol
   * @param port its port
   * @param forwardsTo the ARNs of target groups
   */
  public Listener {
    forwardsTo = List.copyOf(forwardsTo);
  }
}
