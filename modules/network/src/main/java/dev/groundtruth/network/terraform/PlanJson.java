package dev.groundtruth.network.terraform;

import java.io.InputStream;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON of a plan or state into a tree, without what is never asked of it: more than half
 * of a plan says again what the rest says, or what of it is sensitive.
 */
final class PlanJson {

  /** What follows the end is looked for once, at the end. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Of the whole; that it is there is kept. */
  private static final Set<String> UNREAD =
      Set.of(
          "checks",
          "output_changes",
          "planned_values",
          "proposed_unknown",
          "relevant_attributes",
          "resource_drift");

  private static final Set<String> READ_OF_RESOURCE =
      Set.of("address", "module_address", "mode", "type", "name", "index", "deposed");

  private static final Set<String> READ_OF_CHANGE =
      Set.of("actions", "before", "after", "after_unknown");

  private PlanJson() {}

  /**
   * Reads a stream to its end.
   *
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  static JsonNode read(InputStream json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      JsonNode root =
          parser.nextToken() == JsonToken.START_OBJECT ? plan(parser) : MAPPER.readTree(parser);
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "something follows its end");
      }
      return root;
    }
  }

  private static ObjectNode plan(JsonParser parser) {
    ObjectNode plan = MAPPER.createObjectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (UNREAD.contains(name)) {
        parser.skipChildren();
        plan.set(name, MAPPER.createObjectNode());
      } else if (name.equals("resource_changes") && parser.isExpectedStartArrayToken()) {
        plan.set(name, changes(parser));
      } else {
        plan.set(name, MAPPER.readTree(parser));
      }
    }
    return plan;
  }

  private static ArrayNode changes(JsonParser parser) {
    ArrayNode changes = MAPPER.createArrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.isExpectedStartObjectToken()) {
        changes.add(some(parser, READ_OF_RESOURCE));
      } else {
        changes.add(MAPPER.readTree(parser));
      }
    }
    return changes;
  }

  /** Some members of an object, and of its change. */
  private static ObjectNode some(JsonParser parser, Set<String> read) {
    ObjectNode object = MAPPER.createObjectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (read.contains(name)) {
        object.set(name, MAPPER.readTree(parser));
      } else if (name.equals("change") && value == JsonToken.START_OBJECT) {
        object.set(name, some(parser, READ_OF_CHANGE));
      } else {
        parser.skipChildren();
      }
    }
    return object;
  }
}
