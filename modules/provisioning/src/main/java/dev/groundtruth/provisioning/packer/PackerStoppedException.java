package dev.groundtruth.provisioning.packer;

/**
 * A command that was stopped before its end: its time was up, the thread was interrupted (and then
 * still is), or it was asked to by somebody else, for example since {@link Packer} was closed.
 * Packer was asked once to stop and had its grace to clean up.
 */
public final class PackerStoppedException extends PackerException {

  private static final long serialVersionUID = 1L;

  /** Why it was stopped. */
  private final Reason reason;

  private final transient Leftovers leftovers;

  PackerStoppedException(
      Reason reason, Leftovers leftovers, String problem, String advice, Failure failure) {
    super(problem, advice, failure);
    this.reason = reason;
    this.leftovers = leftovers;
  }

  /**
   * Why the command was stopped.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * What may remain.
   *
   * @return nothing if every build that had begun said that it ended, without a complaint about its
   *     cleanup, and none had made anything
   */
  public Leftovers leftovers() {
    return leftovers;
  }

  /** Why a command was stopped. */
  public enum Reason {
    /** The time limit of its phase was reached, or the one for its silence. */
    TIMED_OUT,
    /** The calling thread was interrupted. */
    INTERRUPTED,
    /** The {@link Packer} or its runner was closed, or somebody else sent Packer a signal. */
    CLOSED
  }
}
