package dev.groundtruth.network.terraform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what an attribute names: unlike an id, a name can be that of things of several types, and in
 * another region of another thing of the same type.
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

  /** What is of one of the types and named, be it by its id; nothing if it may be another. */
  Optional<Resource> find(Resource by, Value value, List<String> types) {
    List<Resource> named = named(value.text().orElse(""), types);
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
    return assembly.keys().one(by, value).flatMap(key -> ofKey(key, types));
  }

  private Optional<Resource> ofKey(String key, List<String> types) {
    return assembly
        .document()
        .resource(key)
        .filter(found -> types.contains(found.type()))
        .or(() -> Optional.of(named(key, types)).filter(all -> all.size() == 1).map(all -> all.get(0)));
  }

  private List<Resource> named(String name, List<String> types) {
    List<Resource> found = new ArrayList<>();
    for (String type : types) {
      found.addAll(byType.computeIfAbsent(type, this::ofType).getOrDefault(name, List.of()));
    }
    return found;
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
