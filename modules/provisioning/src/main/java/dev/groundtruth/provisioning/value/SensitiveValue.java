package dev.groundtruth.provisioning.value;

import java.util.Optional;

/**
 * A value that Terraform marks as sensitive, with everything in it. Only {@link #reveal()} shows
 * it.
 */
public final class SensitiveValue implements Value {

  /** What stands in the place of a sensitive value. */
  public static final String MARK = "(sensitive value)";

  private final Value value;

  /**
   * Wraps a value.
   *
   * @param value the value; marks within it are dropped, since all of it is sensitive
   */
  public SensitiveValue(Value value) {
    this.value = value.revealed();
  }

  /**
   * The value itself, for the one place that needs it.
   *
   * @return the value, without marks
   */
  public Value reveal() {
    return value;
  }

  /** Everything within the sensitive is sensitive. */
  @Override
  public Optional<Value> find(AttributePath path) {
    return path.isRoot() ? Optional.of(this) : value.find(path).map(SensitiveValue::new);
  }

  @Override
  public String kind() {
    return MARK;
  }

  @Override
  public boolean isWhollyKnown() {
    return value.isWhollyKnown();
  }

  @Override
  public boolean hasSensitiveParts() {
    return true;
  }

  @Override
  public Value revealed() {
    return value;
  }

  /** The text {@value #MARK}. */
  @Override
  public Value masked() {
    return new TextValue(MARK);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SensitiveValue sensitive && value.equals(sensitive.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** The mark, never the value. */
  @Override
  public String toString() {
    return MARK;
  }
}
