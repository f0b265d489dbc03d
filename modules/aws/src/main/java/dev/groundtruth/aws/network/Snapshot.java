package dev.groundtruth.aws.network;

import dev.groundtruth.network.awscli.Dump;
import dev.groundtruth.network.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A network as it was read.
 *
 * @param network the network; its remarks tell what was not understood, and what changed
 * @param dumps what it was read from, as the AWS CLI prints it, but for what may hold secrets
 * @param changes what was not the same in the last two readings; empty if the network is of one
 *     moment
 */
public record Snapshot(Network network, List<Dump> dumps, List<Change> changes) {

  /**
   * Keeps copies of the lists.
   *
   * @param network the network
   * @param dumps what it was read from
   * @param changes what was not the same in the last two readings
   */
  public Snapshot {
    dumps = List.copyOf(dumps);
    changes = List.copyOf(changes);
  }

  /**
   * Whether nothing changed while it was read.
   *
   * @return true if it is the network of one moment
   */
  public boolean isConsistent() {
    return changes.isEmpty();
  }

  /**
   * Writes the dumps, one file each, so that {@link dev.groundtruth.network.awscli.DumpReader}
   * reads the same network from the folder.
   *
   * @param folder the folder, made if it is not there; it should hold nothing else
   * @throws IOException if a file cannot be written
   */
  public void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Dump dump : dumps) {
      Files.writeString(folder.resolve(dump.name()), dump.json());
    }
  }
}
