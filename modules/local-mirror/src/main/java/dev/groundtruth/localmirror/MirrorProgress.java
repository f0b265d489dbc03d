package dev.groundtruth.localmirror;

import java.time.Duration;

/**
 * Is told how far the start or the end of a mirror has come. Called on different threads, one at a
 * time.
 */
@FunctionalInterface
public interface MirrorProgress {

  /** The steps of a mirror's life, in order. */
  enum Phase {
    /** Docker is asked whether it can do what is needed. */
    CHECKING_DOCKER,
    /** What earlier, killed runs left is removed. */
    SWEEPING,
    /** Security groups are read and rules rendered. */
    PREPARING,
    /** Images are built or pulled. */
    PROVIDING_IMAGES,
    /** Containers start, and turn healthy. */
    STARTING,
    /** Everything awaited is there. */
    READY,
    /** Containers, networks, volumes and files of the run are removed. */
    REMOVING
  }

  /**
   * Something went on.
   *
   * @param phase the step
   * @param detail what is being done or waited for; a clause without a full stop
   * @param elapsed time since the start began, or for {@link Phase#REMOVING} since the end began
   */
  void on(Phase phase, String detail, Duration elapsed);
}
