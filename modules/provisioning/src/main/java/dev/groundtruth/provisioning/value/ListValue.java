package dev.groundtruth.provisioning.value;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A list, tuple or set; JSON does not tell them apart.
 *
 * @param elements the elements
 */
public record ListValue(List<Value> elements) implements Value {

  /**
   * A list of values.
   *
   * @param elements the elements
   */
  public ListValue {
    elements = List.copyOf(elements);
  }

  @Override
  public Optional<Value> find(AttributePath path) {
    if (path.isRoot()) {
      return Optional.of(this);
    }
    return path.first() instanceof AttributePath.Index index && index.index() < elements.size()
        ? elements.get(index.index()).find(path.rest())
        : Optional.empty();
  }

  @Override
  public String kind() {
    return "list of " + elements.size();
  }

  @Override
  public boolean isWhollyKnown() {
    return elements.stream().allMatch(Value::isWhollyKnown);
  }

  @Override
  public boolean hasSensitiveParts() {
    return elements.stream().anyMatch(Value::hasSensitiveParts);
  }

  @Override
  public Value revealed() {
    return hasSensitiveParts()
        ? new ListValue(elements.stream().map(Value::revealed).toList())
        : this;
  }

  @Override
  public Value masked() {
    return hasSensitiveParts()
        ? new ListValue(elements.stream().map(Value::masked).toList())
        : this;
  }

  @Override
  public String toString() {
    return elements.stream().map(Value::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
