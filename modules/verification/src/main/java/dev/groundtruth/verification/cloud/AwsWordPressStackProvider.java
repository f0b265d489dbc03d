package dev.groundtruth.verification.cloud;

import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.junit.terraform.TerraformEnvironment;

/** Applies the WordPress stack to an account of AWS. */
public final class AwsWordPressStackProvider implements EnvironmentProvider<CloudWordPressStack> {

  /** Found by {@link java.util.ServiceLoader}. */
  public AwsWordPressStackProvider() {}

  @Override
  public Class<CloudWordPressStack> environmentType() {
    return CloudWordPressStack.class;
  }

  @Override
  public String target() {
    return TerraformEnvironment.AWS;
  }

  @Override
  public CloudWordPressStack start(EnvironmentContext context) throws InterruptedException {
    return CloudWordPressStack.start(context, CloudStackSettings.of(context));
  }
}
