package dev.groundtruth.junit.fakes;

import dev.groundtruth.junit.EnvironmentContext;

/** The same on another target. */
public final class EmulatedShop extends LocalShop {

  @Override
  public String target() {
    return "emulated";
  }

  @Override
  public Shop start(EnvironmentContext context) throws Exception {
    Journal.of(context).note("emulated");
    return super.start(context);
  }
}
