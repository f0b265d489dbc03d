package dev.groundtruth.probing.internal;

import java.time.Duration;
import java.util.Locale;

/** Short texts for people. */
public final class Durations {

  private Durations() {}

  /** Such as {@code 0.4 ms}, {@code 25 ms} or {@code 3.1 s}. */
  public static String text(Duration duration) {
    double ms = duration.toNanos() / 1e6;
    if (ms < 10) {
      return String.format(Locale.ROOT, "%.1f ms", ms);
    }
    return ms < 1000
        ? String.format(Locale.ROOT, "%.0f ms", ms)
        : String.format(Locale.ROOT, "%.1f s", ms / 1000);
  }

  /** The detail in brackets after a blank, or nothing if there is none. */
  public static String inBrackets(String detail) {
    return detail.isEmpty() ? "" : " (" + detail + ")";
  }
}
