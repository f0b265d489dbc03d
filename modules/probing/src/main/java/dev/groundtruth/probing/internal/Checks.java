package dev.groundtruth.probing.internal;

import java.time.Duration;

/** Preconditions that say what was given and what is wanted. */
public final class Checks {

  private Checks() {}

  public static String name(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "the %s is blank, perhaps you should name it".formatted(what));
    }
    return value;
  }

  public static int port(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "%d is not a port that can be probed, perhaps you should use one from 1 to 65535"
              .formatted(port));
    }
    return port;
  }

  public static Duration positive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "the %s is %s, perhaps you should give one above zero".formatted(what, value));
    }
    return value;
  }
}
