package dev.groundtruth.provisioning.terraform;

/** Output of a command that is not what Terraform or OpenTofu would write. */
public final class UnreadableOutputException extends TerraformException {

  private static final long serialVersionUID = 1L;

  UnreadableOutputException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
