package dev.groundtruth.provisioning.command;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process and all it started, as far as it can be seen: the processes below it while it runs, and
 * all of its session, if it leads one, also after its end.
 */
final class ProcessTree {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LOOK_AT_ORPHANS = Duration.ofMillis(20);
  private static final Duration LOOK_AT_KILLED = Duration.ofMillis(2);

  /** How long killed processes may take to be gone; one that waits for a disk cannot go at all. */
  private static final Duration DEATH = Duration.ofSeconds(5);

  private final Process root;
  private final boolean leadsSession;
  private final Map<Long, ProcessHandle> descendants = new HashMap<>();
  private final Set<Long> asked = new HashSet<>();
  private Map<Long, ProcessTable.Entry> running = Map.of();

  /**
   * A tree.
   *
   * @param root the process at its top
   * @param leadsSession whether that process is the first of a session of its own
   */
  ProcessTree(Process root, boolean leadsSession) {
    this.root = root;
    this.leadsSession = leadsSession;
  }

  /**
   * Asks the root to terminate, once, and nothing below it, so that it can finish with what it
   * started. What it leaves behind is asked, once, when nobody is left above it. What is still
   * there when the grace is over or this thread is interrupted (which it then still is) is killed.
   *
   * @return whether all ended without being killed
   */
  boolean stop(Duration grace) {
    long deadline = System.nanoTime() + grace.toNanos();
    boolean interrupted = Thread.interrupted();
    try {
      look();
      if (root.isAlive()) {
        // Not Process.destroy(), which also closes the pipes: what a program says last would be
        // lost.
        root.toHandle().destroy();
      }
      while (root.isAlive() && remaining(deadline) > 0) {
        root.waitFor(Math.min(LOOK.toNanos(), remaining(deadline)), TimeUnit.NANOSECONDS);
        look();
      }
      while (isRunning() && remaining(deadline) > 0) {
        askOrphans();
        TimeUnit.NANOSECONDS.sleep(Math.min(LOOK_AT_ORPHANS.toNanos(), remaining(deadline)));
        look();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    boolean ended = !isRunning();
    if (!ended) {
      interrupted |= kill();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended;
  }

  private static long remaining(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  private boolean isRunning() {
    return root.isAlive() || !running.isEmpty();
  }

  /** Takes notice of what is there now, and remembers it, since it may lose its parent. */
  private void look() {
    ProcessTable table = ProcessTable.read();
    // Asked after the table was read: what lives now had its number then.
    boolean rootLives = root.isAlive();
    Set<Long> tree = new HashSet<>();
    descendants.forEach(
        (pid, handle) -> {
          if (handle.isAlive()) {
            tree.add(pid);
          }
        });
    // Another process that has the root's number now: then nothing is left of the root's session.
    boolean sessionLives = leadsSession && (rootLives || !table.entries().containsKey(root.pid()));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Map.Entry<Long, ProcessTable.Entry> entry : table.entries().entrySet()) {
        ProcessTable.Entry process = entry.getValue();
        boolean below = tree.contains(process.parent());
        boolean belowRoot = rootLives && process.parent() == root.pid();
        boolean inSession = sessionLives && process.session() == root.pid();
        if ((below || belowRoot || inSession) && entry.getKey() != root.pid()) {
          grown |= tree.add(entry.getKey());
        }
      }
    }
    Map<Long, ProcessTable.Entry> now = new HashMap<>();
    for (Long pid : tree) {
      ProcessTable.Entry process = table.entries().get(pid);
      if (process != null && process.running()) {
        remember(pid);
        now.put(pid, process);
      }
    }
    running = now;
  }

  /** Its handle also knows when it began, so that no other process of its number is meant later. */
  private void remember(long pid) {
    ProcessHandle known = descendants.get(pid);
    if (known == null || !known.isAlive()) {
      ProcessHandle.of(pid).ifPresent(handle -> descendants.put(pid, handle));
    }
  }

  /** Only what has no parent among the rest: that parent may still need it to finish. */
  private void askOrphans() {
    running.forEach(
        (pid, process) -> {
          if (!running.containsKey(process.parent()) && asked.add(pid)) {
            signal(pid, ProcessHandle::destroy);
          }
        });
  }

  /**
   * A process may start another one while it is being killed: until none is left.
   *
   * @return whether this thread was interrupted meanwhile
   */
  private boolean kill() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + DEATH.toNanos();
    look();
    while (true) {
      root.toHandle().destroyForcibly();
      running.keySet().forEach(pid -> signal(pid, ProcessHandle::destroyForcibly));
      look();
      if (!isRunning() || remaining(deadline) == 0) {
        break;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(LOOK_AT_KILLED.toNanos());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (!running.isEmpty()) {
      LOG.warn(
          "The processes {} were killed but are still there, perhaps you should look at what they"
              + " wait for",
          running.keySet());
    }
    root.onExit().join();
    return interrupted;
  }

  private void signal(long pid, Consumer<ProcessHandle> signal) {
    ProcessHandle handle = descendants.get(pid);
    if (handle != null) {
      signal.accept(handle);
    }
  }
}
