package dev.groundtruth.junit;

import java.time.Duration;

/** Something that happened on the way to a result. */
public sealed interface ProgressEvent {

  /**
   * When it happened.
   *
   * @return the time since the run began
   */
  Duration at();

  /**
   * The phase it belongs to.
   *
   * @return the phase's name
   */
  String phase();

  /**
   * A phase began.
   *
   * @param at the time since the run began
   * @param phase the phase's name
   */
  record Started(Duration at, String phase) implements ProgressEvent {}

  /**
   * A phase is waiting.
   *
   * @param at the time since the run began
   * @param phase the phase's name
   * @param what what is waited for
   * @param elapsed for how long by now
   */
  record Waiting(Duration at, String phase, String what, Duration elapsed)
      implements ProgressEvent {}

  /**
   * A phase ended well.
   *
   * @param at the time since the run began
   * @param phase the phase's name
   * @param took how long it took
   */
  record Finished(Duration at, String phase, Duration took) implements ProgressEvent {}

  /**
   * A phase ended badly.
   *
   * @param at the time since the run began
   * @param phase the phase's name
   * @param took how long it took
   * @param problem what went wrong
   */
  record Failed(Duration at, String phase, Duration took, String problem)
      implements ProgressEvent {}
}
