package dev.groundtruth.aws.network;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.network.awscli.Dump;
import dev.groundtruth.network.awscli.DumpReader;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Remark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network of a region, read through the describe operations of EC2, Elastic Load Balancing, ECS
 * and RDS: whatever decides who can send what to whom, and the names of whom.
 *
 * <p>AWS answers each operation for a moment of its own. So everything is read until two readings
 * in a row agree; if none do, the network is returned with a remark for each thing that changed,
 * which forbids proofs of isolation. Instances only give names to interfaces and are not read again
 * if nothing else changed.
 */
public final class LiveNetwork {

  /** Two agree at best; a deployment under way changes something for longer than four take. */
  private static final int READINGS = 4;

  private final AwsClients clients;

  /**
   * The network of a region.
   *
   * @param clients the way to it
   */
  public LiveNetwork(AwsClients clients) {
    this.clients = clients;
  }

  /**
   * Reads it.
   *
   * @return what was read
   * @throws dev.groundtruth.aws.AwsException if something could not be read; all actions that the
   *     policies do not allow are named at once
   */
  public Snapshot read() {
    Reading reading = new Reading(clients.sdk());
    Map<String, Listing> before = reading.read();
    Map<String, Listing> now = reading.readAgain(before);
    List<Change> changes = Changes.between(before, now);
    for (int i = 2; i < READINGS && !changes.isEmpty(); i++) {
      before = now;
      now = reading.read();
      changes = Changes.between(before, now);
    }
    List<Dump> dumps =
        now.values().stream().map(each -> new Dump(each.file(), each.json())).toList();
    return new Snapshot(network(dumps, changes), dumps, changes);
  }

  /**
   * Reads it and keeps the answers as files such as the AWS CLI writes, for evidence and for {@code
   * bin/network}.
   *
   * @param folder the folder, made if it is not there
   * @return what was read
   * @throws IOException if a file cannot be written
   * @throws dev.groundtruth.aws.AwsException as {@link #read()} does
   */
  public Snapshot dumpTo(Path folder) throws IOException {
    Snapshot snapshot = read();
    snapshot.writeTo(folder);
    return snapshot;
  }

  private Network network(List<Dump> dumps, List<Change> changes) {
    Network read =
        new DumpReader()
            .read("%s of %s".formatted(clients.region(), clients.identity().account()), dumps);
    List<Remark> remarks = new ArrayList<>(read.remarks());
    for (Change change : changes) {
      remarks.add(
          new Remark(
              Remark.Kind.NOT_UNDERSTOOD,
              change.id(),
              "it %s while the network was read, perhaps you should wait until nothing is deployed"
                  .formatted(change.what())));
    }
    return new Network(
        read.source(),
        read.vpcs(),
        read.subnets(),
        read.routeTables(),
        read.gateways(),
        read.networkAcls(),
        read.securityGroups(),
        read.interfaces(),
        read.prefixLists(),
        read.peerings(),
        read.endpoints(),
        remarks);
  }
}
