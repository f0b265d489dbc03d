package dev.groundtruth.provisioning.terraform;

/** A connection that failed. */
public final class NetworkException extends TerraformException {

  private static final long serialVersionUID = 1L;

  NetworkException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
