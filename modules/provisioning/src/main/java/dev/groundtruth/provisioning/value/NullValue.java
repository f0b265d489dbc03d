package dev.groundtruth.provisioning.value;

import java.util.Optional;

/** The null of JSON: an attribute that is not set. */
public record NullValue() implements Value {

  /** The one null. */
  public static final NullValue NULL = new NullValue();

  @Override
  public Optional<Value> find(AttributePath path) {
    return path.isRoot() ? Optional.of(this) : Optional.empty();
  }

  @Override
  public String kind() {
    return "null";
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
  public String toString() {
    return "null";
  }
}
