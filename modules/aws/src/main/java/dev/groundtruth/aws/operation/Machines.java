package dev.groundtruth.aws.operation;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.internal.Polling;
import java.time.Duration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Stops and starts instances of EC2. */
public final class Machines {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Ec2Client ec2;

  /**
   * Instances of a region.
   *
   * @param clients the way to it
   */
  public Machines(AwsClients clients) {
    this.ec2 = clients.sdk().ec2();
  }

  /**
   * Stops an instance in good order.
   *
   * @param id its id
   * @param timeout how long that may take
   * @throws IllegalStateException if it takes longer, or there is no such instance; says its last
   *     state
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public void stop(String id, Duration timeout) {
    ec2.stopInstances(r -> r.instanceIds(id));
    await(id, InstanceStateName.STOPPED, timeout);
  }

  /**
   * Starts an instance again; does nothing if it runs.
   *
   * @param id its id
   * @param timeout how long that may take
   * @throws IllegalStateException if it takes longer, or there is no such instance; says its last
   *     state
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public void start(String id, Duration timeout) {
    if (state(id) != InstanceStateName.RUNNING) {
      ec2.startInstances(r -> r.instanceIds(id));
      await(id, InstanceStateName.RUNNING, timeout);
    }
  }

  private void await(String id, InstanceStateName wanted, Duration timeout) {
    InstanceStateName last = Polling.last(PAUSE, timeout, () -> state(id), wanted::equals);
    if (last != wanted) {
      throw new IllegalStateException(
          "%s is not %s after %s but %s, perhaps you should look at it in EC2"
              .formatted(id, wanted, Polling.text(timeout), last));
    }
  }

  private InstanceStateName state(String id) {
    return ec2.describeInstances(r -> r.instanceIds(id)).reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "EC2 knows no instance %s, perhaps you should check the region".formatted(id)))
        .state()
        .name();
  }
}
