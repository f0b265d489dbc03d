package dev.groundtruth.localmirror;

import java.time.Duration;
import java.time.Instant;

/** Tells the listener of progress, one call at a time, with the time since the begin. */
final class TimedProgress {

  private final MirrorProgress listener;
  private final Object oneAtATime = new Object();
  private volatile Instant began = Instant.now();

  TimedProgress(MirrorProgress listener) {
    this.listener = listener;
  }

  /** Time counts from now. */
  void begin() {
    began = Instant.now();
  }

  void told(MirrorProgress.Phase phase, String detail) {
    synchronized (oneAtATime) {
      listener.on(phase, detail, Duration.between(began, Instant.now()));
    }
  }
}
