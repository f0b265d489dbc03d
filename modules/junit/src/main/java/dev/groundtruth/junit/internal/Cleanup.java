package dev.groundtruth.junit.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Resources to close, last added first closed, each exactly once. What is added after the closing
 * is closed at once: a start that outlives the end of the run leaves nothing behind.
 */
final class Cleanup {

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private boolean over;

  void add(AutoCloseable resource) {
    if (!pushed(resource)) {
      try {
        resource.close();
      } catch (Exception failure) {
        throw new IllegalStateException(
            "The run is over, and " + resource + " came too late and does not close", failure);
      }
    }
  }

  synchronized boolean isEmpty() {
    return resources.isEmpty();
  }

  /** Closes all; the first failure carries the further ones as suppressed exceptions. */
  Optional<Throwable> run() {
    Throwable first = null;
    for (AutoCloseable resource = next(); resource != null; resource = next()) {
      try {
        resource.close();
      } catch (Throwable failure) {
        if (failure instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        if (first == null) {
          first = failure;
        } else if (first != failure) {
          first.addSuppressed(failure);
        }
      }
    }
    return Optional.ofNullable(first);
  }

  private synchronized boolean pushed(AutoCloseable resource) {
    if (!over) {
      resources.push(resource);
    }
    return !over;
  }

  private synchronized @Nullable AutoCloseable next() {
    over = resources.isEmpty();
    return resources.poll();
  }
}
