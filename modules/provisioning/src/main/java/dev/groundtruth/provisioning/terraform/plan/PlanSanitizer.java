package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.BoolValue;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.JsonSource;
import dev.groundtruth.provisioning.value.internal.Sanitizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Masks a plan for reports. Beside the marks that stand next to what they mark, it follows those
 * that stand elsewhere: a variable's declaration marks its value and what callers of its module
 * pass, and a resource's values mark the constants its configuration has for them.
 */
final class PlanSanitizer {

  private static final String INSTANCE_KEY = "\\[(?:\\d+|\"(?:[^\"\\\\]|\\\\.)*\")]";
  private static final Value MARKED = new BoolValue(true);

  /** The address of a resource without keys of instances, to the marks of its instances. */
  private final Map<String, List<Value>> marks = new LinkedHashMap<>();

  private PlanSanitizer() {}

  static String sanitize(JsonSource.Sections sections) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (String name : sections.names()) {
      members.put(name, sections.find(name).orElse(NullValue.NULL));
    }
    PlanSanitizer sanitizer = new PlanSanitizer();
    members.values().forEach(sanitizer::collect);
    Value configuration = members.getOrDefault("configuration", NullValue.NULL);
    members.computeIfPresent("variables", (name, variables) -> variables(variables, configuration));
    members.computeIfPresent("configuration", (name, value) -> sanitizer.configuration(value));
    return Json.write(Sanitizer.sanitize(new ObjectValue(members)));
  }

  /** Resources, wherever they are: what has an address, and marks beside its values. */
  private void collect(Value json) {
    if (json instanceof ListValue list) {
      list.elements().forEach(this::collect);
    } else if (json instanceof ObjectValue object) {
      if (object.members().get("address") instanceof TextValue address) {
        mark(address.value(), object, "sensitive_values");
        object
            .member("change")
            .ifPresent(
                change -> {
                  mark(address.value(), change, "before_sensitive");
                  mark(address.value(), change, "after_sensitive");
                });
      }
      object.members().values().stream()
          .filter(member -> member instanceof ObjectValue || member instanceof ListValue)
          .forEach(this::collect);
    }
  }

  private void mark(String address, Value owner, String member) {
    if (owner instanceof ObjectValue object) {
      object
          .member(member)
          .ifPresent(
              tree ->
                  marks
                      .computeIfAbsent(
                          address.replaceAll(INSTANCE_KEY, ""), key -> new ArrayList<>())
                      .add(tree));
    }
  }

  private static Value variables(Value variables, Value configuration) {
    Value declared = member(member(configuration, "root_module"), "variables");
    return mapped(
        variables,
        (name, variable) ->
            isSensitive(member(declared, name))
                ? mapped(
                    variable,
                    (key, value) -> key.equals("value") ? new SensitiveValue(value) : value)
                : variable);
  }

  private Value configuration(Value configuration) {
    return with(configuration, "root_module", root -> module(root, ""));
  }

  private Value module(Value module, String prefix) {
    Value resources =
        with(
            module,
            "resources",
            list ->
                list instanceof ListValue found
                    ? new ListValue(
                        found.elements().stream().map(each -> resource(each, prefix)).toList())
                    : list);
    return with(
        resources,
        "module_calls",
        calls -> mapped(calls, (name, call) -> call(call, prefix + "module." + name + ".")));
  }

  private Value resource(Value resource, String prefix) {
    String address = member(resource, "address") instanceof TextValue text ? text.value() : "";
    Value masked = resource;
    for (Value tree : marks.getOrDefault(prefix + address, List.of())) {
      masked =
          with(masked, "expressions", expressions -> Sanitizer.maskConstants(expressions, tree));
    }
    return masked;
  }

  private Value call(Value call, String prefix) {
    Value declared = member(member(call, "module"), "variables");
    Value masked =
        with(
            call,
            "expressions",
            expressions ->
                mapped(
                    expressions,
                    (name, expression) ->
                        isSensitive(member(declared, name))
                            ? Sanitizer.maskConstants(expression, MARKED)
                            : expression));
    return with(masked, "module", module -> module(module, prefix));
  }

  private static boolean isSensitive(Value declaration) {
    return MARKED.equals(member(declaration, "sensitive"));
  }

  private static Value member(Value value, String name) {
    return value instanceof ObjectValue object
        ? object.member(name).orElse(NullValue.NULL)
        : NullValue.NULL;
  }

  private static Value with(Value value, String name, UnaryOperator<Value> change) {
    return mapped(value, (key, member) -> key.equals(name) ? change.apply(member) : member);
  }

  /** What becomes of one member of an object. */
  @FunctionalInterface
  private interface MemberChange {
    Value of(String name, Value member);
  }

  private static Value mapped(Value value, MemberChange change) {
    if (!(value instanceof ObjectValue object)) {
      return value;
    }
    Map<String, Value> members = new LinkedHashMap<>();
    object.members().forEach((name, member) -> members.put(name, change.of(name, member)));
    return new ObjectValue(members);
  }
}
