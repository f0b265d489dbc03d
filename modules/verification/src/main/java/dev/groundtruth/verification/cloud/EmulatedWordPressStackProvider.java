package dev.groundtruth.verification.cloud;

import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.junit.terraform.TerraformEnvironment;

/** Applies the WordPress stack to an emulated AWS account on this machine. */
public final class EmulatedWordPressStackProvider
    implements EnvironmentProvider<CloudWordPressStack> {

  /** Found by {@link java.util.ServiceLoader}. */
  public EmulatedWordPressStackProvider() {}

  @Override
  public Class<CloudWordPressStack> environmentType() {
    return CloudWordPressStack.class;
  }

  @Override
  public String target() {
    return TerraformEnvironment.EMULATED;
  }

  @Override
  public CloudWordPressStack start(EnvironmentContext context) throws InterruptedException {
    if (context.parameter(Emulator.ENDPOINT_PROPERTY).isPresent()) {
      throw new IllegalStateException(
          "%s names an emulator that runs already, whose instances and tasks are nothing that the suite sends packets between, perhaps you should leave it out: @RequiresTerraform applies a configuration of yours there"
              .formatted(Emulator.ENDPOINT_PROPERTY));
    }
    return CloudWordPressStack.start(context, CloudStackSettings.of(context));
  }
}
