package dev.groundtruth.junit;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Infrastructure that is up and ready to be verified. Each kind of environment is an interface of
 * its own that extends this one with what its tests need; each target implements it.
 */
public interface Environment extends AutoCloseable {

  /**
   * What this environment can do, each measured by trying. Called once, right after the start; a
   * capability that is not in the map counts as missing because nobody measured it.
   *
   * @return the measurements taken
   */
  default Map<Capability, CapabilityMeasurement> capabilities() {
    return Map.of();
  }

  /**
   * Facts for the head of the report: image digests, versions, whether enforcement was proven.
   * Called after the start and again before the end of the run, when more may be known.
   *
   * @return names and values, in the order in which to show them
   */
  default Map<String, String> facts() {
    return Map.of();
  }

  /**
   * The logs of services that do not work at this moment, asked for when a test failed.
   *
   * @return the last lines of each failing service's log by the service's name; empty when all work
   */
  default Map<String, String> failingServiceLogs() {
    return Map.of();
  }

  /**
   * What tests may take as parameters beside the environment itself.
   *
   * @return the types that {@link #part} knows
   */
  default Set<Class<?>> partTypes() {
    return Set.of();
  }

  /**
   * A part of this environment that a test takes as a parameter, such as a client.
   *
   * @param type one of {@link #partTypes}
   * @param <T> the type
   * @return the part; empty if this environment has none of that type
   */
  default <T> Optional<T> part(Class<T> type) {
    return Optional.empty();
  }

  /**
   * How a person removes this environment, shown when it is kept after the run.
   *
   * @return one command, or a sentence that says what to do
   */
  String removalHint();

  /**
   * Is called instead of {@link #close} when the environment stays after the run, so that nothing
   * of its own removes it at the end of the JVM.
   */
  default void keep() {}

  /**
   * Removes everything that was started. Called exactly once, by whichever comes first: the end of
   * the run or the end of the JVM (a signal, Ctrl-C).
   */
  @Override
  void close();
}
