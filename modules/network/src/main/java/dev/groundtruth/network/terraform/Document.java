package dev.groundtruth.network.terraform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A plan or state as {@code terraform show -json} writes it, taken apart into resources. */
final class Document {

  static final JsonNode MISSING =
      tools.jackson.databind.node.JsonNodeFactory.instance.missingNode();

  private static final String DATA = "data.";

  private final JsonNode root;
  private final Map<String, Resource> resources;
  private final Map<String, List<Resource>> indexed = new HashMap<>();
  private List<Resource> all = List.of();
  private List<Resource> replaced = new ArrayList<>();
  private final Map<String, List<String>> moduleInstances = new LinkedHashMap<>();

  private Document(JsonNode root, int size) {
    this.root = root;
    this.resources = new LinkedHashMap<>(2 * size);
  }

  static Document of(String source, PlanJson json) {
    JsonNode root = json.root();
    if (!root.isObject()) {
      throw new UnreadablePlanException(
          source
              + " is no Terraform plan or state, perhaps you should write one with"
              + " \"terraform show -json PLANFILE\"");
    }
    JsonNode version = root.path("format_version");
    if (!version.isString()) {
      throw new UnreadablePlanException(
          root.has("lineage")
              ? source
                  + " is a raw state file, perhaps you should give what \"terraform show -json\""
                  + " says of it"
              : source
                  + " has no format_version, perhaps you should give what \"terraform show -json\""
                  + " wrote");
    }
    if (!version.stringValue().matches("1\\.[0-9]+|0\\.[12]")) {
      throw new UnreadablePlanException(
          "%s has the format version %s, of which nothing is known here, perhaps you should write it with a Terraform whose format version is 1.x"
              .formatted(source, version.stringValue()));
    }
    Document document = new Document(root, json.changes().size());
    if (root.has("resource_changes") || root.has("planned_values")) {
      document.plan(json.changes());
    } else if (root.has("values") || root.size() <= 3) {
      document.state(root.path("values").path("root_module"), false);
    } else {
      throw new UnreadablePlanException(
          source
              + " is neither a plan nor a state, perhaps you should give what \"terraform show"
              + " -json\" wrote");
    }
    document.all = List.copyOf(document.resources.values());
    document.replaced = List.copyOf(document.replaced);
    return document;
  }

  private void plan(List<PlanJson.Change> changes) {
    state(root.path("prior_state").path("values").path("root_module"), true);
    Defaults defaults = new Defaults(changes);
    Set<String> deleted = new HashSet<>();
    for (PlanJson.Change change : changes) {
      if (change.isDeposed()) {
        continue;
      }
      PlanJson.Action action = change.action();
      JsonNode before = action.before();
      boolean isDeleted = action.isOnly("delete");
      boolean isForgotten = action.isOnly("forget") || (isDeleted && defaults.isLeft(change));
      Resource resource =
          resource(
              change.address(),
              change.module(),
              change.isData(),
              change.type(),
              change.name(),
              isForgotten ? before : action.after(),
              isForgotten ? MISSING : action.unknown(),
              before,
              !before.isObject() || action.names().size() > 1);
      if (before.isObject()) {
        replaced.add(resource.asBefore());
      }
      if (isDeleted && !isForgotten) {
        deleted.add(resource.address());
      } else {
        add(resource);
      }
    }
    untouched(root.path("prior_state").path("values").path("root_module"), deleted);
  }

  /** What exists and what a plan with targets does not look at stays as it is. */
  private void untouched(JsonNode module, Set<String> deleted) {
    for (JsonNode each : module.path("resources")) {
      String address = each.path("address").asString("");
      if (each.path("mode").asString("").equals("managed")
          && !each.has("deposed_key")
          && !resources.containsKey(address)
          && !deleted.contains(address)) {
        Resource resource = withModule(module, each, each.path("values"));
        add(resource);
        replaced.add(resource.asBefore());
      }
    }
    for (JsonNode child : module.path("child_modules")) {
      untouched(child, deleted);
    }
  }

  private void state(JsonNode module, boolean dataOnly) {
    for (JsonNode each : module.path("resources")) {
      if (!dataOnly || each.path("mode").asString("").equals("data")) {
        add(withModule(module, each, MISSING));
      }
    }
    for (JsonNode child : module.path("child_modules")) {
      state(child, dataOnly);
    }
  }

  private Resource withModule(JsonNode module, JsonNode node, JsonNode before) {
    return resource(
        node.path("address").asString(""),
        module.path("address").asString(""),
        node.path("mode").asString("").equals("data"),
        node.path("type").asString(""),
        node.path("name").asString(""),
        node.path("values"),
        MISSING,
        before,
        false);
  }

  /** Its address is made of all that tells it apart, the index at the end. */
  private Resource resource(
      String address,
      String module,
      boolean isData,
      String type,
      String name,
      JsonNode values,
      JsonNode unknown,
      JsonNode before,
      boolean isNew) {
    int start = module.isEmpty() ? 0 : module.length() + 1;
    int end = start + (isData ? DATA.length() : 0) + type.length() + 1 + name.length();
    boolean isIndexed = end < address.length();
    return new Resource(
        address,
        module,
        isData,
        type,
        name,
        isIndexed ? address.substring(end) : "",
        values,
        unknown,
        before,
        configuration(
            steps(module), module.isEmpty() && !isIndexed ? address : block(isData, type, name)),
        isNew);
  }

  private void add(Resource resource) {
    resources.put(resource.address(), resource);
    if (!resource.index().isEmpty()) {
      indexed.computeIfAbsent(resource.block(), key -> new ArrayList<>(2)).add(resource);
    }
    for (Steps steps = steps(resource.module()); !steps.isRoot(); steps = steps.parent()) {
      String without = Steps.join(steps.parent().toString(), "module." + steps.name());
      List<String> instances = moduleInstances.computeIfAbsent(without, key -> new ArrayList<>());
      if (!instances.contains(steps.index())) {
        instances.add(steps.index());
      }
    }
  }

  private final Map<String, Steps> steps = new HashMap<>();

  /** The address of a module's instance, taken apart. */
  Steps steps(String module) {
    return module.isEmpty() ? Steps.ROOT : steps.computeIfAbsent(module, Steps::of);
  }

  static String block(boolean isData, String type, String name) {
    return (isData ? DATA : "") + type + "." + name;
  }

  private final Map<String, Map<String, JsonNode>> configured = new HashMap<>();

  /** The configuration of a block, missing if there is none. */
  JsonNode configuration(Steps module, String block) {
    Map<String, JsonNode> blocks = configured.get(module.names());
    if (blocks == null) {
      blocks = blocksOf(module);
      configured.put(module.names(), blocks);
    }
    return blocks.getOrDefault(block, MISSING);
  }

  private Map<String, JsonNode> blocksOf(Steps module) {
    JsonNode blocks = module(module).path("resources");
    Map<String, JsonNode> found = new HashMap<>(2 * blocks.size());
    for (JsonNode each : blocks) {
      found.put(each.path("address").asString(""), each);
    }
    return found;
  }

  /** The configuration of a module. */
  JsonNode module(Steps module) {
    return module.isRoot()
        ? root.path("configuration").path("root_module")
        : call(module).path("module");
  }

  /** The call of a module in the configuration of its parent. */
  JsonNode call(Steps module) {
    return module(module.parent()).path("module_calls").path(module.name());
  }

  /** The value of a variable of the root module. */
  JsonNode variable(String name) {
    JsonNode given = root.path("variables").path(name);
    return given.has("value")
        ? given.path("value")
        : root.path("configuration")
            .path("root_module")
            .path("variables")
            .path(name)
            .path("default");
  }

  List<Resource> resources() {
    return all;
  }

  Optional<Resource> resource(String address) {
    return Optional.ofNullable(resources.get(address));
  }

  /** All instances of a block in one module instance. */
  List<Resource> instances(String module, String block) {
    String address = Steps.join(module, block);
    List<Resource> many = indexed.getOrDefault(address, List.of());
    Resource one = resources.get(address);
    if (one == null) {
      return many;
    }
    List<Resource> all = new ArrayList<>(many);
    all.add(0, one);
    return all;
  }

  /** The indexes of a module's instances, of those that have resources. */
  List<String> moduleInstances(Steps parent, String name) {
    return moduleInstances.getOrDefault(Steps.join(parent.toString(), "module." + name), List.of());
  }

  /** What exists before the plan. */
  List<Resource> before() {
    return replaced;
  }

  /** Whether the configuration is part of the document. */
  boolean hasConfiguration() {
    return root.has("configuration");
  }

  JsonNode root() {
    return root;
  }
}
