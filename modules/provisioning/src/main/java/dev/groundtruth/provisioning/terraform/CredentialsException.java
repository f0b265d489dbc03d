package dev.groundtruth.provisioning.terraform;

/** Credentials that are missing, wrong or expired, or that do not suffice. */
public final class CredentialsException extends TerraformException {

  private static final long serialVersionUID = 1L;

  CredentialsException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
