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

  /** What is meant to stay, of these; the rest, such as a container, is removed at the end. */
  private static final Pattern PRODUCT =
      Pattern.compile("(?:Image ID|Imported ID|AMI|Snapshot|Volume): \\S+");

  /** step_create_ami.go of packer-plugin-amazon, when it is cancelled. */
  private static final String PRODUCT_REMOVED = "Deregistering the AMI and deleting";

  /** build.go of Packer, once the builder has returned an artifact. */
  private static final String AFTER_BUILDER = "Running post-processor: ";

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
  private final Set<String> products = new LinkedHashSet<>();
  private boolean builderReturned;
  private boolean cancelled;
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
    if (PRODUCT.matcher(text).matches()) {
      products.add(text);
    } else if (text.startsWith(PRODUCT_REMOVED)) {
      products.clear();
    }
    builderReturned |= text.startsWith(AFTER_BUILDER);
  }

  void complained(String text) {
    if (ABORTED.matcher(text).matches() || UNCLEAN.matcher(text).matches()) {
      unclean.add(text);
    }
  }

  /**
   * Ends the build; says how long it took.
   *
   * @param why the error
   * @param afterCancel whether Packer had been asked to stop before
   */
  Duration ended(Duration at, Optional<String> why, boolean afterCancel) {
    end = Optional.of(at);
    cancelled = afterCancel;
    error = why;
    return at.minus(start);
  }

  boolean hasEnded() {
    return end.isPresent();
  }

  boolean hasSucceeded() {
    // A builder that is cancelled returns nothing, which is no error to Packer.
    return end.isPresent() && error.isEmpty() && (!cancelled || builderReturned);
  }

  /** What may remain of a build that made no artifact; nothing if it said that it cleaned up. */
  Optional<Leftovers.Unfinished> leftover() {
    if (!hasEnded()) {
      return Optional.of(unfinished("it had started and did not say that it ended"));
    }
    if (!unclean.isEmpty()) {
      return Optional.of(unfinished("it said: " + String.join("; ", unclean)));
    }
    // A builder that had just returned an artifact when it was cancelled reads like any other.
    return products.isEmpty()
        ? Optional.empty()
        : Optional.of(unfinished("it ended early but had made something"));
  }

  Leftovers.Unfinished unfinished(String reason) {
    return new Leftovers.Unfinished(name, reason, List.copyOf(resources));
  }
}
