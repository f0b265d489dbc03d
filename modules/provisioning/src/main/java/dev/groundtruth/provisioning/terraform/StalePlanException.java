package dev.groundtruth.provisioning.terraform;

/** A saved plan that cannot be applied any more, since the state changed after it was made. */
public final class StalePlanException extends TerraformException {

  private static final long serialVersionUID = 1L;

  StalePlanException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
