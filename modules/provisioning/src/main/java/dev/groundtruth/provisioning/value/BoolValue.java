package dev.groundtruth.provisioning.value;

import java.util.Optional;

/**
 * True or false.
 *
 * @param value which of them
 */
public record BoolValue(boolean value) implements Value {

  @Override
  public Optional<Value> find(AttributePath path) {
    return path.isRoot() ? Optional.of(this) : Optional.empty();
  }

  @Override
  public String kind() {
    return "bool";
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
    return Boolean.toString(value);
  }
}
