package dev.groundtruth.provisioning.terraform;

/**
 * A configuration that Terraform cannot use: a syntax error, an unknown argument, a missing
 * variable, no configuration at all.
 */
public final class InvalidConfigurationException extends TerraformException {

  private static final long serialVersionUID = 1L;

  InvalidConfigurationException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
