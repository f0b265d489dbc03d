package dev.groundtruth.verification.plan;

import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.terraform.TerraformReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plan of the stack.
 *
 * @param name what it is a plan of
 * @param json what {@code terraform show -json} says of it
 * @param resources all that is made or read
 * @param network the network as it will be
 * @param files the configuration, by the names of its files
 */
record PlannedStack(
    String name,
    JsonNode json,
    List<PlannedResource> resources,
    Network network,
    Map<String, String> files) {

  private static final Pattern INDEX = Pattern.compile("\\[[^]]*]");

  static PlannedStack of(String name, Path folder, String json) {
    JsonNode root = JsonMapper.shared().readTree(json);
    List<PlannedResource> resources = new ArrayList<>();
    for (JsonNode each : root.path("resource_changes")) {
      resources.add(
          new PlannedResource(
              each.path("address").asString(""),
              each.path("type").asString(""),
              each.path("mode").asString("").equals("data"),
              each.path("change").path("after"),
              each.path("change").path("after_unknown")));
    }
    alreadyRead(root.path("prior_state").path("values").path("root_module"), resources);
    Network network =
        new TerraformReader(folder)
            .read(name, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    return new PlannedStack(name, root, List.copyOf(resources), network, files(folder));
  }

  private static Map<String, String> files(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(each -> each.toString().endsWith(".tf")).toList()) {
        String name = folder.relativize(path).toString();
        if (!name.startsWith(".terraform")) {
          files.put(name, Files.readString(path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(files);
  }

  /** A variable's value. */
  JsonNode variable(String variable) {
    return json.path("variables").path(variable).path("value");
  }

  /** Whether a variable that is true or false is true. */
  boolean wants(String variable) {
    return variable(variable).asBoolean(false);
  }

  private static void alreadyRead(JsonNode module, List<PlannedResource> resources) {
    for (JsonNode each : module.path("resources")) {
      resources.add(
          new PlannedResource(
              each.path("address").asString(""),
              each.path("type").asString(""),
              true,
              each.path("values"),
              JsonMapper.shared().createObjectNode()));
    }
    module.path("child_modules").forEach(each -> alreadyRead(each, resources));
  }

  /** Resources of some type. */
  Stream<PlannedResource> managed(String type) {
    return resources.stream().filter(each -> !each.isData() && each.type().equals(type));
  }

  /** Data sources of some type. */
  Stream<PlannedResource> data(String type) {
    return resources.stream().filter(each -> each.isData() && each.type().equals(type));
  }

  /**
   * The resources and data sources that an argument of a resource is made of, by their addresses in
   * their modules, through variables and outputs of modules. What is written with {@code [*]} says
   * not which output it means, so all outputs of that module count. Of a module of modules nothing
   * is said.
   *
   * @param resource the resource
   * @param path the argument, after the blocks it is in
   */
  Set<String> origins(PlannedResource resource, String... path) {
    Set<String> origins = new TreeSet<>();
    Module place = root();
    String address = INDEX.matcher(resource.address()).replaceAll("");
    if (address.startsWith("module.")) {
      String[] parts = address.split("\\.", 3);
      place = place.child(parts[1]);
      address = parts[2];
    }
    for (JsonNode each : place.content().path("resources")) {
      if (each.path("address").asString("").equals(address)) {
        JsonNode expression = each.path("expressions");
        for (String step : path) {
          expression = (expression.isArray() ? expression.path(0) : expression).path(step);
        }
        place.follow(expression, origins);
      }
    }
    return origins;
  }

  /** The same of an output of the whole. */
  Set<String> originsOfOutput(String output) {
    Set<String> origins = new TreeSet<>();
    Module root = root();
    root.follow(root.content().path("outputs").path(output).path("expression"), origins);
    return origins;
  }

  private Module root() {
    return new Module(json.path("configuration").path("root_module"), Optional.empty(), "");
  }

  /** A module as it is written, and who calls it by what name. */
  private record Module(JsonNode content, Optional<Module> caller, String name) {

    Module child(String call) {
      return new Module(
          content.path("module_calls").path(call).path("module"), Optional.of(this), call);
    }

    void follow(JsonNode expression, Set<String> origins) {
      List<String> references = texts(expression.path("references"));
      for (String reference : references) {
        // An output is followed by its module, which alone would mean all outputs.
        Pattern more = Pattern.compile(Pattern.quote(reference) + "[.\\[].*");
        if (references.stream().noneMatch(other -> more.matcher(other).matches())) {
          follow(INDEX.matcher(reference).replaceAll(""), origins);
        }
      }
    }

    private void follow(String reference, Set<String> origins) {
      List<String> parts = List.of(reference.split("\\.", -1));
      switch (parts.get(0)) {
        case "var" ->
            caller.ifPresent(
                each ->
                    each.follow(
                        each.content()
                            .path("module_calls")
                            .path(name)
                            .path("expressions")
                            .path(parts.get(1)),
                        origins));
        case "module" ->
            child(parts.get(1))
                .outputs(parts)
                .forEach(output -> child(parts.get(1)).follow(output.path("expression"), origins));
        case "data" -> origins.add(String.join(".", parts.subList(0, Math.min(3, parts.size()))));
        case "local", "each", "count", "path" -> {
          // no resource
        }
        default -> origins.add(parts.get(0) + "." + parts.get(1));
      }
    }

    private Stream<JsonNode> outputs(List<String> reference) {
      JsonNode outputs = content.path("outputs");
      return reference.size() > 2
          ? Stream.of(outputs.path(reference.get(2)))
          : outputs.valueStream();
    }
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(each -> each.asString("")).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
