package dev.groundtruth.provisioning.terraform;

/** A workspace that does not exist. */
public final class WorkspaceMissingException extends TerraformException {

  private static final long serialVersionUID = 1L;

  WorkspaceMissingException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
