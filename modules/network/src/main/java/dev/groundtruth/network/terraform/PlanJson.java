package dev.groundtruth.network.terraform;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON of a plan or state into a tree, without what is never asked of it: more than half
 * of a plan says again what the rest says, or what of it is sensitive.
 *
 * @param root the tree, in which the changes are empty
 * @param changes the changes, in their order; none of a state
 */
record PlanJson(JsonNode root, List<PlanJson.Change> changes) {

  /**
   * What a plan does with a resource.
   *
   * @param address its address
   * @param module the address of its module's instance; empty for the root module
   * @param isData whether it is a data source
   * @param type its type
   * @param name its name
   * @param index its index, missing if it has none
   * @param isDeposed whether it is about what is left of a former one
   * @param actions what is done, in order
   * @param before its attributes as they are
   * @param after its attributes as they will be
   * @param unknown which of these are known after apply only
   */
  record Change(
      String address,
      String module,
      boolean isData,
      String type,
      String name,
      JsonNode index,
      boolean isDeposed,
      List<String> actions,
      JsonNode before,
      JsonNode after,
      JsonNode unknown) {}

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

  /** Of a block in the configuration. */
  private static final Set<String> BLOCK =
      Set.of("address", "count_expression", "expressions", "for_each_expression");

  private static final JsonNodeFactory NODES = MAPPER.getNodeFactory();

  /**
   * Reads a stream to its end.
   *
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  static PlanJson read(InputStream json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      PlanJson root =
          parser.nextToken() == JsonToken.START_OBJECT
              ? plan(parser)
              : new PlanJson(MAPPER.readTree(parser), List.of());
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "something follows its end");
      }
      return root;
    }
  }

  private static PlanJson plan(JsonParser parser) {
    ObjectNode plan = NODES.objectNode();
    List<Change> changes = List.of();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (UNREAD.contains(name)) {
        parser.skipChildren();
        plan.set(name, NODES.objectNode());
      } else if (name.equals("resource_changes") && parser.isExpectedStartArrayToken()) {
        changes = changes(parser);
        plan.set(name, NODES.arrayNode());
      } else if (name.equals("configuration")) {
        plan.set(name, configuration(parser));
      } else {
        plan.set(name, tree(parser));
      }
    }
    return new PlanJson(plan, changes);
  }

  private static JsonNode configuration(JsonParser parser) {
    return object(
        parser, (name, value) -> name.equals("root_module") ? module(value) : skipped(value));
  }

  private static JsonNode module(JsonParser parser) {
    return object(
        parser,
        (name, value) ->
            switch (name) {
              case "resources" -> blocks(value);
              case "module_calls" -> object(value, (call, of) -> call(of));
              default -> tree(value);
            });
  }

  private static JsonNode call(JsonParser parser) {
    return object(parser, (name, value) -> name.equals("module") ? module(value) : tree(value));
  }

  private static JsonNode blocks(JsonParser parser) {
    if (!parser.isExpectedStartArrayToken()) {
      return tree(parser);
    }
    ArrayNode blocks = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      blocks.add(
          object(parser, (name, value) -> BLOCK.contains(name) ? tree(value) : skipped(value)));
    }
    return blocks;
  }

  private static List<Change> changes(JsonParser parser) {
    List<Change> changes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.isExpectedStartObjectToken()) {
        changes.add(change(parser));
      } else {
        parser.skipChildren();
      }
    }
    return List.copyOf(changes);
  }

  private static Change change(JsonParser parser) {
    String address = "";
    String module = "";
    String mode = "";
    String type = "";
    String name = "";
    JsonNode index = NODES.missingNode();
    boolean isDeposed = false;
    Action action = new Action();
    for (String member = parser.nextName(); member != null; member = parser.nextName()) {
      boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
      switch (member) {
        case "address" -> address = text(parser);
        case "module_address" -> module = text(parser);
        case "mode" -> mode = text(parser);
        case "type" -> type = text(parser);
        case "name" -> name = text(parser);
        case "index" -> index = tree(parser);
        case "deposed" -> {
          isDeposed = true;
          parser.skipChildren();
        }
        case "change" -> {
          if (isObject) {
            action.read(parser);
          }
        }
        default -> parser.skipChildren();
      }
    }
    return new Change(
        address,
        module,
        mode.equals("data"),
        type,
        name,
        index,
        isDeposed,
        action.names,
        action.before,
        action.after,
        action.unknown);
  }

  private static String text(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? parser.getString()
        : tree(parser).asString("");
  }

  /** What is done to a resource, as far as it was read. */
  private static final class Action {

    private List<String> names = List.of();
    private JsonNode before = NODES.missingNode();
    private JsonNode after = NODES.missingNode();
    private JsonNode unknown = NODES.missingNode();

    private void read(JsonParser parser) {
      for (String member = parser.nextName(); member != null; member = parser.nextName()) {
        parser.nextToken();
        switch (member) {
          case "actions" -> {
            List<String> all = new ArrayList<>();
            tree(parser).forEach(each -> all.add(each.asString("")));
            names = List.copyOf(all);
          }
          case "before" -> before = attributes(parser);
          case "after" -> after = attributes(parser);
          case "after_unknown" -> unknown = tree(parser);
          default -> parser.skipChildren();
        }
      }
    }
  }

  /** Attributes without those that are null: that is said of most, and means what absence means. */
  private static JsonNode attributes(JsonParser parser) {
    return object(
        parser, (name, value) -> value.currentToken() == JsonToken.VALUE_NULL ? null : tree(value));
  }

  /** Reads the value of a member of an object: nothing if it is to be left out. */
  private interface Member {

    @Nullable JsonNode read(String name, JsonParser value);
  }

  private static @Nullable JsonNode skipped(JsonParser parser) {
    parser.skipChildren();
    return null;
  }

  /** An object of some members; anything else as it is. */
  private static JsonNode object(JsonParser parser, Member member) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return tree(parser);
    }
    Members members = new Members();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      JsonNode value = member.read(name, parser);
      if (value != null) {
        members.add(name, value);
      }
    }
    return new ObjectNode(NODES, members.map());
  }

  /** A value as Jackson reads it, without what that costs for each of very many small ones. */
  private static JsonNode tree(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Members members = new Members();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          parser.nextToken();
          members.add(name, tree(parser));
        }
        yield new ObjectNode(NODES, members.map());
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(tree(parser));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.INT
              ? NODES.numberNode(parser.getIntValue())
              : MAPPER.readTree(parser);
      default -> MAPPER.readTree(parser);
    };
  }
}
