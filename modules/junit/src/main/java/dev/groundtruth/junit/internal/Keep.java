package dev.groundtruth.junit.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether environments stay after the run. */
enum Keep {
  NEVER,
  ON_FAILURE,
  ALWAYS;

  static final String PARAMETER = "groundtruth.keep";

  static Optional<Keep> parse(String text) {
    return Arrays.stream(values()).filter(keep -> keep.toString().equals(text)).findFirst();
  }

  boolean keeps(boolean somethingFailed) {
    return this == ALWAYS || (this == ON_FAILURE && somethingFailed);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
