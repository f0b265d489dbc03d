package dev.groundtruth.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A large plan in the shapes of a real one: the WordPress stack over and over in one module, each
 * time under other names, with its configuration and all references. It is written as Terraform
 * writes it, without white space.
 */
final class BlownUpPlan {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern REFERENCE = Pattern.compile("((?:data\\.)?\\w+\\.)(\\w+)(\\W.*)?");

  private final ObjectNode original;
  private final Set<String> blocks = new HashSet<>();

  private BlownUpPlan(ObjectNode original) {
    this.original = original;
    for (JsonNode block : original.at("/configuration/root_module/resources")) {
      blocks.add(block.path("address").asString());
    }
  }

  /** The plan of the WordPress stack. */
  static BlownUpPlan ofWordPress() {
    return new BlownUpPlan((ObjectNode) MAPPER.readTree(wordpress("plan.json")));
  }

  /** A file of the WordPress stack. */
  static byte[] wordpress(String name) {
    try (InputStream in =
        Objects.requireNonNull(BlownUpPlan.class.getResourceAsStream("wordpress/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The plan in at least some size.
   *
   * @param bytes how long it is at least; at most one stack longer
   */
  byte[] json(int bytes) {
    return copies(Math.max(1, bytes / copies(1).length), bytes);
  }

  private byte[] copies(int count, int bytes) {
    byte[] json = copies(count);
    return json.length >= bytes ? json : copies(count + 1, bytes);
  }

  /** The plan of some stacks. */
  byte[] copies(int count) {
    ObjectNode plan = original.deepCopy();
    for (String path : ARRAYS) {
      array(plan, path).removeAll();
    }
    for (int at = 0; at < count; at++) {
      JsonNode copy = renamed(original, String.format(Locale.ROOT, "_%04d", at));
      for (String path : ARRAYS) {
        array(plan, path).addAll(array(copy, path));
      }
    }
    return MAPPER.writeValueAsBytes(plan);
  }

  /** What a plan has of each resource. */
  private static final Set<String> ARRAYS =
      Set.of(
          "/planned_values/root_module/resources",
          "/resource_changes",
          "/configuration/root_module/resources",
          "/relevant_attributes");

  private static ArrayNode array(JsonNode plan, String path) {
    return (ArrayNode) plan.at(path);
  }

  private JsonNode renamed(JsonNode node, String suffix) {
    if (node.isString()) {
      return StringNode.valueOf(renamed(node.stringValue(), suffix));
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = MAPPER.createArrayNode();
      array.forEach(each -> result.add(renamed(each, suffix)));
      return result;
    }
    if (node instanceof ObjectNode object) {
      boolean isResource = object.has("address") && object.has("type") && object.has("mode");
      ObjectNode result = MAPPER.createObjectNode();
      object
          .properties()
          .forEach(
              each ->
                  result.set(
                      each.getKey(),
                      isResource && each.getKey().equals("name")
                          ? StringNode.valueOf(each.getValue().stringValue() + suffix)
                          : renamed(each.getValue(), suffix)));
      return result;
    }
    return node;
  }

  private String renamed(String text, String suffix) {
    Matcher reference = REFERENCE.matcher(text);
    return reference.matches() && blocks.contains(reference.group(1) + reference.group(2))
        ? reference.group(1)
            + reference.group(2)
            + suffix
            + Objects.requireNonNullElse(reference.group(3), "")
        : text;
  }
}
