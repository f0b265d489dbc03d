package dev.groundtruth.network.terraform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what an attribute names: unlike an id, a name can be that of things of several types, and
 * in another region of another thing of the same type.
 */
final class Names {

  /** The attribute that is the name, of all types that are found by it. */
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "aws_db_subnet_group", "name",
          "aws_elasticache_subnet_group", "name",
          "aws_elasticache_replication_group", "replication_group_id",
          "aws_launch_configuration", "name",
          "aws_launch_template", "name",
          "aws_rds_cluster", "cluster_identifier");

  private final Assembly assembly;
  private final Map<String, Map<String, List<Resource>>> byType = new HashMap<>();

  Names(Assembly assembly) {
    this.assembly = assembly;
  }

  /** What is of a type and named, be it by its id; nothing if it may be another. */
  Optional<Resource> find(Resource by, Value value, String type) {
    List<Resource> named = value.text().map(text -> all(text, type)).orElse(List.of());
    if (named.size() == 1) {
      return Optional.of(named.get(0));
    }
    if (!named.isEmpty()) {
      return assembly
          .keys()
          .referred(by, value)
          .flatMap(assembly.document()::resource)
          .filter(named::contains);
    }
    return assembly
        .keys()
        .one(by, value)
        .map(key -> all(key, type))
        .filter(all -> all.size() == 1)
        .map(all -> all.get(0));
  }

  /** All that a name, an id or a key can mean. */
  private List<Resource> all(String text, String type) {
    List<Resource> all = named(text, type);
    assembly
        .document()
        .resource(assembly.keys().ofId(text))
        .filter(found -> found.type().equals(type) && !all.contains(found))
        .ifPresent(all::add);
    return all;
  }

  private List<Resource> named(String name, String type) {
    return new ArrayList<>(
        byType.computeIfAbsent(type, this::ofType).getOrDefault(name, List.of()));
  }

  private Map<String, List<Resource>> ofType(String type) {
    Map<String, List<Resource>> found = new HashMap<>();
    for (Resource each : assembly.managed(type)) {
      each.get(ATTRIBUTES.getOrDefault(type, "name"))
          .text()
          .ifPresent(name -> found.computeIfAbsent(name, any -> new ArrayList<>(1)).add(each));
    }
    return found;
  }
}
