package dev.groundtruth.benchmarks;

import java.time.Duration;
import java.util.Locale;

/**
 * One figure beside what it should be.
 *
 * @param what what takes this long
 * @param measured how long it takes
 * @param limit how long it may take, itself not included
 */
record Figure(String what, Duration measured, Duration limit) {

  boolean isMet() {
    return measured.compareTo(limit) < 0;
  }

  /** What, how long, how long at most, and whether that is held. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-52s %10s   under %-7s %s",
        what,
        text(measured),
        text(limit),
        isMet() ? "held" : "MISSED");
  }

  static String text(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%,.0f ms", millis);
  }
}
