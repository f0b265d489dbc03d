package dev.groundtruth.network.internal;

import dev.groundtruth.network.internal.JsonNode.ArrayNode;
import dev.groundtruth.network.internal.JsonNode.LiteralNode;
import dev.groundtruth.network.internal.JsonNode.Member;
import dev.groundtruth.network.internal.JsonNode.NumberNode;
import dev.groundtruth.network.internal.JsonNode.ObjectNode;
import dev.groundtruth.network.internal.JsonNode.StringNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON text with the place of every value.
 *
 * @param root the value; nothing if the text is not JSON
 * @param faults what is wrong with it: at most one error of syntax, and every repeated key
 */
public record JsonDocument(@Nullable JsonNode root, List<JsonFault> faults) {

  /** Reads strict JSON in UTF-8; never throws for what the bytes are. */
  public static JsonDocument read(byte[] bytes) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
    } catch (CharacterCodingException e) {
      return failed("is not UTF-8, perhaps you should save it in that encoding");
    }
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (json.isBlank()) {
      return failed("is empty, perhaps you should write {\"groups\": [...]}");
    }
    return new Reading(json).document();
  }

  private static JsonDocument failed(String message) {
    return new JsonDocument(null, List.of(new JsonFault(new JsonPlace(0, 0, ""), message)));
  }

  /** One pass over a text. */
  private static final class Reading {

    private final List<JsonFault> faults = new ArrayList<>();
    private final String json;
    private String path = "";

    Reading(String json) {
      this.json = json;
    }

    JsonDocument document() {
      try (JsonParser parser =
          JsonFactory.builder().build().createParser(ObjectReadContext.empty(), json)) {
        parser.nextToken();
        JsonNode root = value(parser);
        path = "";
        if (parser.nextToken() != null) {
          faults.add(
              new JsonFault(
                  place(parser),
                  "something follows the end of the JSON, perhaps you should remove it"));
        }
        return new JsonDocument(root, List.copyOf(faults));
      } catch (JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        faults.add(
            new JsonFault(
                location == null
                    ? new JsonPlace(0, 0, path)
                    : new JsonPlace(location.getLineNr(), location.getColumnNr(), path),
                "is not JSON (%s), perhaps you should mend it here".formatted(JsonReason.of(e))));
        return new JsonDocument(null, List.copyOf(faults));
      }
    }

    private JsonNode value(JsonParser parser) {
      JsonPlace place = place(parser);
      return switch (parser.currentToken()) {
        case START_OBJECT -> object(parser, place);
        case START_ARRAY -> array(parser, place);
        case VALUE_STRING -> new StringNode(place, parser.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new NumberNode(place, parser.getString());
        default -> new LiteralNode(place, parser.getString());
      };
    }

    private ObjectNode object(JsonParser parser, JsonPlace place) {
      Map<String, Member> members = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        path = place.path().isEmpty() ? name : place.path() + "." + name;
        JsonPlace key = place(parser);
        parser.nextToken();
        JsonNode value = value(parser);
        Member first = members.putIfAbsent(name, new Member(key, value));
        if (first != null) {
          faults.add(
              new JsonFault(
                  key,
                  "is already written at line %d, perhaps you should keep one of them"
                      .formatted(first.key().line())));
        }
        path = place.path();
      }
      return new ObjectNode(place, members);
    }

    private ArrayNode array(JsonParser parser, JsonPlace place) {
      List<JsonNode> elements = new ArrayList<>();
      path = place.path() + "[0]";
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(parser));
        path = place.path() + "[" + elements.size() + "]";
      }
      path = place.path();
      return new ArrayNode(place, elements);
    }

    private JsonPlace place(JsonParser parser) {
      TokenStreamLocation location = parser.currentTokenLocation();
      return new JsonPlace(location.getLineNr(), location.getColumnNr(), path);
    }
  }
}
