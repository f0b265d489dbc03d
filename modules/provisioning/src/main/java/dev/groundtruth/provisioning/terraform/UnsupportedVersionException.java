package dev.groundtruth.provisioning.terraform;

/**
 * A Terraform that is too old, or not the right one, for what it is asked to do.
 */
public final class UnsupportedVersionException extends TerraformException {

  private static final long serialVersionUID = 1L;

  UnsupportedVersionException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
