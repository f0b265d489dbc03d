package dev.groundtruth.localmirror.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The {@code docker compose} processes of a run whose JVM was killed: they outlive it, and would go
 * on creating containers while these are being removed. They are known by the run's variable in
 * their environment, which Linux shows; elsewhere they end by themselves when what they wait for is
 * gone.
 */
public final class Orphans {

  private static final long GRACE_SECONDS = 5;

  private Orphans() {}

  /**
   * Ends them.
   *
   * @param run the run's id
   * @return the processes that were ended
   */
  public static List<String> end(String run) {
    List<String> ended = new ArrayList<>();
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> belongs(process, run))
        .forEach(
            process -> {
              process.destroy();
              try {
                process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
              } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
                process.destroyForcibly();
              } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
              }
              ended.add("process " + process.pid());
            });
    return ended;
  }

  private static boolean belongs(ProcessHandle process, String run) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    try {
      String program = String.valueOf(Files.readSymbolicLink(folder.resolve("exe")).getFileName());
      return program.startsWith("docker")
          && List.of(
                  Files.readString(folder.resolve("environ"), StandardCharsets.ISO_8859_1)
                      .split("\0", -1))
              .contains("GROUNDTRUTH_RUN=" + run);
    } catch (IOException | SecurityException e) {
      return false;
    }
  }
}
