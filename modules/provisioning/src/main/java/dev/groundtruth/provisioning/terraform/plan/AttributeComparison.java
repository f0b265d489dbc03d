package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.AttributePath;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the smallest parts in which the two values of a change differ. */
final class AttributeComparison {

  private final Change change;
  private final List<AttributeDifference> differences = new ArrayList<>();

  private AttributeComparison(Change change) {
    this.change = change;
  }

  /** The differences of a resource; none if it does not exist before or after. */
  static List<AttributeDifference> differences(Change change) {
    return change.before() instanceof NullValue || change.after() instanceof NullValue
        ? List.of()
        : wholeDifferences(change);
  }

  /** The differences of an output, also where it does not exist before or after. */
  static List<AttributeDifference> wholeDifferences(Change change) {
    AttributeComparison comparison = new AttributeComparison(change);
    comparison.compare(
        AttributePath.ROOT, Optional.of(change.before()), Optional.of(change.after()));
    return List.copyOf(comparison.differences);
  }

  private void compare(AttributePath path, Optional<Value> before, Optional<Value> after) {
    if (before.equals(after)) {
      return;
    }
    if (before.isPresent() && after.isPresent()) {
      if (before.get() instanceof ObjectValue old && after.get() instanceof ObjectValue young) {
        members(path, old, young);
        return;
      }
      if (before.get() instanceof ListValue old
          && after.get() instanceof ListValue young
          && old.elements().size() == young.elements().size()) {
        for (int i = 0; i < old.elements().size(); i++) {
          compare(
              path.element(i),
              Optional.of(old.elements().get(i)),
              Optional.of(young.elements().get(i)));
        }
        return;
      }
    }
    // What is sensitive on one side only may be the same value: neither side is to be seen.
    boolean sensitive = isSensitive(before) || isSensitive(after);
    differences.add(
        new AttributeDifference(
            path,
            sensitive ? before.map(SensitiveValue::new) : before,
            sensitive ? after.map(SensitiveValue::new) : after,
            change.replacePaths().stream()
                .anyMatch(cause -> cause.contains(path) || path.contains(cause))));
  }

  private void members(AttributePath path, ObjectValue before, ObjectValue after) {
    Set<String> names = new LinkedHashSet<>(before.members().keySet());
    names.addAll(after.members().keySet());
    for (String name : names) {
      compare(path.member(name), before.member(name), after.member(name));
    }
  }

  private static boolean isSensitive(Optional<Value> value) {
    return value.filter(Value::isSensitive).isPresent();
  }
}
