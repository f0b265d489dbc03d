package dev.groundtruth.network.terraform;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads values as Jackson does, but for what that costs for each of very many small ones: what is
 * in an object or array is put on a stack until its end, and so takes no more room than it needs.
 * Nothing can be added to what is read.
 */
final class Trees {

  /** Reads the value of a member of an object: nothing if it is to be left out. */
  interface Member {

    @Nullable JsonNode read(String name);
  }

  private final JsonMapper mapper;
  private final JsonNodeFactory nodes;
  private final JsonParser parser;
  private String[] names = new String[1024];
  private JsonNode[] values = new JsonNode[1024];
  private int top;

  /** Of all that is empty, which is much, one each. */
  private final ObjectNode noMembers;

  private final ArrayNode noElements;

  /** The last shapes, each in the place that its hash gives it: most objects are of few shapes. */
  private final Members.@Nullable Shape[] shapes = new Members.Shape[1024];

  /**
   * Reads from a parser.
   *
   * @param mapper for what is not worth any effort; it must not mind what follows a value
   * @param parser where the values are, the current token being the first's
   */
  Trees(JsonMapper mapper, JsonParser parser) {
    this.mapper = mapper;
    this.nodes = mapper.getNodeFactory();
    this.parser = parser;
    this.noMembers = new ObjectNode(nodes, Map.of());
    this.noElements = new ArrayNode(nodes, List.of());
  }

  /** The value at the current token. */
  JsonNode tree() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        int start = top;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          parser.nextToken();
          push(name, tree());
        }
        yield object(start);
      }
      case START_ARRAY -> {
        int start = top;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          push("", tree());
        }
        yield array(start);
      }
      case VALUE_STRING -> nodes.stringNode(parser.getString());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.INT
              ? nodes.numberNode(parser.getIntValue())
              : mapper.readTree(parser);
      default -> mapper.readTree(parser);
    };
  }

  /** An object of some members; anything else as it is. */
  JsonNode object(Member member) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return tree();
    }
    int start = top;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      JsonNode value = member.read(name);
      if (value != null) {
        push(name, value);
      }
    }
    return object(start);
  }

  private void push(String name, JsonNode value) {
    if (top == names.length) {
      names = Arrays.copyOf(names, 2 * top);
      values = Arrays.copyOf(values, 2 * top);
    }
    names[top] = name;
    values[top++] = value;
  }

  private ObjectNode object(int start) {
    if (top == start) {
      return noMembers;
    }
    ObjectNode object = new ObjectNode(nodes, members(start));
    top = start;
    return object;
  }

  /** Of a member that is there twice, the last value counts, in the first's place. */
  private Map<String, JsonNode> members(int start) {
    Members.Shape shape = shape(start);
    if (shape != null) {
      return new Members(shape, Arrays.copyOfRange(values, start, top));
    }
    Map<String, JsonNode> hashed = new LinkedHashMap<>();
    for (int at = start; at < top; at++) {
      hashed.put(names[at], values[at]);
    }
    return hashed;
  }

  private Members.@Nullable Shape shape(int start) {
    int hash = top - start;
    for (int at = start; at < top; at++) {
      hash = 31 * hash + names[at].hashCode();
    }
    int place = (hash ^ hash >>> 16) & (shapes.length - 1);
    Members.Shape known = shapes[place];
    if (known != null && known.is(names, start, top)) {
      return known;
    }
    Members.Shape shape = Members.Shape.of(names, start, top);
    shapes[place] = shape;
    return shape;
  }

  private ArrayNode array(int start) {
    if (top == start) {
      return noElements;
    }
    ArrayNode array = new ArrayNode(nodes, Arrays.asList(Arrays.copyOfRange(values, start, top)));
    top = start;
    return array;
  }
}
