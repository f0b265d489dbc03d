package dev.groundtruth.provisioning.terraform;

/** A provider or module that cannot be found or installed. */
public final class ProviderMissingException extends TerraformException {

  private static final long serialVersionUID = 1L;

  ProviderMissingException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
