package dev.groundtruth.provisioning.value.internal;

import dev.groundtruth.provisioning.value.BoolValue;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.UnknownValue;
import dev.groundtruth.provisioning.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts together what Terraform writes apart: a value, and trees of the same shape in which {@code
 * true} marks what is unknown or sensitive.
 */
public final class Marks {

  private Marks() {}

  /**
   * Puts a value and its marks together.
   *
   * @param value the value; what is unknown is left out of it
   * @param unknown the tree that marks what is unknown
   * @param sensitive the tree that marks what is sensitive
   * @return the marked value
   */
  public static Value merge(Value value, Value unknown, Value sensitive) {
    if (isTrue(sensitive)) {
      return new SensitiveValue(merge(value, unknown, NullValue.NULL));
    }
    if (isTrue(unknown)) {
      return UnknownValue.UNKNOWN;
    }
    if (marksNothing(unknown) && marksNothing(sensitive)) {
      return value;
    }
    if (!fits(value, sensitive)) {
      // Rather hide too much than show what a mark of an unexpected form means.
      return merge(value, unknown, new BoolValue(true));
    }
    if (value instanceof ListValue || (isEmpty(value) && unknown instanceof ListValue)) {
      return list(value, unknown, sensitive);
    }
    if (value instanceof ObjectValue || (isEmpty(value) && unknown instanceof ObjectValue)) {
      return object(value, unknown, sensitive);
    }
    return value;
  }

  private static boolean fits(Value value, Value sensitive) {
    return marksNothing(sensitive)
        || isEmpty(value)
        || (value instanceof ListValue && sensitive instanceof ListValue)
        || (value instanceof ObjectValue && sensitive instanceof ObjectValue);
  }

  private static Value list(Value value, Value unknown, Value sensitive) {
    int size = Math.max(elements(value).size(), elements(unknown).size());
    List<Value> merged = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      merged.add(merge(element(value, i), element(unknown, i), element(sensitive, i)));
    }
    return new ListValue(merged);
  }

  private static Value object(Value value, Value unknown, Value sensitive) {
    Set<String> names = new LinkedHashSet<>(members(value).keySet());
    members(unknown)
        .forEach(
            (name, mark) -> {
              // An unknown member is left out of the value; a mark of nothing adds no member.
              if (!marksNothing(mark)) {
                names.add(name);
              }
            });
    Map<String, Value> merged = new LinkedHashMap<>();
    for (String name : names) {
      merged.put(name, merge(member(value, name), member(unknown, name), member(sensitive, name)));
    }
    return new ObjectValue(merged);
  }

  private static boolean isEmpty(Value value) {
    return value instanceof NullValue || value instanceof UnknownValue;
  }

  private static boolean isTrue(Value mark) {
    return mark instanceof BoolValue bool && bool.value();
  }

  private static boolean marksNothing(Value mark) {
    if (mark instanceof ListValue list) {
      return list.elements().stream().allMatch(Marks::marksNothing);
    }
    if (mark instanceof ObjectValue object) {
      return object.members().values().stream().allMatch(Marks::marksNothing);
    }
    return !isTrue(mark);
  }

  private static List<Value> elements(Value value) {
    return value instanceof ListValue list ? list.elements() : List.of();
  }

  private static Value element(Value value, int index) {
    List<Value> elements = elements(value);
    return index < elements.size() ? elements.get(index) : NullValue.NULL;
  }

  private static Map<String, Value> members(Value value) {
    return value instanceof ObjectValue object ? object.members() : Map.of();
  }

  private static Value member(Value value, String name) {
    return members(value).getOrDefault(name, NullValue.NULL);
  }
}
