package dev.groundtruth.provisioning.value.internal;

import dev.groundtruth.provisioning.value.BoolValue;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.NumberValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON text whose members at the top are made into values only when they are asked for: a plan of
 * hundreds of megabytes has most of them in sections that nobody reads.
 */
public final class JsonSource {

  /** Nothing that Terraform writes is cut off at a length; the text is in memory already. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(100_000)
                  .maxNestingDepth(2_000)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final String what;
  private final byte[] json;
  private final int start;

  private JsonSource(String what, byte[] json, int start) {
    this.what = what;
    this.json = json;
    this.start = start;
  }

  /**
   * A source.
   *
   * @param what what the text is, for errors
   * @param json the text, in UTF-8 or with a byte order mark that says otherwise; is not copied
   * @return the source, not looked at yet
   */
  public static JsonSource of(String what, byte[] json) {
    if (startsWith(json, 0xEF, 0xBB, 0xBF)) {
      return new JsonSource(what, json, 3);
    }
    // What PowerShell's redirection makes of a program's output.
    if (startsWith(json, 0xFF, 0xFE)) {
      return new JsonSource(what, decoded(json, StandardCharsets.UTF_16LE), 0);
    }
    if (startsWith(json, 0xFE, 0xFF)) {
      return new JsonSource(what, decoded(json, StandardCharsets.UTF_16BE), 0);
    }
    return new JsonSource(what, json, 0);
  }

  private static byte[] decoded(byte[] json, Charset charset) {
    return new String(json, 2, json.length - 2, charset).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The text.
   *
   * @return as it was read
   */
  public String text() {
    return new String(json, start, json.length - start, StandardCharsets.UTF_8);
  }

  /**
   * The whole value.
   *
   * @return the value
   * @throws MalformedJsonException if the text is not JSON
   */
  public Value root() {
    try (JsonParser parser = parser(start, json.length - start)) {
      if (parser.nextToken() == null) {
        throw empty();
      }
      Value root = value(parser);
      if (parser.nextToken() != null) {
        throw malformed(parser.currentTokenLocation(), "something follows its end");
      }
      return root;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /**
   * The members at the top of an object, each where it begins and ends. Looks at the whole text,
   * but makes no values.
   *
   * @return the object's members
   * @throws MalformedJsonException if the text is no JSON object
   */
  public Sections sections() {
    Map<String, Slice> slices = new LinkedHashMap<>();
    try (JsonParser parser = parser(start, json.length - start)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw empty();
      }
      if (first != JsonToken.START_OBJECT) {
        throw malformed(parser.currentTokenLocation(), "it is no object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        // A scalar is read only when something asks for it; its end is not known before.
        parser.finishToken();
        int to = Math.toIntExact(parser.currentLocation().getByteOffset());
        slices.put(name, new Slice(start + from, to - from));
      }
      if (parser.nextToken() != null) {
        throw malformed(parser.currentTokenLocation(), "something follows its end");
      }
    } catch (JacksonException e) {
      throw malformed(e);
    }
    return new Sections(this, slices);
  }

  private record Slice(int from, int length) {}

  /** The members at the top of an object, made into values when they are asked for. */
  public static final class Sections {

    private final JsonSource source;
    private final Map<String, Slice> slices;

    private Sections(JsonSource source, Map<String, Slice> slices) {
      this.source = source;
      this.slices = slices;
    }

    /**
     * The names of the members.
     *
     * @return the names, in the order in which they were written
     */
    public Set<String> names() {
      return Collections.unmodifiableSet(slices.keySet());
    }

    /**
     * The value of a member, made anew: whoever needs it twice keeps it.
     *
     * @param name its name
     * @return the value; nothing if there is no such member or it is null
     */
    public Optional<Value> find(String name) {
      return Optional.ofNullable(slices.get(name))
          .map(source::value)
          .filter(value -> value != NullValue.NULL);
    }

    /**
     * The text they are from.
     *
     * @return the JSON text
     */
    public String text() {
      return source.text();
    }
  }

  private Value value(Slice slice) {
    try (JsonParser parser = parser(slice.from(), slice.length())) {
      parser.nextToken();
      return value(parser);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private JsonParser parser(int from, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), json, from, length);
  }

  private static Value value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new TextValue(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new NumberValue(parser.getDecimalValue());
      case VALUE_TRUE -> new BoolValue(true);
      case VALUE_FALSE -> new BoolValue(false);
      default -> NullValue.NULL;
    };
  }

  private static Value object(JsonParser parser) {
    Map<String, Value> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return members.isEmpty() ? ObjectValue.EMPTY : new ObjectValue(members);
  }

  private static Value array(JsonParser parser) {
    List<Value> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return new ListValue(elements);
  }

  private MalformedJsonException empty() {
    return new MalformedJsonException(
        "%s is empty, perhaps you should pass what the tool wrote with -json".formatted(capital()));
  }

  /** Jackson's message quotes the text, which may be a secret; only the place is passed on. */
  private MalformedJsonException malformed(JacksonException e) {
    boolean cut = e instanceof UnexpectedEndOfInputException;
    return malformed(e.getLocation(), cut ? "it ends in the middle" : "it is not JSON");
  }

  private MalformedJsonException malformed(TokenStreamLocation location, String problem) {
    return new MalformedJsonException(
        "%s cannot be read at line %d, column %d: %s, perhaps you should pass what the tool wrote with -json, whole and alone"
            .formatted(capital(), location.getLineNr(), location.getColumnNr(), problem));
  }

  private String capital() {
    return what.isEmpty()
        ? what
        : what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
  }

  @Override
  public String toString() {
    return what + " of " + json.length + " bytes";
  }
}
