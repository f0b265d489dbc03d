package dev.groundtruth.verification.plan;

import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.terraform.TerraformReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 */
record PlannedStack(String name, JsonNode json, List<PlannedResource> resources, Network network) {

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
    return new PlannedStack(name, root, List.copyOf(resources), network);
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

  /** What an argument of a resource is written with, wherever that leads. */
  List<String> references(String module, String block, String argument) {
    JsonNode place = json.path("configuration").path("root_module");
    if (!module.isEmpty()) {
      place = place.path("module_calls").path(module);
      if (block.isEmpty()) {
        return texts(place.path("expressions").path(argument).path("references"));
      }
      place = place.path("module");
    }
    for (JsonNode each : place.path("resources")) {
      if (each.path("address").asString("").equals(block)) {
        return texts(each.path("expressions").path(argument).path("references"));
      }
    }
    return List.of();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(each -> each.asString("")).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
