package dev.groundtruth.aws.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Compares two readings, in what decides something. */
final class Changes {

  /** Only their coming and going matters: they give names to interfaces. */
  private static final Set<String> NAMES =
      Set.of("instances.json", "tasks.json", "load-balancers.json", "db-instances.json");

  /** What follows from other things, or decides nothing. */
  private static final Set<String> DERIVED =
      Set.of("AvailableIpAddressCount", "Attachment", "Tags");

  private Changes() {}

  static List<Change> between(Map<String, Listing> before, Map<String, Listing> now) {
    List<Change> changes = new ArrayList<>();
    Set<String> files = new TreeSet<>(before.keySet());
    files.addAll(now.keySet());
    for (String file : files) {
      Map<String, JsonNode> old = elements(before, file);
      Map<String, JsonNode> present = elements(now, file);
      Set<String> ids = new TreeSet<>(old.keySet());
      ids.addAll(present.keySet());
      for (String id : ids) {
        JsonNode first = old.get(id);
        JsonNode second = present.get(id);
        if (first == null) {
          changes.add(new Change(id, "appeared"));
        } else if (second == null) {
          changes.add(new Change(id, "disappeared"));
        } else if (!NAMES.contains(file)) {
          Set<String> members = differing(first, second);
          if (!members.isEmpty()) {
            changes.add(new Change(id, "changed (" + String.join(", ", members) + ")"));
          }
        }
      }
    }
    return List.copyOf(changes);
  }

  private static Map<String, JsonNode> elements(Map<String, Listing> reading, String file) {
    Listing listing = reading.get(file);
    return listing == null ? Map.of() : listing.elements();
  }

  private static Set<String> differing(JsonNode first, JsonNode second) {
    Set<String> members = new LinkedHashSet<>(first.propertyNames());
    members.addAll(second.propertyNames());
    members.removeIf(
        name ->
            DERIVED.contains(name)
                || unordered(first.path(name)).equals(unordered(second.path(name))));
    return members;
  }

  /** The same text for lists that differ in their order only: AWS keeps none. */
  private static String unordered(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(Changes::unordered).sorted().toList().toString();
    }
    if (value.isObject()) {
      return value
          .propertyStream()
          .map(member -> member.getKey() + "=" + unordered(member.getValue()))
          .sorted()
          .toList()
          .toString();
    }
    return value.toString();
  }
}
