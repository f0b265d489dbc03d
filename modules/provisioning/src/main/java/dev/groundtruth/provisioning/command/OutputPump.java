package dev.groundtruth.provisioning.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads one stream of a process to its end, in a thread of its own. */
final class OutputPump {

  private static final int CHUNK = 64 * 1024;

  /** More than a pipe can hold: what comes after it was not in the pipe when the process ended. */
  private static final long PIPE = 1 << 20;

  private final InputStream in;
  private final OutputStream redacted;
  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread thread;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  private boolean complete = true;
  private boolean closed;
  private boolean finishing;
  private long late;

  /** Since when the stream has had nothing to read, in nanoseconds; the maximum while it has. */
  private volatile long silentSince = Long.MAX_VALUE;

  /**
   * A pump, not yet started.
   *
   * @param limit how many raw bytes to keep in memory
   */
  OutputPump(String name, InputStream in, OutputStream redacted, int limit) {
    this.in = in;
    this.redacted = redacted;
    this.limit = limit;
    this.thread = new Thread(this::pump, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void pump() {
    byte[] chunk = new byte[CHUNK];
    try {
      int count;
      while ((count = read(chunk)) >= 0 && accept(chunk, count)) {}
    } catch (IOException e) {
      // The pipe was closed under the reader: there is nothing more to read.
      Thread.currentThread().interrupt();
    } finally {
      close();
      silentSince = System.nanoTime();
      ended.complete(null);
    }
  }

  private int read(byte[] chunk) throws IOException {
    silentSince = System.nanoTime();
    try {
      return in.read(chunk);
    } finally {
      silentSince = Long.MAX_VALUE;
    }
  }

  private synchronized boolean accept(byte[] chunk, int count) throws IOException {
    if (closed) {
      return false;
    }
    int room = Math.min(count, limit - kept.size());
    kept.write(chunk, 0, room);
    complete &= room == count;
    redacted.write(chunk, 0, count);
    late += finishing ? count : 0;
    return late <= PIPE;
  }

  private synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        redacted.close();
      } catch (IOException e) {
        throw new UncheckedIOException("The sink reports no failures", e);
      }
    }
  }

  private synchronized void setFinishing() {
    finishing = true;
  }

  /** Completed at the end of the stream. */
  CompletableFuture<@Nullable Void> ended() {
    return ended;
  }

  /** How long there has been nothing to read; zero while what was read is passed on. */
  Duration silence() {
    long since = silentSince;
    return since == Long.MAX_VALUE
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, System.nanoTime() - since));
  }

  /**
   * Waits for the end of the stream, or, since a process left behind may keep it open for ever,
   * until nothing came for a while, or more than what was written before. The silence before this
   * was called does not count: what a program wrote just before it ended may not have been read
   * yet. An interrupt does not end it.
   *
   * @return whether the end was reached
   */
  boolean finish(Duration patience) {
    setFinishing();
    long begun = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          ended.get(
              Math.max(1, patience.minus(silenceSince(begun)).toNanos()), TimeUnit.NANOSECONDS);
          return late() <= PIPE;
        } catch (TimeoutException e) {
          if (silenceSince(begun).compareTo(patience) >= 0 && !ended.isDone()) {
            close();
            return false;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("The end of a stream does not fail", e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Duration silenceSince(long begun) {
    Duration since = Duration.ofNanos(System.nanoTime() - begun);
    Duration silence = silence();
    return silence.compareTo(since) < 0 ? silence : since;
  }

  private synchronized long late() {
    return late;
  }

  synchronized byte[] kept() {
    return kept.toByteArray();
  }

  synchronized boolean isComplete() {
    return complete;
  }
}
