package dev.groundtruth.provisioning.terraform.event;

import dev.groundtruth.provisioning.terraform.event.ResourceProgress.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How far an apply is, resource by resource, from the events as they happen. One thread tells it
 * the events, any thread asks.
 */
public final class Progress implements Consumer<TerraformEvent> {

  private final Map<String, ResourceProgress> resources = new LinkedHashMap<>();
  private final Map<String, Instant> starts = new LinkedHashMap<>();

  /** The progress of an apply that has not begun. */
  public Progress() {}

  /**
   * Takes notice of an event; of one that tells of no progress too.
   *
   * @param event the event
   */
  @Override
  public synchronized void accept(TerraformEvent event) {
    if (event instanceof TerraformEvent.PlannedChange planned) {
      put(planned.resource(), planned.action(), Status.PENDING, Duration.ZERO);
    } else if (event instanceof TerraformEvent.ApplyStarted started) {
      put(started.resource(), started.action(), Status.RUNNING, Duration.ZERO);
      started.header().timestamp().ifPresent(at -> starts.put(started.resource().address(), at));
    } else if (event instanceof TerraformEvent.ApplyProgressed going) {
      put(going.resource(), going.action(), Status.RUNNING, going.elapsed());
    } else if (event instanceof TerraformEvent.ApplyCompleted done) {
      put(done.resource(), done.action(), Status.DONE, exact(done, done.elapsed()));
    } else if (event instanceof TerraformEvent.ApplyFailed failed) {
      put(failed.resource(), failed.action(), Status.FAILED, exact(failed, failed.elapsed()));
    }
  }

  /** Terraform rounds to seconds; the times of the two lines tell more. */
  private Duration exact(TerraformEvent.OfResource end, Duration rounded) {
    Instant start = starts.get(end.resource().address());
    return start == null
        ? rounded
        : end.header().timestamp().map(at -> Duration.between(start, at)).orElse(rounded);
  }

  private void put(
      TerraformEvent.Resource resource, String action, Status status, Duration elapsed) {
    resources.put(
        resource.address(), new ResourceProgress(resource.address(), action, status, elapsed));
  }

  /**
   * How far each resource is that has been told of.
   *
   * @return the resources, in the order in which they were first told of
   */
  public synchronized List<ResourceProgress> resources() {
    return List.copyOf(resources.values());
  }

  /**
   * How far one resource is.
   *
   * @param address its absolute address
   * @return its progress; nothing if it has not been told of
   */
  public synchronized Optional<ResourceProgress> of(String address) {
    return Optional.ofNullable(resources.get(address));
  }

  /**
   * How many resources are how far.
   *
   * @return status to number, zeros left out
   */
  public synchronized Map<Status, Long> counts() {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    resources.values().forEach(each -> counts.merge(each.status(), 1L, Long::sum));
    return Collections.unmodifiableMap(counts);
  }
}
