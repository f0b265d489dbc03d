package dev.groundtruth.provisioning.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Reads one stream of a process to its end, in a thread of its own. */
final class OutputPump {

  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final OutputStream redacted;
  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread thread;

  private boolean complete = true;
  private boolean closed;
  private volatile long blockedSince = Long.MAX_VALUE;

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
    }
  }

  private int read(byte[] chunk) throws IOException {
    blockedSince = System.nanoTime();
    try {
      return in.read(chunk);
    } finally {
      blockedSince = Long.MAX_VALUE;
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
    return true;
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

  /**
   * Waits for the end of the stream, or, since a process left behind may keep it open for ever,
   * until nothing came for a while.
   *
   * @return whether the end was reached
   */
  boolean finish(Duration patience) throws InterruptedException {
    while (true) {
      thread.join(20);
      if (!thread.isAlive()) {
        return true;
      }
      long since = blockedSince;
      if (since != Long.MAX_VALUE && System.nanoTime() - since > patience.toNanos()) {
        close();
        return false;
      }
    }
  }

  synchronized byte[] kept() {
    return kept.toByteArray();
  }

  synchronized boolean isComplete() {
    return complete;
  }
}
