package dev.groundtruth.provisioning.terraform;

/** No space left for what Terraform or a provider had to write. */
public final class DiskFullException extends TerraformException {

  private static final long serialVersionUID = 1L;

  DiskFullException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
