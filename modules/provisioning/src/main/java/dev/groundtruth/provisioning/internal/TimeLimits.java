package dev.groundtruth.provisioning.internal;

import dev.groundtruth.provisioning.command.Command;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long the commands of each phase may take. Immutable: each call returns other limits.
 *
 * @param <P> the phases of a tool
 * @param timeouts how long they may run; no limit where none is given
 * @param inactivityTimeout how long any of them may write nothing
 * @param graces how long they may take to end after they were asked to, where it is not the default
 */
public record TimeLimits<P>(
    Map<P, Duration> timeouts, Optional<Duration> inactivityTimeout, Map<P, Duration> graces) {

  /** Limits. */
  public TimeLimits {
    timeouts = Map.copyOf(timeouts);
    graces = Map.copyOf(graces);
  }

  /**
   * The defaults: no command is limited.
   *
   * @param <P> the phases of a tool
   * @return what to begin with
   */
  public static <P> TimeLimits<P> none() {
    return new TimeLimits<>(Map.of(), Optional.empty(), Map.of());
  }

  /**
   * Limits how long commands of a phase may run.
   *
   * @param phase the phase
   * @param limit a positive time
   * @return the limits
   * @throws IllegalArgumentException if the time is not positive
   */
  public TimeLimits<P> timeout(P phase, Duration limit) {
    return new TimeLimits<>(
        with(timeouts, phase, positive("timeout of Phase." + phase, limit)),
        inactivityTimeout,
        graces);
  }

  /**
   * Limits how long any command may write nothing.
   *
   * @param limit a positive time
   * @return the limits
   * @throws IllegalArgumentException if the time is not positive
   */
  public TimeLimits<P> inactivityTimeout(Duration limit) {
    return new TimeLimits<>(timeouts, Optional.of(positive("inactivity timeout", limit)), graces);
  }

  /**
   * Sets how long commands of a phase that were asked to end may take.
   *
   * @param phase the phase
   * @param limit a time; with none they are killed at once
   * @return the limits
   * @throws IllegalArgumentException if the time is negative
   */
  public TimeLimits<P> grace(P phase, Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException(
          "The grace of Phase.%s is negative (%s), perhaps you should write Duration.ZERO"
              .formatted(phase, limit));
    }
    return new TimeLimits<>(timeouts, inactivityTimeout, with(graces, phase, limit));
  }

  /**
   * How long commands of a phase may run.
   *
   * @param phase the phase
   * @return the limit, if there is one
   */
  public Optional<Duration> timeout(P phase) {
    return Optional.ofNullable(timeouts.get(phase));
  }

  /**
   * Limits a command.
   *
   * @param command the command
   * @param phase its phase
   * @param defaultGrace its grace unless another one was set
   */
  public void applyTo(Command.Builder command, P phase, Duration defaultGrace) {
    command.grace(graces.getOrDefault(phase, defaultGrace));
    timeout(phase).ifPresent(command::timeout);
    inactivityTimeout.ifPresent(command::inactivityTimeout);
  }

  private static Duration positive(String what, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          "The %s is not positive (%s), perhaps you should leave it out".formatted(what, limit));
    }
    return limit;
  }

  private static <P> Map<P, Duration> with(Map<P, Duration> limits, P phase, Duration limit) {
    Map<P, Duration> all = new HashMap<>(limits);
    all.put(phase, limit);
    return all;
  }
}
