package dev.groundtruth.provisioning.value;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A number with all its digits. Two are equal if they are numerically, as in Terraform: 1.0 is 1.
 *
 * @param value the number
 */
public record NumberValue(BigDecimal value) implements Value {

  /** Beyond so many zeros a number is written with an exponent. */
  private static final int MOST_ZEROS = 40;

  @Override
  public Optional<Value> find(AttributePath path) {
    return path.isRoot() ? Optional.of(this) : Optional.empty();
  }

  @Override
  public String kind() {
    return "number";
  }

  @Override
  public boolean isWhollyKnown() {
    return true;
  }

  @Override
  public boolean hasSensitiveParts() {
    return false;
  }

  @Override
  public Value revealed() {
    return this;
  }

  @Override
  public Value masked() {
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumberValue number && value.compareTo(number.value) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }

  /** All digits; an exponent only where plain digits would be mostly zeros. */
  @Override
  public String toString() {
    boolean plain = Math.abs((long) value.scale()) <= value.precision() + (long) MOST_ZEROS;
    return plain ? value.toPlainString() : value.toString();
  }
}
