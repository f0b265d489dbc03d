package dev.groundtruth.provisioning.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that nobody should see by accident: only {@link #reveal()} shows it. */
public final class Secret {

  /** What stands in the place of a secret. */
  public static final String MASK = "***";

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps a value.
   *
   * @param value the value
   * @return the secret
   */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /**
   * The value itself, for the one place that needs it.
   *
   * @return the value
   */
  public String reveal() {
    return value;
  }

  /** Compares in a time that does not depend on where two values of one length differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** The mask, never the value. */
  @Override
  public String toString() {
    return MASK;
  }
}
