package dev.groundtruth.aws.inventory;

import java.util.Optional;

/**
 * A target of a load balancer, as <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html">DescribeTargetHealth</a>
 * tells it.
 *
 * @param id its address or the id of its instance
 * @param port the port it is sent to
 * @param zone the availability zone it is in, if that could be found out
 * @param state such as {@code healthy}, {@code unhealthy}, {@code initial} or {@code draining}
 * @param reason why it is not healthy, such as {@code Target.Timeout}
 * @param description the same in words
 */
public record Target(
    String id,
    int port,
    Optional<String> zone,
    String state,
    Optional<String> reason,
    Optional<String> description) {

  /**
   * Whether it gets requests because it answers them.
   *
   * @return true if its state is {@code healthy}
   */
  public boolean isHealthy() {
    return state.equals("healthy");
  }

  /** Such as {@code 10.0.1.7:80 unhealthy (Target.Timeout)}. */
  @Override
  public String toString() {
    return "%s:%d %s%s".formatted(id, port, state, reason.map(" (%s)"::formatted).orElse(""));
  }
}
