package dev.groundtruth.provisioning.terraform;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A folder of providers that several runs share, used by one {@code init} at a time: <a
 * href="https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache">the
 * cache is not guaranteed to be concurrency safe</a>, and parallel runs corrupt it.
 */
final class PluginCache {

  /** The variable that tells Terraform of the folder. */
  static final String VARIABLE = "TF_PLUGIN_CACHE_DIR";

  private static final String LOCK_FILE = ".groundtruth.lock";

  /** Only for threads of one process, which the system does not let wait for each other's lock. */
  private static final RetryPolicy<FileLock> THREADS =
      RetryPolicy.<FileLock>builder()
          .handle(OverlappingFileLockException.class)
          .withDelay(Duration.ofMillis(10))
          .withJitter(0.5)
          .withMaxAttempts(-1)
          .build();

  private final Path folder;

  PluginCache(Path folder) {
    this.folder = folder;
  }

  /** Does something while nobody else does. */
  <T> T exclusively(Supplier<T> action) {
    try {
      // Terraform refuses a cache folder that does not exist.
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = Failsafe.with(THREADS).get(() -> channel.lock())) {
        if (!lock.isValid()) {
          throw new IOException("The lock was lost");
        }
        return action.get();
      }
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException
          || e.getCause() instanceof FileLockInterruptionException) {
        Thread.currentThread().interrupt();
        throw new OperationStoppedException(
            "The init was interrupted while another one used the plugin cache " + folder,
            "run it again",
            Failure.WITHOUT_COMMAND,
            OperationStoppedException.Reason.INTERRUPTED,
            new Aftermath(true, Optional.empty(), Optional.empty()));
      }
      throw unusable(e.getCause() instanceof IOException io ? io : new IOException(e));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private UncheckedIOException unusable(IOException e) {
    return new UncheckedIOException(
        "The plugin cache %s cannot be used (%s), perhaps you should choose another folder"
            .formatted(folder, e),
        e);
  }
}
