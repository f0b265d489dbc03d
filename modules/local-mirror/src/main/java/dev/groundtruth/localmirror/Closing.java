package dev.groundtruth.localmirror;

/** Whether a mirror is being closed, which a start that is under way has to respect. */
final class Closing {

  private final RunIdentity run;
  private volatile boolean begun;

  Closing(RunIdentity run) {
    this.run = run;
  }

  void begin() {
    begun = true;
  }

  boolean begun() {
    return begun;
  }

  /** Ends a start that has nothing to start for any more. */
  void requireNotBegun() {
    if (begun) {
      throw new MirrorStartException(
          "The mirror of run " + run.id() + " was closed while it was starting");
    }
  }
}
