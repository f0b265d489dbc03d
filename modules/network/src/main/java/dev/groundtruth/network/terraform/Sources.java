package dev.groundtruth.network.terraform;

import dev.groundtruth.network.SourceLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Where resources and their inline rules are written, as far as the configuration is at hand. */
final class Sources {

  private static final Pattern RESOURCE =
      Pattern.compile("^\\s*(resource|data)\\s+\"([^\"]+)\"\\s+\"([^\"]+)\"\\s*\\{");
  private static final Pattern BLOCK = Pattern.compile("^\\s*([a-z_0-9]+)\\s*\\{");
  private static final Pattern DYNAMIC = Pattern.compile("^\\s*dynamic\\s+\"([^\"]+)\"\\s*\\{");
  private static final Pattern SETTING =
      Pattern.compile("^\\s*([a-z_0-9]+)\\s*=\\s*\"?([^\"#]*?)\"?\\s*(#.*)?$");

  /** An inline block: its line and what is plainly set in it. */
  private record Inline(String name, boolean isDynamic, int line, Map<String, String> settings) {}

  private record Written(String file, int line, List<Inline> blocks) {}

  private final Document document;
  private final Optional<Path> root;
  private final Map<String, Map<String, Written>> modules = new HashMap<>();

  Sources(Document document, Optional<Path> root) {
    this.document = document;
    this.root = root;
  }

  /** Where a resource is written. */
  Optional<SourceLocation> resource(Resource resource) {
    return written(resource).map(found -> new SourceLocation(found.file(), found.line(), 1));
  }

  /** Whether blocks of a resource are made by {@code dynamic}, which a plan does not show. */
  boolean isDynamic(Resource resource, String block) {
    return root.isPresent()
        && written(resource).stream()
            .flatMap(found -> found.blocks().stream())
            .anyMatch(each -> each.isDynamic() && each.name().equals(block));
  }

  /**
   * Where an inline block is written: the only one that says what is known of it.
   *
   * @param resource the resource
   * @param name the block's name
   * @param value the block's value
   */
  Optional<SourceLocation> block(Resource resource, String name, Value value) {
    return written(resource)
        .map(
            found -> {
              List<Inline> fitting =
                  found.blocks().stream()
                      .filter(each -> each.name().equals(name) && fits(each, value))
                      .toList();
              return new SourceLocation(
                  found.file(), fitting.size() == 1 ? fitting.get(0).line() : found.line(), 1);
            });
  }

  private static boolean fits(Inline block, Value value) {
    return block.settings().entrySet().stream()
        .allMatch(
            setting -> {
              Value actual = value.at(setting.getKey());
              return actual.text().isEmpty()
                  || !setting.getValue().matches("-?[0-9]+")
                  || actual.text().get().equals(setting.getValue());
            });
  }

  private Optional<Written> written(Resource resource) {
    if (root.isEmpty()) {
      return Optional.empty();
    }
    Steps module = Steps.of(resource.module());
    Map<String, Written> found = modules.get(module.names());
    if (found == null) {
      found = folder(module).map(this::scan).orElse(Map.of());
      modules.put(module.names(), found);
    }
    return Optional.ofNullable(
        found.get(Document.block(resource.isData(), resource.type(), resource.name())));
  }

  /** Ids that a plan hides, in the files of all modules that are at hand. */
  List<HiddenIds.Hidden> hiddenIds() {
    List<HiddenIds.Hidden> hidden = new ArrayList<>();
    Set<Path> folders = new LinkedHashSet<>();
    root.ifPresent(folders::add);
    calls(new Steps(List.of()), folders);
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        hidden.addAll(HiddenIds.in(name(file), lines(file)));
      }
    }
    return hidden;
  }

  private void calls(Steps module, Set<Path> folders) {
    for (String name : document.module(module).path("module_calls").propertyNames()) {
      Steps child = module.child(name, "");
      folder(child).ifPresent(folders::add);
      calls(child, folders);
    }
  }

  private Optional<Path> folder(Steps module) {
    if (module.isRoot()) {
      return root;
    }
    JsonNode source = document.call(module).path("source");
    return source.isString() && source.stringValue().startsWith(".")
        ? folder(module.parent()).map(parent -> parent.resolve(source.stringValue()).normalize())
        : Optional.empty();
  }

  private Map<String, Written> scan(Path folder) {
    Map<String, Written> found = new HashMap<>();
    for (Path file : files(folder)) {
      scan(file, lines(file), found);
    }
    return found;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(".tf")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String name(Path file) {
    return root.orElseThrow().relativize(file).toString();
  }

  private void scan(Path file, List<String> lines, Map<String, Written> found) {
    String name = name(file);
    List<Inline> blocks = new ArrayList<>();
    Map<String, String> settings = new HashMap<>();
    int depth = 0;
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      Matcher resource = RESOURCE.matcher(line);
      if (resource.find()) {
        blocks = new ArrayList<>();
        found.put(
            Document.block(resource.group(1).equals("data"), resource.group(2), resource.group(3)),
            new Written(name, at + 1, blocks));
        depth = 0;
      }
      if (depth == 1) {
        Matcher block = BLOCK.matcher(line);
        Matcher dynamic = DYNAMIC.matcher(line);
        if (block.find()) {
          settings = new HashMap<>();
          blocks.add(new Inline(block.group(1), false, at + 1, settings));
        } else if (dynamic.find()) {
          settings = new HashMap<>();
          blocks.add(new Inline(dynamic.group(1), true, at + 1, settings));
        }
      } else if (depth == 2) {
        Matcher setting = SETTING.matcher(line);
        if (setting.find()) {
          settings.put(setting.group(1), setting.group(2));
        }
      }
      depth += braces(line);
    }
  }

  /** How much deeper a line leads, apart from what is in texts and comments. */
  private static int braces(String line) {
    int depth = 0;
    boolean quoted = false;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"' && (at == 0 || line.charAt(at - 1) != '\\')) {
        quoted = !quoted;
      } else if (!quoted && (c == '#' || line.startsWith("//", at))) {
        break;
      } else if (!quoted && c == '{') {
        depth++;
      } else if (!quoted && c == '}') {
        depth--;
      }
    }
    return depth;
  }
}
