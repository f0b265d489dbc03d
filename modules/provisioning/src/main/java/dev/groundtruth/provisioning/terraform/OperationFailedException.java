package dev.groundtruth.provisioning.terraform;

/**
 * A command that failed for a reason of the resources: a call was refused, a provisioner failed, a
 * condition did not hold.
 */
public final class OperationFailedException extends TerraformException {

  private static final long serialVersionUID = 1L;

  OperationFailedException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
