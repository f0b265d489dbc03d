package dev.groundtruth.benchmarks;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.network.LiveNetwork;
import dev.groundtruth.aws.network.Snapshot;
import dev.groundtruth.provisioning.command.Secret;
import java.net.URI;
import java.util.List;

/**
 * Reads a network twice and says on its standard output how that went, a line a reading. A process
 * of its own, as every run of the suite is one: classes are loaded and compiled anew.
 */
final class LiveReadMain {

  private LiveReadMain() {}

  /** Arguments: the endpoint and the region. */
  public static void main(String[] arguments) {
    long from = System.nanoTime();
    try (AwsClients clients =
        AwsClients.in(arguments[1])
            .endpoint(URI.create(arguments[0]))
            .credentials("test", Secret.of("test"))
            .open()) {
      for (String kind : List.of("first", "again")) {
        Snapshot snapshot = new LiveNetwork(clients).read();
        long now = System.nanoTime();
        System.out.printf(
            "%s\t%d\t%d\t%s%n",
            kind, snapshot.network().interfaces().size(), now - from, snapshot.isConsistent());
        from = System.nanoTime();
      }
    }
    System.exit(0);
  }
}
