package dev.groundtruth.provisioning.terraform;

import java.util.Optional;

/** A state that another run has locked. */
public final class StateLockedException extends TerraformException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<LockInfo> lock;

  StateLockedException(String problem, String advice, Failure failure, Optional<LockInfo> lock) {
    super(problem, advice, failure);
    this.lock = lock;
  }

  /**
   * Who holds the lock.
   *
   * @return what the tool says of it; nothing if it does not say
   */
  public Optional<LockInfo> lock() {
    return lock;
  }
}
