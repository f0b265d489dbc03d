package dev.groundtruth.provisioning.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process and all it started, as far as it can be seen. */
final class ProcessTree {

  private static final long LOOK_MILLIS = 25;

  private final Process root;
  private final Set<ProcessHandle> descendants = new LinkedHashSet<>();

  ProcessTree(Process root) {
    this.root = root;
  }

  /**
   * Asks the root to terminate, then what it left behind, and kills what is still there when the
   * grace is over or this thread is interrupted (which it then still is).
   */
  void stop(Duration grace) {
    long deadline = System.nanoTime() + grace.toNanos();
    boolean interrupted = Thread.interrupted();
    try {
      look();
      // Not Process.destroy(), which also closes the pipes: what a program says last would be lost.
      root.toHandle().destroy();
      while (root.isAlive() && remaining(deadline) > 0) {
        root.waitFor(Math.min(LOOK_MILLIS, remaining(deadline)), TimeUnit.MILLISECONDS);
        look();
      }
      descendants.forEach(ProcessHandle::destroy);
      while (isAlive() && remaining(deadline) > 0) {
        for (ProcessHandle handle : List.copyOf(descendants)) {
          if (isRunning(handle)) {
            await(handle, Math.min(LOOK_MILLIS, remaining(deadline)));
          }
        }
        look();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    kill();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static long remaining(long deadline) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
  }

  private void look() {
    root.descendants().forEach(descendants::add);
    List.copyOf(descendants).forEach(handle -> handle.descendants().forEach(descendants::add));
  }

  private boolean isAlive() {
    return root.isAlive() || descendants.stream().anyMatch(ProcessTree::isRunning);
  }

  /**
   * A process that ended but was not taken notice of by its parent counts as alive for Java; in a
   * container whose first process does not care for orphans it stays so for ever.
   */
  private static boolean isRunning(ProcessHandle handle) {
    if (!handle.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
      return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
    } catch (IOException e) {
      // No /proc here, or it went away just now: what Java says counts.
      return handle.isAlive();
    }
  }

  private static void await(ProcessHandle handle, long millis) throws InterruptedException {
    try {
      handle.onExit().get(Math.max(1, millis), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Still alive: the caller looks again.
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Waiting for a process does not fail", e);
    }
  }

  /** A process may start another one while it is being killed: until none is left. */
  private void kill() {
    look();
    root.toHandle().destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    look();
    descendants.forEach(ProcessHandle::destroyForcibly);
    root.onExit().join();
  }
}
