package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of the input variables of a configuration. Immutable.
 *
 * <p>They reach Terraform as a JSON file that only the owner can read and that is removed after the
 * command, so nothing needs quoting, numbers keep all their digits, and no secret is on a command
 * line. A {@link Secret} is redacted from all that the command writes.
 *
 * <pre>{@code
 * Variables variables = Variables.none()
 *     .with("name", "wordpress")
 *     .with("subnets", List.of("10.0.1.0/24", "10.0.2.0/24"))
 *     .with("database", Map.of("size", 20, "password", Secret.of(password)));
 * }</pre>
 */
public final class Variables {

  private static final Variables NONE = new Variables(Map.of());

  private final Map<String, Value> values;

  private Variables(Map<String, Value> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * No variables.
   *
   * @return what to begin with
   */
  public static Variables none() {
    return NONE;
  }

  /**
   * Variables of a map.
   *
   * @param values name to value, as for {@link #with}
   * @return the variables
   */
  public static Variables of(Map<String, ?> values) {
    Variables variables = NONE;
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      variables = variables.with(entry.getKey(), entry.getValue());
    }
    return variables;
  }

  /**
   * These and another variable.
   *
   * @param name its name
   * @param value its value: anything {@link Value#of} takes, and records, whose components become
   *     attributes in snake case ({@code vpcId} becomes {@code vpc_id}); both also within lists and
   *     maps
   * @return the variables; the new one in the place of one with the same name
   * @throws IllegalArgumentException if the value is of a type that has no exact counterpart
   */
  public Variables with(String name, @Nullable Object value) {
    Map<String, Value> all = new LinkedHashMap<>(values);
    try {
      all.put(name, Value.of(plain(value)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Variable " + name + ": " + e.getMessage(), e);
    }
    return new Variables(all);
  }

  /** What {@link Value#of} takes in the place of records. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Record object) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      for (RecordComponent component : object.getClass().getRecordComponents()) {
        members.put(snakeCase(component.getName()), plain(read(component, object)));
      }
      return members;
    }
    if (value instanceof Optional<?> optional) {
      return plain(optional.orElse(null));
    }
    if (value instanceof Collection<?> elements) {
      List<@Nullable Object> list = new ArrayList<>();
      elements.forEach(element -> list.add(plain(element)));
      return list;
    }
    if (value instanceof Map<?, ?> entries) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      entries.forEach((key, member) -> members.put(String.valueOf(key), plain(member)));
      return members;
    }
    return value;
  }

  private static @Nullable Object read(RecordComponent component, Record object) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(object);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s of %s cannot be read (%s), perhaps you should open its package"
              .formatted(component.getName(), object.getClass().getName(), e),
          e);
    }
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /**
   * These and other variables.
   *
   * @param others the others; they win over those with the same name
   * @return all of them
   */
  public Variables with(Variables others) {
    Map<String, Value> all = new LinkedHashMap<>(values);
    all.putAll(others.values);
    return new Variables(all);
  }

  /**
   * The values.
   *
   * @return name to value
   */
  public Map<String, Value> values() {
    return values;
  }

  /** All that was passed as a secret, however short. */
  Set<Secret> secrets() {
    Set<Secret> secrets = new LinkedHashSet<>();
    values.values().forEach(value -> collect(value, false, secrets));
    return secrets;
  }

  private static void collect(Value value, boolean sensitive, Set<Secret> secrets) {
    if (value instanceof SensitiveValue wrapped) {
      collect(wrapped.reveal(), true, secrets);
    } else if (value instanceof ListValue list) {
      list.elements().forEach(element -> collect(element, sensitive, secrets));
    } else if (value instanceof ObjectValue object) {
      object.members().values().forEach(member -> collect(member, sensitive, secrets));
    } else if (sensitive && value instanceof TextValue text) {
      secrets.add(Secret.of(text.value()));
    }
  }

  String json() {
    return Json.writeRevealed(new ObjectValue(values));
  }

  /** Names and values, without what is secret. */
  @Override
  public String toString() {
    return values.toString();
  }
}
