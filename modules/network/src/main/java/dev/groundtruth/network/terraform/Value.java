package dev.groundtruth.network.terraform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One attribute: its value, which parts of it are known after apply only, and the expression it is
 * written with. Most attributes are only looked at, so all but the value is found when asked for.
 */
final class Value {

  /** Ten digits: no number of the network is as long. */
  private static final long TOO_LARGE = 1_000_000_000;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

  private final Resource resource;
  private final @Nullable Value parent;
  private final String name;
  private final int index;
  private final JsonNode node;
  private @Nullable JsonNode unknown;
  private @Nullable JsonNode expression;

  private Value(Resource resource, @Nullable Value parent, String name, int index, JsonNode node) {
    this.resource = resource;
    this.parent = parent;
    this.name = name;
    this.index = index;
    this.node = node;
  }

  /** All attributes of a resource. */
  static Value of(Resource resource) {
    return new Value(resource, null, "", -1, resource.values());
  }

  /** An attribute of a resource. */
  static Value of(Resource resource, String attribute) {
    return new Value(resource, null, attribute, -1, resource.values().path(attribute));
  }

  /** Where it is, such as {@code aws_instance.db.subnet_id}. */
  String path() {
    String of = parent == null ? resource.address() : parent.path();
    return index >= 0 ? of + "[" + index + "]" : isAll() ? of : of + "." + name;
  }

  /** The value. */
  JsonNode node() {
    return node;
  }

  /** True, or the same shape as the value with true where something is not known. */
  private JsonNode unknown() {
    JsonNode found = unknown;
    if (found == null) {
      JsonNode of = parent == null ? resource.unknown() : parent.unknown();
      found = of.isBoolean() && of.booleanValue() ? of : step(of);
      unknown = found;
    }
    return found;
  }

  /** What the configuration says, missing if there is none. */
  JsonNode expression() {
    JsonNode found = expression;
    if (found == null) {
      found =
          parent == null
              ? step(resource.configuration().path("expressions"))
              : parent.isWhole() ? parent.expression() : step(parent.expression());
      expression = found;
    }
    return found;
  }

  /** Whether it is no attribute but all of a resource's. */
  private boolean isAll() {
    return parent == null && name.isEmpty();
  }

  private JsonNode step(JsonNode of) {
    return index >= 0 ? of.path(index) : isAll() ? of : of.path(name);
  }

  /** Whether nothing of it is known. */
  boolean isUnknown() {
    return unknown().isBoolean() && unknown().booleanValue();
  }

  /** Whether something of it is not known. */
  boolean hasUnknown() {
    return hasTrue(unknown());
  }

  private static boolean hasTrue(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    for (JsonNode each : node) {
      if (hasTrue(each)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the configuration says anything of it. */
  boolean isConfigured() {
    return !expression().isMissingNode();
  }

  /** Whether it is known to be nothing. */
  boolean isAbsent() {
    return (node.isMissingNode()
            || node.isNull()
            || (node.isContainer() && node.isEmpty())
            || (node.isString() && node.stringValue().isEmpty()))
        && !hasUnknown();
  }

  /** Whether it is something, or may be because someone wrote what is not known yet. */
  boolean isSaid() {
    return !isAbsent() && (!isUnknown() || isConfigured());
  }

  Value at(String attribute) {
    return new Value(resource, this, attribute, -1, node.path(attribute));
  }

  private Value at(int element) {
    return new Value(resource, this, "", element, node.path(element));
  }

  /** Blocks that are attributes have one expression for all of them. */
  private boolean isWhole() {
    return !isAll() && (expression().has("references") || expression().has("constant_value"));
  }

  /** The elements; of one that is not known, none. */
  List<Value> elements() {
    List<Value> elements = new ArrayList<>();
    int size = Math.max(node.size(), unknown().isArray() ? unknown().size() : 0);
    for (int at = 0; at < size; at++) {
      elements.add(at(at));
    }
    return elements;
  }

  /** The first block, or nothing at all. */
  Value block() {
    return node.isArray() || unknown().isArray() || expression().isArray() ? at(0) : this;
  }

  /** The text, number or boolean as text; nothing if it is empty, absent or not known. */
  Optional<String> text() {
    if (!node.isValueNode() || node.isNull() || isUnknown()) {
      return Optional.empty();
    }
    String text = node.asString();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  OptionalInt number() {
    if (node.isMissingNode()) {
      return OptionalInt.empty();
    }
    if (node.isInt() && !isUnknown()) {
      int number = node.intValue();
      return Math.abs((long) number) < TOO_LARGE ? OptionalInt.of(number) : OptionalInt.empty();
    }
    return text()
        .filter(text -> NUMBER.matcher(text).matches())
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElse(OptionalInt.empty());
  }

  boolean isTrue() {
    return text().filter("true"::equals).isPresent();
  }

  /** The known texts of a list, or the one of a single value. */
  List<String> texts() {
    if (node.isMissingNode()) {
      return List.of();
    }
    return node.isArray()
        ? elements().stream().flatMap(each -> each.text().stream()).toList()
        : text().stream().toList();
  }
}
