package dev.groundtruth.provisioning.value;

import java.util.Optional;

/** A value that is known only after the apply. */
public record UnknownValue() implements Value {

  /** The one unknown value. */
  public static final UnknownValue UNKNOWN = new UnknownValue();

  /** What stands in the place of an unknown value. */
  public static final String MARK = "(known after apply)";

  /** Everything within the unknown is unknown. */
  @Override
  public Optional<Value> find(AttributePath path) {
    return Optional.of(this);
  }

  @Override
  public String kind() {
    return MARK;
  }

  @Override
  public boolean isWhollyKnown() {
    return false;
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
  public String toString() {
    return MARK;
  }
}
