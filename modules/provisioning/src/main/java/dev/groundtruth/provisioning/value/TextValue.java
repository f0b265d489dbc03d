package dev.groundtruth.provisioning.value;

import java.util.Optional;

/**
 * A text.
 *
 * @param value the text, without quotes
 */
public record TextValue(String value) implements Value {

  @Override
  public Optional<Value> find(AttributePath path) {
    return path.isRoot() ? Optional.of(this) : Optional.empty();
  }

  @Override
  public String kind() {
    return "text";
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

  /** The text in quotes. */
  @Override
  public String toString() {
    return quoted(value);
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
