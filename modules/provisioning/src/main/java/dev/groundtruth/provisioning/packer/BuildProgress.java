package dev.groundtruth.provisioning.packer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far one build has come, by what it said. */
final class BuildProgress {

  /** What the builders of Docker and AWS, and most others, say of what they just made. */
  private static final Pattern RESOURCE =
      Pattern.compile("(?:[\\w ]+ ID|AMI|Snapshot|Volume): (\\S+)");

  /** multistep_runner.go of Packer's plugin SDK: what was made so far stays. */
  private static final Pattern ABORTED =
      Pattern.compile(
          "Interrupted, aborting\\.\\.\\.|Step \".*\" failed, aborting\\.\\.\\.|aborted: skipping cleanup of step .*");

  /** How plugins tell of a cleanup that failed. */
  private static final Pattern UNCLEAN =
      Pattern.compile(
          ".*(?:may still be around|delete .* manually|clean up .* manually).*", Pattern.DOTALL);

  private final String name;
  private final Duration start;
  private final Set<String> resources = new LinkedHashSet<>();
  private final List<String> unclean = new ArrayList<>();
  private Optional<Duration> end = Optional.empty();
  private Optional<String> error = Optional.empty();

  BuildProgress(String name, Duration start) {
    this.name = name;
    this.start = start;
  }

  String name() {
    return name;
  }

  void said(String text) {
    Matcher matcher = RESOURCE.matcher(text);
    if (matcher.matches()) {
      resources.add(text);
    }
  }

  void complained(String text) {
    if (ABORTED.matcher(text).matches() || UNCLEAN.matcher(text).matches()) {
      unclean.add(text);
    }
  }

  /** Ends the build; says how long it took. */
  Duration ended(Duration at, Optional<String> why) {
    end = Optional.of(at);
    error = why;
    return at.minus(start);
  }

  boolean hasEnded() {
    return end.isPresent();
  }

  boolean hasSucceeded() {
    return end.isPresent() && error.isEmpty();
  }

  Optional<String> error() {
    return error;
  }

  /** What may remain of a build that made no artifact; nothing if it said that it cleaned up. */
  Optional<Leftovers.Unfinished> leftover() {
    if (!hasEnded()) {
      return Optional.of(unfinished("it had started and did not say that it ended"));
    }
    return unclean.isEmpty()
        ? Optional.empty()
        : Optional.of(unfinished("it said: " + String.join("; ", unclean)));
  }

  Leftovers.Unfinished unfinished(String reason) {
    return new Leftovers.Unfinished(name, reason, List.copyOf(resources));
  }
}
