package dev.groundtruth.junit.internal;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.Environment;
import dev.groundtruth.junit.EnvironmentCloseException;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.junit.EnvironmentStartException;
import dev.groundtruth.junit.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One environment from its only start to its only close.
 *
 * <p>The lock is held during start and close. A JVM that is told to end does not wait for a start
 * that does not end: after a grace period it closes what the start has handed over so far.
 */
final class Lifetime {

  private final EnvironmentProvider<?> provider;
  private final EnvironmentContext context;
  private final Consumer<Environment> whenUp;
  private final String label;
  private final Cleanup cleanup = new Cleanup();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean ending;
  private volatile @Nullable Thread starter;
  private volatile @Nullable Running running;
  private @Nullable EnvironmentStartException failure;
  private String firstNeededBy = "";

  Lifetime(
      EnvironmentProvider<?> provider,
      Function<Cleanup, EnvironmentContext> context,
      Consumer<Environment> whenUp) {
    this.provider = provider;
    this.context = context.apply(cleanup);
    this.whenUp = whenUp;
    this.label =
        provider.environmentType().getSimpleName() + " on target '" + provider.target() + "'";
  }

  /** An environment that is up, with what was measured right after its start. */
  record Running(Environment environment, Map<Capability, CapabilityMeasurement> capabilities) {

    CapabilityMeasurement measured(Capability capability) {
      return Optional.ofNullable(capabilities.get(capability))
          .orElseGet(() -> CapabilityMeasurement.missing("nobody measured it"));
    }
  }

  String label() {
    return label;
  }

  Optional<Running> running() {
    return Optional.ofNullable(running);
  }

  Running startedFor(String neededBy) {
    lock.lock();
    try {
      if (failure != null) {
        throw new EnvironmentStartException(
            String.format(
                "%s did not start when %s needed it, and is not tried again: %s",
                label, firstNeededBy, sentence(failure.getCause())),
            failure);
      }
      Running up = running;
      return up != null ? up : start(neededBy);
    } finally {
      lock.unlock();
    }
  }

  private Running start(String neededBy) {
    firstNeededBy = neededBy;
    starter = Thread.currentThread();
    try {
      if (ending) {
        throw new IllegalStateException("the run is ending");
      }
      Running up = context.progress().during("starting " + label, phase -> run());
      running = up;
      return up;
    } catch (Throwable problem) {
      EnvironmentStartException failed =
          new EnvironmentStartException(
              String.format("%s did not start: %s", label, sentence(problem)), problem);
      cleanup.run().ifPresent(failed::addSuppressed);
      failure = failed;
      if (problem instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw failed;
    } finally {
      starter = null;
    }
  }

  private Running run() throws Exception {
    Environment environment = provider.start(context);
    cleanup.add(environment);
    whenUp.accept(environment);
    return new Running(environment, Map.copyOf(environment.capabilities()));
  }

  /** Removes what was started. Further calls, and calls before any start, do nothing. */
  Optional<EnvironmentCloseException> close() {
    lock.lock();
    try {
      return closeWhatThereIs();
    } finally {
      lock.unlock();
    }
  }

  /** Removes what was started, also in the middle of the start, which is interrupted. */
  Optional<EnvironmentCloseException> closeNow(Duration grace) {
    ending = true;
    Thread starting = starter;
    if (starting != null) {
      starting.interrupt();
    }
    boolean locked = false;
    try {
      locked = lock.tryLock(grace.toMillis(), TimeUnit.MILLISECONDS);
      return closeWhatThereIs();
    } catch (InterruptedException interrupted) {
      return closeWhatThereIs();
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
  }

  private Optional<EnvironmentCloseException> closeWhatThereIs() {
    ending = true;
    if (cleanup.isEmpty()) {
      return Optional.empty();
    }
    String hint = running().map(up -> up.environment().removalHint()).orElse("");
    try (Progress.Phase phase = context.progress().begin("removing " + label)) {
      Optional<Throwable> problem = cleanup.run();
      problem.ifPresentOrElse(found -> phase.fail(sentence(found)), phase::finish);
      return problem.map(
          found ->
              new EnvironmentCloseException(
                  String.format("%s could not be removed: %s", label, sentence(found))
                      + (hint.isEmpty() ? "" : ", perhaps you should remove it by hand: " + hint),
                  found));
    }
  }

  private static String sentence(@Nullable Throwable problem) {
    if (problem == null) {
      return "nobody knows why";
    }
    String message = problem.getMessage();
    return message == null || message.isBlank() ? problem.getClass().getSimpleName() : message;
  }
}
