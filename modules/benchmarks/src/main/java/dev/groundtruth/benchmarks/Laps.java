package dev.groundtruth.benchmarks;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long the parts of a round took, one after the other. */
final class Laps {

  private final Map<String, Duration> times = new LinkedHashMap<>();
  private long from = System.nanoTime();

  /** A part has ended, and the next one begins. */
  void lap(String name) {
    long now = System.nanoTime();
    times.put(name, Duration.ofNanos(now - from));
    from = now;
  }

  /** The parts, in their order. */
  Map<String, Duration> times() {
    return Collections.unmodifiableMap(times);
  }

  /** All parts together. */
  Duration total() {
    return times.values().stream().reduce(Duration.ZERO, Duration::plus);
  }
}
