package dev.groundtruth.network.awscli;

import dev.groundtruth.network.Problem;
import dev.groundtruth.network.SourceLocation;
import dev.groundtruth.network.model.Remark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder of dumps and its subfolders, file by file. */
final class DumpFolder {

  /** What the CLI and the services leave in an answer that has more pages. */
  private static final List<String> PAGE_TOKENS =
      List.of("NextToken", "nextToken", "NextMarker", "Marker");

  private static final Pattern PREFIX_LIST_ID = Pattern.compile("pl-[0-9a-f]{8,17}");

  private final Path folder;
  private final JsonMapper mapper =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private final Dumps dumps = new Dumps();

  DumpFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads all files.
   *
   * @throws UnusableDumpException if the folder is missing, or no file in it is a dump
   */
  Dumps read() {
    List<Path> files = files();
    for (Path file : files) {
      try {
        read(file);
      } catch (IOException e) {
        problem(file, "cannot be read, perhaps you should check its permissions");
      } catch (JacksonException e) {
        notJson(file, e);
      } catch (Item.Fault fault) {
        dumps.problem(fault.problem());
      }
    }
    if (dumps.scopes().isEmpty() && dumps.problems().isEmpty()) {
      throw unusable(
          "no file in it is a dump of the AWS CLI, perhaps you should run %s >"
                  .formatted(DumpKind.SECURITY_GROUPS.command())
              + " security-groups.json in it");
    }
    return dumps;
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      throw unusable(
          Files.exists(folder)
              ? "is no folder, perhaps you should name the folder the dumps are in"
              : "does not exist, perhaps you should check the path");
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      if (files.isEmpty()) {
        throw unusable(
            "is empty, perhaps you should run %s > security-groups.json and the other describe"
                    .formatted(DumpKind.SECURITY_GROUPS.command())
                + " commands in it");
      }
      return files;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw unusable("cannot be listed, perhaps you should check its permissions");
    }
  }

  private UnusableDumpException unusable(String message) {
    return new UnusableDumpException(
        List.of(new Problem(SourceLocation.of(folder.toString()), "", message)));
  }

  private void problem(Path file, String message) {
    dumps.problem(new Problem(SourceLocation.of(name(file)), "", message));
  }

  private String name(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private String scope(Path file) {
    Path parent = folder.relativize(file).getParent();
    return parent == null ? "." : parent.toString().replace('\\', '/');
  }

  private static boolean isMeantAsJson(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private void notJson(Path file, JacksonException e) {
    if (!isMeantAsJson(file)) {
      dumps.remark(
          Remark.Kind.IGNORED,
          name(file),
          "it is not JSON, perhaps you should keep it elsewhere or dump with --output json");
      return;
    }
    TokenStreamLocation at = e.getLocation();
    String reason = e.getOriginalMessage().lines().findFirst().orElse("").strip();
    dumps.problem(
        new Problem(
            at == null
                ? SourceLocation.of(name(file))
                : new SourceLocation(name(file), at.getLineNr(), at.getColumnNr()),
            "",
            "is not JSON (%s), perhaps you should run the aws command again with --output json"
                .formatted(reason)));
  }

  private void read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      if (isMeantAsJson(file)) {
        problem(file, "is empty, perhaps you should run the aws command again: it failed");
      } else {
        dumps.remark(Remark.Kind.IGNORED, name(file), "it is empty, perhaps you should remove it");
      }
      return;
    }
    List<String> keys = new ArrayList<>();
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
          other(file, key, parser.readValueAsTree());
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
    }
  }

  private void notUnderstood(Path file, String why, List<String> keys) {
    dumps.remark(
        Remark.Kind.NOT_UNDERSTOOD,
        name(file),
        "%s%s, perhaps you should keep the file elsewhere or dump without --query"
            .formatted(why, keys.isEmpty() ? "" : " (" + String.join(", ", keys) + ")"));
  }

  /** What stands beside the elements. */
  private void other(Path file, String key, JsonNode value) {
    boolean isEmpty = value.isNull() || (value.isString() && value.stringValue().isEmpty());
    if (PAGE_TOKENS.contains(key) && !isEmpty) {
      dumps.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          name(file),
          "%s is left, so the dump is incomplete, perhaps you should dump without --max-items and"
                  .formatted(key)
              + " --no-paginate");
    }
    if (key.equals("failures") && value.isArray() && !value.isEmpty()) {
      dumps.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          name(file),
          "%d of what was asked for was not found (failures), perhaps you should list and describe"
                  .formatted(value.size())
              + " it again");
    }
  }

  private SourceLocation at(Path file, JsonParser parser) {
    TokenStreamLocation place = parser.currentTokenLocation();
    return new SourceLocation(name(file), place.getLineNr(), place.getColumnNr());
  }

  private void elements(
      Path file, DumpKind kind, String key, SourceLocation keyAt, JsonParser parser) {
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

  private void entries(Path file, String scope, SourceLocation at, JsonNode entries) {
    Matcher id = PREFIX_LIST_ID.matcher(file.getFileName().toString());
    if (!id.find()) {
      dumps.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          name(file),
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
