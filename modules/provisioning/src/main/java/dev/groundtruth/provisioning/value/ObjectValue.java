package dev.groundtruth.provisioning.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An object or map; JSON does not tell them apart.
 *
 * @param members the members, in the order in which they were written
 */
public record ObjectValue(Map<String, Value> members) implements Value {

  /** The object without members. */
  public static final ObjectValue EMPTY = new ObjectValue(Map.of());

  /**
   * An object of values.
   *
   * @param members the members
   */
  public ObjectValue {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /**
   * The value of one member.
   *
   * @param name its name
   * @return the value, or nothing if there is no such member
   */
  public Optional<Value> member(String name) {
    return Optional.ofNullable(members.get(name));
  }

  @Override
  public Optional<Value> find(AttributePath path) {
    if (path.isRoot()) {
      return Optional.of(this);
    }
    return member(path.first().key()).flatMap(member -> member.find(path.rest()));
  }

  @Override
  public String kind() {
    return "object with " + (members.isEmpty() ? "no member" : String.join(", ", members.keySet()));
  }

  @Override
  public boolean isWhollyKnown() {
    return members.values().stream().allMatch(Value::isWhollyKnown);
  }

  @Override
  public boolean hasSensitiveParts() {
    return members.values().stream().anyMatch(Value::hasSensitiveParts);
  }

  @Override
  public Value revealed() {
    return hasSensitiveParts() ? mapped(Value::revealed) : this;
  }

  @Override
  public Value masked() {
    return hasSensitiveParts() ? mapped(Value::masked) : this;
  }

  private ObjectValue mapped(UnaryOperator<Value> change) {
    Map<String, Value> changed = new LinkedHashMap<>();
    members.forEach((name, value) -> changed.put(name, change.apply(value)));
    return new ObjectValue(changed);
  }

  @Override
  public String toString() {
    return members.isEmpty()
        ? "{}"
        : members.entrySet().stream()
            .map(
                member ->
                    (AttributePath.isIdentifier(member.getKey())
                            ? member.getKey()
                            : TextValue.quoted(member.getKey()))
                        + " = "
                        + member.getValue())
            .collect(Collectors.joining(", ", "{ ", " }"));
  }
}
