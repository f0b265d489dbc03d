package dev.groundtruth.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One measured start.
 *
 * @param time from the call until everything was healthy
 * @param milestones what was reached on the way
 */
record Start(Duration time, List<Milestone> milestones) {

  Start {
    milestones = List.copyOf(milestones);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f", duration.toMillis() / 1000.0);
  }

  @Override
  public String toString() {
    return "%s s  (%s)"
        .formatted(
            seconds(time),
            milestones.stream()
                .map(milestone -> milestone.name() + " " + seconds(milestone.at()))
                .collect(Collectors.joining(", ")));
  }
}
