package dev.groundtruth.aws.operation;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.internal.Polling;
import java.time.Duration;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Stops and starts instances of RDS, and knows who administers them. */
public final class ManagedDatabases {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String STOPPED = "stopped";
  private static final String AVAILABLE = "available";

  private final RdsClient rds;

  /**
   * Instances of a region.
   *
   * @param clients the way to it
   */
  public ManagedDatabases(AwsClients clients) {
    this.rds = clients.sdk().rds();
  }

  /**
   * The user that RDS gave the instance.
   *
   * @param id the instance's identifier
   * @return the name of its master user
   * @throws dev.groundtruth.aws.AwsException if there is no such instance
   */
  public String administrator(String id) {
    return instance(id).masterUsername();
  }

  /**
   * Stops an instance in good order.
   *
   * @param id its identifier
   * @param timeout how long that may take
   * @throws IllegalStateException if it takes longer
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public void stop(String id, Duration timeout) {
    rds.stopDBInstance(r -> r.dbInstanceIdentifier(id));
    await(id, STOPPED, timeout);
  }

  /**
   * Starts an instance again; does nothing if it runs.
   *
   * @param id its identifier
   * @param timeout how long that may take
   * @throws IllegalStateException if it takes longer
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public void start(String id, Duration timeout) {
    if (!status(id).equals(AVAILABLE)) {
      rds.startDBInstance(r -> r.dbInstanceIdentifier(id));
      await(id, AVAILABLE, timeout);
    }
  }

  private void await(String id, String wanted, Duration timeout) {
    String last = Polling.last(PAUSE, timeout, () -> status(id), wanted::equals);
    if (!last.equals(wanted)) {
      throw new IllegalStateException(
          "%s is not %s after %s but %s, perhaps you should look at its events in RDS"
              .formatted(id, wanted, Polling.text(timeout), last));
    }
  }

  private String status(String id) {
    return instance(id).dbInstanceStatus();
  }

  private DBInstance instance(String id) {
    return rds.describeDBInstances(r -> r.dbInstanceIdentifier(id)).dbInstances().get(0);
  }
}
