package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.internal.PrivateFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A folder that only its owner can enter, for one command: the file of variables, and what Packer
 * and its plugins write for the time being. A Packer that is killed leaves a log and scripts there,
 * with secrets in them.
 *
 * @param path the folder
 */
record PrivateFolder(Path path) implements AutoCloseable {

  static PrivateFolder create() {
    // A short name: plugins make sockets in it, whose paths must not be longer than 100 or so.
    return new PrivateFolder(PrivateFiles.temporaryFolder("packer-", "variables"));
  }

  /** A file that only its owner can read. */
  Path write(String name, String content) {
    return PrivateFiles.write(path.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    PrivateFiles.deleteTree(path);
  }
}
