package dev.groundtruth.provisioning.terraform;

/**
 * A working directory in which {@code init} was not run, or not since something it depends on
 * changed.
 */
public final class NotInitializedException extends TerraformException {

  private static final long serialVersionUID = 1L;

  NotInitializedException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
