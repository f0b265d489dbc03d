package dev.groundtruth.verification.local;

import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.verification.WordPressStack;

/** Brings the WordPress stack up on this machine's Docker. */
public final class LocalWordPressStackProvider implements EnvironmentProvider<WordPressStack> {

  /** Found by {@link java.util.ServiceLoader}. */
  public LocalWordPressStackProvider() {}

  @Override
  public Class<WordPressStack> environmentType() {
    return WordPressStack.class;
  }

  @Override
  public String target() {
    return "local";
  }

  @Override
  public WordPressStack start(EnvironmentContext context) {
    return LocalWordPressStack.start(context, LocalMirrorSettings.of(context));
  }
}
