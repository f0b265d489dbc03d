package dev.groundtruth.provisioning.terraform;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A command that was stopped before its end: its time was up, the thread was interrupted (and then
 * still is), or {@link Terraform} was closed.
 */
public final class OperationStoppedException extends TerraformException {

  private static final long serialVersionUID = 1L;

  /** Why it was stopped. */
  private final Reason reason;

  /** Whether it ended by itself. */
  private final boolean ended;

  private final transient Optional<LockInfo> remainingLock;
  private final transient Optional<Path> unsavedState;

  OperationStoppedException(
      String problem, String advice, Failure failure, Reason reason, Aftermath aftermath) {
    super(problem, advice, failure);
    this.reason = reason;
    this.ended = aftermath.endedByItself();
    this.remainingLock = aftermath.remainingLock();
    this.unsavedState = aftermath.unsavedState();
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
   * Whether the tool ended by itself within its grace, so that the state is saved and the lock is
   * released.
   *
   * @return false if it had to be killed: then the state may lack what was done last
   */
  public boolean endedByItself() {
    return ended;
  }

  /**
   * The lock that was left behind.
   *
   * @return what {@code force-unlock} needs; nothing if there is none, or if the state is not in
   *     the working directory, where nobody but the backend knows
   */
  public Optional<LockInfo> remainingLock() {
    return remainingLock;
  }

  /**
   * The state that could not be saved where it belongs.
   *
   * @return the file {@code errored.tfstate}, for {@code state push}; nothing if there is none
   */
  public Optional<Path> unsavedState() {
    return unsavedState;
  }

  /** Why a command was stopped. */
  public enum Reason {
    /** The time limit of its phase was reached, or the one for its silence. */
    TIMED_OUT,
    /** The calling thread was interrupted. */
    INTERRUPTED,
    /** The {@link Terraform} was closed, or the JVM is shutting down. */
    CLOSED
  }
}
