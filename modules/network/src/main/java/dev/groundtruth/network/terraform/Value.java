package dev.groundtruth.network.terraform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * One attribute: its value, which parts of it are known after apply only, and the expression it is
 * written with.
 *
 * @param path where it is, such as {@code aws_instance.db.subnet_id}
 * @param node the value
 * @param unknown true, or the same shape as the value with true where something is not known
 * @param expression what the configuration says, missing if there is none
 */
record Value(String path, JsonNode node, JsonNode unknown, JsonNode expression) {

  /** Whether nothing of it is known. */
  boolean isUnknown() {
    return unknown.isBoolean() && unknown.booleanValue();
  }

  /** Whether something of it is not known. */
  boolean hasUnknown() {
    return hasTrue(unknown);
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
    return !expression.isMissingNode();
  }

  /** Whether it is known to be nothing. */
  boolean isAbsent() {
    return !hasUnknown()
        && (node.isMissingNode()
            || node.isNull()
            || (node.isContainer() && node.isEmpty())
            || (node.isString() && node.stringValue().isEmpty()));
  }

  Value at(String name) {
    return new Value(
        path + "." + name,
        node.path(name),
        isUnknown() ? unknown : unknown.path(name),
        isWhole() ? expression : expression.path(name));
  }

  private Value at(int index) {
    return new Value(
        path + "[" + index + "]",
        node.path(index),
        isUnknown() ? unknown : unknown.path(index),
        isWhole() ? expression : expression.path(index));
  }

  /** Blocks that are attributes have one expression for all of them. */
  private boolean isWhole() {
    return expression.has("references") || expression.has("constant_value");
  }

  /** The elements; of one that is not known, none. */
  List<Value> elements() {
    List<Value> elements = new ArrayList<>();
    for (int at = 0; at < node.size() || (unknown.isArray() && at < unknown.size()); at++) {
      elements.add(at(at));
    }
    return elements;
  }

  /** The first block, or nothing at all. */
  Value block() {
    return node.isArray() || unknown.isArray() || expression.isArray() ? at(0) : this;
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
    return text()
        .filter(text -> text.matches("-?[0-9]{1,9}"))
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElse(OptionalInt.empty());
  }

  boolean isTrue() {
    return text().filter("true"::equals).isPresent();
  }

  /** The known texts of a list, or the one of a single value. */
  List<String> texts() {
    return node.isArray()
        ? elements().stream().flatMap(each -> each.text().stream()).toList()
        : text().stream().toList();
  }
}
