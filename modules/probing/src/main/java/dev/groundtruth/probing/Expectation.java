package dev.groundtruth.probing;

import java.util.Locale;

/** What the model says about a flow. */
public enum Expectation {
  /** The security groups admit it. */
  ALLOWED,
  /** The security groups drop it, without an answer. */
  DENIED;

  /** In lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
