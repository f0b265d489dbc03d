package dev.groundtruth.network.terraform;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
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
   * @param isDeposed whether it is about what is left of a former one
   * @param action what is done
   */
  record Change(
      String address,
      String module,
      boolean isData,
      String type,
      String name,
      boolean isDeposed,
      Action action) {}

  /**
   * What is done to a resource.
   *
   * @param names what it is called, in order
   * @param before its attributes as they are
   * @param after its attributes as they will be
   * @param unknown which of these are known after apply only
   */
  record Action(List<String> names, JsonNode before, JsonNode after, JsonNode unknown) {

    private static final Action NONE =
        new Action(List.of(), NODES.missingNode(), NODES.missingNode(), NODES.missingNode());

    /** Whether something is all that is done. */
    boolean isOnly(String name) {
      return names.size() == 1 && names.get(0).equals(name);
    }
  }

  /**
   * What follows the end is looked for once, at the end. Names are the very texts they are asked
   * for by, which are then equal at a glance.
   */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

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
      Set.of(
          "address",
          "count_expression",
          "expressions",
          "for_each_expression",
          "provider_config_key");

  /** What is done with far the most resources. */
  private static final Map<String, List<String>> ALONE =
      Map.of("create", List.of("create"), "no-op", List.of("no-op"), "read", List.of("read"));

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
              ? new Reading(parser).plan()
              : // Of an empty document there is no tree.
              new PlanJson(
                  Objects.requireNonNullElse(MAPPER.readTree(parser), NODES.missingNode()),
                  List.of());
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "something follows its end");
      }
      return root;
    }
  }

  /** One document being read. */
  private static final class Reading {

    private final JsonParser parser;
    private final Trees trees;

    /** Each type once: it is compared and looked up more often than anything. */
    private final Map<String, String> types = new HashMap<>();

    Reading(JsonParser parser) {
      this.parser = parser;
      this.trees = new Trees(MAPPER, parser);
    }

    PlanJson plan() {
      ObjectNode plan = NODES.objectNode();
      List<Change> changes = List.of();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (UNREAD.contains(name)) {
          parser.skipChildren();
          plan.set(name, NODES.objectNode());
        } else if (name.equals("resource_changes") && parser.isExpectedStartArrayToken()) {
          changes = changes();
          plan.set(name, NODES.arrayNode());
        } else if (name.equals("configuration")) {
          plan.set(name, configuration());
        } else {
          plan.set(name, trees.tree());
        }
      }
      return new PlanJson(plan, changes);
    }

    private JsonNode configuration() {
      return trees.object(name -> name.equals("root_module") ? module() : skipped());
    }

    private JsonNode module() {
      return trees.object(
          name ->
              switch (name) {
                case "resources" -> blocks();
                case "module_calls" -> trees.object(call -> call());
                default -> trees.tree();
              });
    }

    private JsonNode call() {
      return trees.object(name -> name.equals("module") ? module() : trees.tree());
    }

    private JsonNode blocks() {
      if (!parser.isExpectedStartArrayToken()) {
        return trees.tree();
      }
      ArrayNode blocks = NODES.arrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        blocks.add(trees.object(name -> BLOCK.contains(name) ? trees.tree() : skipped()));
      }
      return blocks;
    }

    private @Nullable JsonNode skipped() {
      parser.skipChildren();
      return null;
    }

    private List<Change> changes() {
      List<Change> changes = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.isExpectedStartObjectToken()) {
          changes.add(change());
        } else {
          parser.skipChildren();
        }
      }
      return List.copyOf(changes);
    }

    private Change change() {
      String address = "";
      String module = "";
      String mode = "";
      String type = "";
      String name = "";
      boolean isDeposed = false;
      Action action = Action.NONE;
      for (String member = parser.nextName(); member != null; member = parser.nextName()) {
        boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
        switch (member) {
          case "address" -> address = text();
          case "module_address" -> module = text();
          case "mode" -> mode = text();
          case "type" -> type = types.computeIfAbsent(text(), any -> any);
          case "name" -> name = text();
          case "deposed" -> {
            isDeposed = true;
            parser.skipChildren();
          }
          case "change" -> {
            if (isObject) {
              action = action();
            }
          }
          default -> parser.skipChildren();
        }
      }
      return new Change(address, module, mode.equals("data"), type, name, isDeposed, action);
    }

    private String text() {
      return parser.currentToken() == JsonToken.VALUE_STRING
          ? parser.getString()
          : trees.tree().asString("");
    }

    private List<String> texts() {
      if (!parser.isExpectedStartArrayToken()) {
        parser.skipChildren();
        return List.of();
      }
      List<String> texts = new ArrayList<>(2);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        texts.add(text());
      }
      List<String> known = texts.size() == 1 ? ALONE.get(texts.get(0)) : null;
      return known == null ? List.copyOf(texts) : known;
    }

    private Action action() {
      List<String> names = List.of();
      JsonNode before = NODES.missingNode();
      JsonNode after = NODES.missingNode();
      JsonNode unknown = NODES.missingNode();
      for (String member = parser.nextName(); member != null; member = parser.nextName()) {
        parser.nextToken();
        switch (member) {
          case "actions" -> names = texts();
          case "before" -> before = attributes();
          case "after" -> after = attributes();
          case "after_unknown" -> unknown = trees.tree();
          default -> parser.skipChildren();
        }
      }
      return new Action(names, before, after, unknown);
    }

    /**
     * Attributes without those that are null: that is said of most, and means what absence means.
     */
    private JsonNode attributes() {
      return trees.object(
          name -> parser.currentToken() == JsonToken.VALUE_NULL ? null : trees.tree());
    }
  }
}
