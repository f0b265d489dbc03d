package dev.groundtruth.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What one thing takes in comparison with another.
 *
 * @param name the benchmark
 * @param measured what is judged takes this long
 * @param reference what it is held against takes this long
 * @param target the highest acceptable ratio
 */
record Comparison(String name, Duration measured, Duration reference, double target) {

  /** Compares the medians. */
  static Comparison ofMedians(
      String name, List<Duration> measured, List<Duration> reference, double target) {
    return new Comparison(name, median(measured), median(reference), target);
  }

  /** The middle one; of an even number, the mean of the two in the middle. */
  static Duration median(List<Duration> durations) {
    if (durations.isEmpty()) {
      throw new IllegalArgumentException("There is no median of nothing");
    }
    List<Duration> sorted = durations.stream().sorted().toList();
    int upper = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(upper)
        : sorted.get(upper - 1).plus(sorted.get(upper)).dividedBy(2);
  }

  /** How many times as long. */
  double ratio() {
    return (double) measured.toNanos() / reference.toNanos();
  }

  /** Judges the exact ratio, not the rounded one of {@link #line()}. */
  boolean isMet() {
    return ratio() <= target;
  }

  /** The last line a benchmark prints. Rounded up, so that it shows no target met that is not. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s ratio=%.2f target=%.2f",
        name,
        Math.ceil(ratio() * 100 - 1e-6) / 100,
        target);
  }
}
