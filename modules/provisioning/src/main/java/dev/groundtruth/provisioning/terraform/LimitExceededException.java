package dev.groundtruth.provisioning.terraform;

/**
 * A limit of the cloud: too many calls at once, which passes ({@link #isTransient()}), or a quota,
 * which does not.
 */
public final class LimitExceededException extends TerraformException {

  private static final long serialVersionUID = 1L;

  LimitExceededException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
