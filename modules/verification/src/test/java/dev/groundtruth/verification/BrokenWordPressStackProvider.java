package dev.groundtruth.verification;

import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.verification.local.LocalMirrorSettings;
import dev.groundtruth.verification.local.LocalWordPressStack;

/** Brings up a local mirror and breaks it, for the suite to find. */
public final class BrokenWordPressStackProvider implements EnvironmentProvider<WordPressStack> {

  static final String TARGET = "broken";
  static final String PARAMETER = "groundtruth.broken";

  @Override
  public Class<WordPressStack> environmentType() {
    return WordPressStack.class;
  }

  @Override
  public String target() {
    return TARGET;
  }

  @Override
  public WordPressStack start(EnvironmentContext context) {
    BrokenMirror broken = context.parameter(PARAMETER).map(BrokenMirrors::of).orElseThrow();
    LocalMirrorSettings whole = LocalMirrorSettings.of(context);
    WordPressStack stack =
        LocalWordPressStack.start(
            context,
            new LocalMirrorSettings(
                whole.compose(),
                broken.securityGroups().orElse(whole.securityGroups()),
                broken.overlays()));
    context
        .progress()
        .during(
            "breaking the mirror: " + broken.name(),
            phase -> {
              broken.spoil().accept(stack);
              return stack;
            });
    return stack;
  }
}
