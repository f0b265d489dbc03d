package dev.groundtruth.network.awscli;

import dev.groundtruth.network.Problem;
import dev.groundtruth.network.SourceLocation;
import dev.groundtruth.network.internal.JsonReason;
import dev.groundtruth.network.model.Remark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dumps, file by file, wherever they are from. */
final class DumpFiles {

  /** What the CLI and the services leave in an answer that has more pages. */
  private static final List<String> PAGE_TOKENS =
      List.of("NextToken", "nextToken", "NextMarker", "Marker");

  /** What stands beside the elements and is no dump itself. */
  private static final List<String> BESIDE_ELEMENTS = List.of("failures", "ResponseMetadata");

  private static final Pattern PREFIX_LIST_ID = Pattern.compile("pl-[0-9a-f]{8,17}");

  private final JsonMapper mapper =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private final Dumps dumps = new Dumps();

  /** What was found so far. */
  Dumps dumps() {
    return dumps;
  }

  /**
   * Reads a dump; what is wrong with it is among the problems.
   *
   * @param file its path, relative to the folder
   * @param bytes its content
   */
  void read(String file, byte[] bytes) {
    try {
      parse(file, bytes);
    } catch (JacksonException e) {
      notJson(file, bytes, e);
    } catch (Item.Fault fault) {
      dumps.problem(fault.problem());
    }
  }

  void problem(String file, String message) {
    dumps.problem(new Problem(SourceLocation.of(file), "", message));
  }

  private static String scope(String file) {
    int slash = file.lastIndexOf('/');
    return slash < 0 ? "." : file.substring(0, slash);
  }

  private static boolean isMeantAsJson(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".json");
  }

  /** Whether it begins as a dump does, whatever its name is: then some of it is lost. */
  private static boolean beginsAsDump(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{");
  }

  private void notJson(String file, byte[] bytes, JacksonException e) {
    if (!isMeantAsJson(file) && !beginsAsDump(bytes)) {
      dumps.remark(
          Remark.Kind.IGNORED,
          file,
          "it is not JSON, perhaps you should keep it elsewhere or dump with --output json");
      return;
    }
    TokenStreamLocation at = e.getLocation();
    dumps.problem(
        new Problem(
            at == null
                ? SourceLocation.of(file)
                : new SourceLocation(file, at.getLineNr(), at.getColumnNr()),
            "",
            "is not JSON (%s), perhaps you should run the aws command again with --output json"
                .formatted(JsonReason.of(e))));
  }

  private void parse(String file, byte[] bytes) {
    if (bytes.length == 0) {
      if (isMeantAsJson(file)) {
        problem(file, "is empty, perhaps you should run the aws command again: it failed");
      } else {
        dumps.remark(Remark.Kind.IGNORED, file, "it is empty, perhaps you should remove it");
      }
      return;
    }
    List<String> keys = new ArrayList<>();
    List<String> beside = new ArrayList<>();
    boolean isDump = false;
    try (JsonParser parser = mapper.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        while (parser.nextToken() != null) {
          parser.skipChildren();
        }
        notUnderstood(file, "its top level is no object", keys);
        return;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        keys.add(key);
        SourceLocation keyAt = at(file, parser);
        parser.nextToken();
        Optional<DumpKind> kind = DumpKind.of(key);
        if (kind.isPresent()) {
          isDump = true;
          elements(file, kind.get(), key, keyAt, parser);
        } else {
          other(file, key, parser.readValueAsTree(), beside);
        }
      }
      if (parser.nextToken() != null) {
        throw new Item.Fault(
            new Problem(
                at(file, parser),
                "",
                "something follows the dump, perhaps you should keep one dump in one file"));
      }
    }
    if (!isDump) {
      notUnderstood(file, "no dump is known by its top-level keys", keys);
    } else if (!beside.isEmpty()) {
      notUnderstood(file, "no dump is known by some of its top-level keys", beside);
    }
  }

  private void notUnderstood(String file, String why, List<String> keys) {
    dumps.remark(
        Remark.Kind.NOT_UNDERSTOOD,
        file,
        "%s%s, perhaps you should keep the file elsewhere or dump without --query"
            .formatted(why, keys.isEmpty() ? "" : " (" + String.join(", ", keys) + ")"));
  }

  /** What stands beside the elements. */
  private void other(String file, String key, JsonNode value, List<String> beside) {
    boolean isEmpty =
        value.isNull()
            || (value.isString() && value.stringValue().isEmpty())
            || (value.isContainer() && value.isEmpty());
    if (PAGE_TOKENS.contains(key) && !isEmpty) {
      dumps.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          file,
          "%s is left, so the dump is incomplete, perhaps you should dump without --max-items and"
                  .formatted(key)
              + " --no-paginate");
    }
    if (key.equals("failures") && value.isArray() && !value.isEmpty()) {
      dumps.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          file,
          "%d of what was asked for was not found (failures), perhaps you should list and describe"
                  .formatted(value.size())
              + " it again");
    }
    if (!isEmpty && !BESIDE_ELEMENTS.contains(key) && value.isContainer()) {
      beside.add(key);
    }
  }

  private SourceLocation at(String file, JsonParser parser) {
    TokenStreamLocation place = parser.currentTokenLocation();
    return new SourceLocation(file, place.getLineNr(), place.getColumnNr());
  }

  private void elements(
      String file, DumpKind kind, String key, SourceLocation keyAt, JsonParser parser) {
    String scope = scope(file);
    if (kind == DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS) {
      dumps.seen(scope, kind);
      dumps.add(kind, scope, new Item(parser.readValueAsTree(), scope, keyAt, key));
      return;
    }
    if (kind == DumpKind.PREFIX_LIST_ENTRIES) {
      entries(file, scope, keyAt, parser.readValueAsTree());
      return;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new Item.Fault(
          new Problem(keyAt, key, "is no list, perhaps you should dump without --query"));
    }
    dumps.seen(scope, kind);
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      SourceLocation at = at(file, parser);
      Item item = new Item(parser.readValueAsTree(), scope, at, key + "[" + i + "]");
      try {
        if (kind == DumpKind.INSTANCES) {
          item.parts("Instances").forEach(instance -> add(kind, instance));
        } else if (kind == DumpKind.MANAGED_PREFIX_LISTS && item.has("Cidrs")) {
          dumps.seen(scope, DumpKind.PREFIX_LISTS);
          add(DumpKind.PREFIX_LISTS, item);
        } else {
          add(kind, item);
        }
      } catch (Item.Fault fault) {
        dumps.problem(fault.problem());
      }
    }
  }

  private void add(DumpKind kind, Item item) {
    for (String field : kind.idFields()) {
      Optional<String> id = item.optional(field);
      if (id.isPresent()) {
        boolean isUnique = field.equals(kind.idFields().get(0));
        dumps.add(kind, isUnique ? id.get() : item.scope() + "/" + id.get(), item);
        return;
      }
    }
    throw item.fault(kind.idFields().get(0), "is missing, perhaps you should dump without --query");
  }

  private void entries(String file, String scope, SourceLocation at, JsonNode entries) {
    Matcher id = PREFIX_LIST_ID.matcher(file.substring(file.lastIndexOf('/') + 1));
    if (!id.find()) {
      dumps.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          file,
          "the entries do not say which prefix list they are of, perhaps you should name the file"
              + " by its id, such as pl-0123456789abcdef0.json");
      dumps.seen(scope, DumpKind.PREFIX_LIST_ENTRIES);
      return;
    }
    dumps.seen(scope, DumpKind.PREFIX_LIST_ENTRIES);
    JsonNode whole = mapper.createObjectNode().set("Entries", entries);
    dumps.add(DumpKind.PREFIX_LIST_ENTRIES, id.group(), new Item(whole, scope, at, ""));
  }
}
