package dev.groundtruth.verification.cloud;

import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.EnvironmentProvider;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Gives runs of the suite within a test the stack that this test holds; who holds it closes it. */
public final class HeldStack implements EnvironmentProvider<CloudWordPressStack> {

  static final String TARGET = "held";

  private static final AtomicReference<CloudWordPressStack> HELD = new AtomicReference<>();

  /** Found by {@link java.util.ServiceLoader}. */
  public HeldStack() {}

  static void hold(CloudWordPressStack stack) {
    HELD.set(stack);
  }

  @Override
  public Class<CloudWordPressStack> environmentType() {
    return CloudWordPressStack.class;
  }

  @Override
  public String target() {
    return TARGET;
  }

  @Override
  public CloudWordPressStack start(EnvironmentContext context) {
    return Optional.ofNullable(HELD.get()).orElseThrow();
  }
}
