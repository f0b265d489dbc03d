package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.internal.PrivateFiles;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A folder for saved plans and variables that only its owner can enter; made when first used. */
final class PrivateFolder implements AutoCloseable {

  private final AtomicInteger sequence = new AtomicInteger();
  private @Nullable Path folder;
  private boolean closed;

  /** The folder itself. */
  synchronized Path path() {
    if (closed) {
      throw new IllegalStateException(
          "This Terraform is closed, perhaps you should keep it open for as long as it is used");
    }
    if (folder == null) {
      folder = PrivateFiles.temporaryFolder("groundtruth-terraform-", "plans and variables");
    }
    return folder;
  }

  /** An empty file that only its owner can read. */
  Path create(String suffix) {
    return write(suffix, new byte[0]);
  }

  /** A file that only its owner can read. */
  Path write(String suffix, byte[] content) {
    return PrivateFiles.write(path().resolve(sequence.incrementAndGet() + suffix), content);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (folder != null) {
      PrivateFiles.deleteTree(folder);
    }
  }
}
