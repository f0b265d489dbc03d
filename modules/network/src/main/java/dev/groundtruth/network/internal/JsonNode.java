package dev.groundtruth.network.internal;

import java.util.List;
import java.util.Map;

/** A JSON value that knows where it is written. */
public sealed interface JsonNode {

  /** Where the value begins. */
  JsonPlace place();

  /** What kind of value it is, with an article. */
  String kind();

  /** An object; of keys that are repeated the first one counts. */
  record ObjectNode(JsonPlace place, Map<String, Member> members) implements JsonNode {
    @Override
    public String kind() {
      return "an object";
    }
  }

  /** A key and its value. */
  record Member(JsonPlace key, JsonNode value) {}

  /** An array. */
  record ArrayNode(JsonPlace place, List<JsonNode> elements) implements JsonNode {
    @Override
    public String kind() {
      return "an array";
    }
  }

  /** A string. */
  record StringNode(JsonPlace place, String text) implements JsonNode {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number, as it is written. */
  record NumberNode(JsonPlace place, String text) implements JsonNode {
    @Override
    public String kind() {
      return "the number " + text;
    }
  }

  /** {@code true}, {@code false} or {@code null}. */
  record LiteralNode(JsonPlace place, String text) implements JsonNode {
    @Override
    public String kind() {
      return text;
    }
  }
}
