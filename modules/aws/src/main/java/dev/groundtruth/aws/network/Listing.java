package dev.groundtruth.aws.network;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one describe command tells.
 *
 * @param file what a file with it is called
 * @param key the key it stands under
 * @param elements the elements by their ids; of an element that came twice, the later one
 * @param isList whether a list of elements stands there, and not the only one
 * @param failures what could not be described, as ECS tells it
 */
record Listing(
    String file, String key, Map<String, JsonNode> elements, boolean isList, ArrayNode failures) {

  static Listing list(String file, String key, String id, Iterable<JsonNode> elements) {
    return list(file, key, id, elements, JsonNodeFactory.instance.arrayNode());
  }

  static Listing list(
      String file, String key, String id, Iterable<JsonNode> elements, ArrayNode failures) {
    Map<String, JsonNode> byId = new TreeMap<>();
    for (JsonNode element : elements) {
      byId.put(element.path(id).asString("#" + byId.size()), element);
    }
    return new Listing(file, key, byId, true, failures);
  }

  static Listing single(String file, String key, JsonNode element) {
    return new Listing(
        file, key, Map.of(key, element), false, JsonNodeFactory.instance.arrayNode());
  }

  /** What the AWS CLI prints. */
  String json() {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    if (isList) {
      whole.putArray(key).addAll(elements.values());
    } else {
      whole.setAll(elements);
    }
    if (!failures.isEmpty()) {
      whole.set("failures", failures);
    }
    return whole.toPrettyString() + "\n";
  }
}
