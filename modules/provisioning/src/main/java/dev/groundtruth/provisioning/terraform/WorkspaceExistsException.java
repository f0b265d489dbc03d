package dev.groundtruth.provisioning.terraform;

/** A workspace that exists already, or is not empty and so cannot be deleted. */
public final class WorkspaceExistsException extends TerraformException {

  private static final long serialVersionUID = 1L;

  WorkspaceExistsException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
