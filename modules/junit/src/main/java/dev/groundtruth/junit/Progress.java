package dev.groundtruth.junit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what is going on while there is nothing to see yet: phases that begin, wait and
 * end. A phase that waits is heard of again at most every five seconds, also when its thread is
 * blocked in a call. Safe for use by several threads.
 *
 * <pre>{@code
 * Images images = progress.during("building images", phase -> {
 *   phase.waitingFor("the base image");
 *   return builder.build();
 * });
 * }</pre>
 */
public final class Progress implements AutoCloseable {

  /** No phase that waits is reported more often than this, unless it waits for something new. */
  static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final List<ProgressListener> listeners;
  private final LongSupplier nanoTime;
  private final long began;
  private final Set<Phase> open = new LinkedHashSet<>();
  private @Nullable ScheduledExecutorService heart;

  /**
   * Progress of a run that begins now.
   *
   * @param listeners who hears of it, in this order
   */
  public Progress(List<ProgressListener> listeners) {
    this(listeners, System::nanoTime);
  }

  Progress(List<ProgressListener> listeners, LongSupplier nanoTime) {
    this.listeners = List.copyOf(listeners);
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  /**
   * Begins a phase that the caller ends.
   *
   * @param name what is being done, such as {@code starting}
   * @return the phase; closing it without {@link Phase#finish} means that it failed
   */
  public synchronized Phase begin(String name) {
    Phase phase = new Phase(name);
    open.add(phase);
    if (heart == null) {
      heart =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "groundtruth-progress");
                thread.setDaemon(true);
                return thread;
              });
      var unused = heart.scheduleWithFixedDelay(this::heartbeat, 1, 1, TimeUnit.SECONDS);
    }
    tell(new ProgressEvent.Started(since(began), name));
    return phase;
  }

  /**
   * Does something as a phase, which ends with it: well, or badly when it throws.
   *
   * @param name what is being done
   * @param work what to do
   * @param <T> what comes of it
   * @param <X> what it may throw
   * @return what the work returned
   * @throws X what the work threw
   */
  public <T extends @Nullable Object, X extends Exception> T during(String name, Work<T, X> work)
      throws X {
    try (Phase phase = begin(name)) {
      try {
        T result = work.doneIn(phase);
        phase.finish();
        return result;
      } catch (Throwable problem) {
        phase.fail(String.valueOf(problem.getMessage()));
        throw problem;
      }
    }
  }

  /** Stops listening to phases that are still open. */
  @Override
  public synchronized void close() {
    open.clear();
    if (heart != null) {
      heart.shutdownNow();
      heart = null;
    }
  }

  /** Lets the phase that began last be heard of; those around it wait for it. */
  synchronized void heartbeat() {
    Phase last = null;
    for (Phase phase : open) {
      last = phase;
    }
    if (last != null) {
      last.heartbeat();
    }
  }

  private void tell(ProgressEvent event) {
    listeners.forEach(listener -> listener.happened(event));
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(nanoTime.getAsLong() - nanos);
  }

  /**
   * What is done during a phase.
   *
   * @param <T> what comes of it
   * @param <X> what it may throw
   */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object, X extends Exception> {

    /**
     * Does it.
     *
     * @param phase to say what is waited for
     * @return the result
     * @throws X when it fails
     */
    T doneIn(Phase phase) throws X;
  }

  /** Something that takes a while. */
  public final class Phase implements AutoCloseable {

    private final String name;
    private final long started = nanoTime.getAsLong();
    private final Map<String, Long> awaitedSince = new LinkedHashMap<>();
    private String awaited = "in progress";
    private long lastTold = started;

    private Phase(String name) {
      this.name = name;
      awaitedSince.put(awaited, started);
    }

    /**
     * Says what is waited for; cheap enough to be called at every poll.
     *
     * @param what such as {@code web-a is waiting for its health check}
     */
    public void waitingFor(String what) {
      synchronized (Progress.this) {
        if (!open.contains(this)) {
          return;
        }
        awaited = what;
        if (awaitedSince.putIfAbsent(what, nanoTime.getAsLong()) == null) {
          tellWaiting();
        } else {
          heartbeat();
        }
      }
    }

    /** Ends the phase well. */
    public void finish() {
      synchronized (Progress.this) {
        if (open.remove(this)) {
          tell(new ProgressEvent.Finished(since(began), name, since(started)));
        }
      }
    }

    /**
     * Ends the phase badly.
     *
     * @param problem what went wrong
     */
    public void fail(String problem) {
      synchronized (Progress.this) {
        if (open.remove(this)) {
          tell(new ProgressEvent.Failed(since(began), name, since(started), problem));
        }
      }
    }

    /** Ends the phase as failed unless it has ended. */
    @Override
    public void close() {
      fail("given up while " + awaited);
    }

    private void heartbeat() {
      if (since(lastTold).compareTo(HEARTBEAT) >= 0) {
        tellWaiting();
      }
    }

    private void tellWaiting() {
      lastTold = nanoTime.getAsLong();
      Duration elapsed = since(awaitedSince.getOrDefault(awaited, started));
      tell(new ProgressEvent.Waiting(since(began), name, awaited, elapsed));
    }
  }
}
