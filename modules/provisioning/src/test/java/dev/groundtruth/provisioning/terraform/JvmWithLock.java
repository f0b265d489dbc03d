package dev.groundtruth.provisioning.terraform;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The main class of a JVM that holds the lock of a plugin cache. */
final class JvmWithLock {

  private JvmWithLock() {}

  /**
   * Holds the lock.
   *
   * @param arguments the cache, the file to make once the lock is held, and the one to wait for
   */
  public static void main(String[] arguments) {
    new PluginCache(Path.of(arguments[0]))
        .exclusively(
            () -> {
              try {
                Files.createFile(Path.of(arguments[1]));
                await().until(() -> Files.exists(Path.of(arguments[2])));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return "";
            });
  }
}
