package dev.groundtruth.network.terraform;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Turns what attributes refer to into keys: a known AWS id becomes the address of the resource that
 * has it, an unknown one is followed through the configuration.
 */
final class Keys {

  private static final Set<String> OWN =
      Set.of("id", "arn", "name", "identifier", "cluster_identifier", "association_id");

  private static final Map<String, String> IMPLICIT =
      Map.of(
          "default_security_group_id", ".default_security_group",
          "default_route_table_id", ".default_route_table",
          "main_route_table_id", ".default_route_table",
          "default_network_acl_id", ".default_network_acl");

  private final References references;
  private final Map<String, String> byId = new HashMap<>();
  private final Map<String, String> managed = new HashMap<>();

  Keys(Document document) {
    references = new References(document);
    Map<String, String> primary = new HashMap<>();
    for (Resource resource : document.resources()) {
      JsonNode id = resource.values().path("id");
      if (id.isString() && isItself(resource.type())) {
        byId.putIfAbsent(id.stringValue(), resource.address());
      }
      JsonNode arn = resource.values().path("arn");
      if (arn.isString()) {
        byId.putIfAbsent(arn.stringValue(), resource.address());
      }
      if (resource.type().endsWith("vpc")) {
        IMPLICIT.forEach(
            (attribute, suffix) ->
                resource
                    .get(attribute)
                    .text()
                    .ifPresent(of -> byId.put(of, resource.address() + suffix)));
      }
      if (resource.type().equals("aws_instance")) {
        resource
            .get("primary_network_interface_id")
            .text()
            .ifPresent(of -> primary.put(of, resource.address()));
      }
    }
    // An interface that is a resource is none of the instance's own.
    primary.forEach(byId::putIfAbsent);
  }

  /** Whether an attribute of a resource names the resource itself. */
  static boolean isOwn(String attribute) {
    return OWN.contains(attribute);
  }

  /** Whether what is of a type has an id of its own, and not that of what it is about. */
  private static boolean isItself(String type) {
    return !type.startsWith("aws_default_")
        && !type.endsWith("_association")
        && !type.endsWith("_attachment")
        && !type.endsWith("_rule")
        && !type.endsWith("_accepter");
  }

  /**
   * Keys an attribute refers to.
   *
   * @param keys the keys
   * @param unknown the attribute that will tell, if these may not be all
   */
  record Found(List<String> keys, Optional<String> unknown) {

    /** The only one. */
    Optional<String> single() {
      return keys.size() == 1 && unknown.isEmpty() ? Optional.of(keys.get(0)) : Optional.empty();
    }
  }

  /** That a resource manages what a VPC has by default. */
  void adopt(String implicitKey, Resource by) {
    managed.put(implicitKey, by.address());
    by.get("id").text().ifPresent(id -> byId.put(id, by.address()));
  }

  boolean isAdopted(String implicitKey) {
    return managed.containsKey(implicitKey);
  }

  /** The key of an AWS id; the id itself if nothing in the source has it. */
  String ofId(String id) {
    String key = byId.getOrDefault(id, id);
    return managed.getOrDefault(key, key);
  }

  Found find(Resource resource, Value value) {
    return find(resource, value, key -> true);
  }

  /**
   * Keys an attribute of an inline block refers to: the expression is that of all blocks together,
   * of which only some things can be meant.
   */
  Found find(Resource resource, Value value, java.util.function.Predicate<String> wanted) {
    Optional<String> text = value.text();
    if (text.isPresent()) {
      return new Found(List.of(ofId(text.get())), Optional.empty());
    }
    List<String> texts = value.texts();
    List<String> known =
        texts.isEmpty() ? texts : texts.stream().map(this::ofId).distinct().toList();
    if (!value.hasUnknown()) {
      return new Found(known, Optional.empty());
    }
    References.Targets targets = references.of(resource, value.expression());
    if (known.isEmpty() && targets.targets().size() == 1 && targets.isComplete()) {
      return key(targets.targets().get(0), 0)
          .filter(wanted)
          .map(key -> new Found(List.of(key), Optional.empty()))
          .orElseGet(() -> new Found(List.of(), Optional.of(value.path())));
    }
    boolean complete = targets.isComplete();
    Set<String> keys = new LinkedHashSet<>(known);
    for (References.Target target : targets.targets()) {
      Optional<String> key = key(target, 0);
      key.filter(wanted).ifPresent(keys::add);
      complete &= key.isPresent();
    }
    return complete && !keys.isEmpty()
        ? new Found(List.copyOf(keys), Optional.empty())
        : new Found(known, Optional.of(value.path()));
  }

  /** The one thing an attribute refers to. */
  Optional<String> one(Resource resource, Value value) {
    return find(resource, value).single();
  }

  /** The one thing the expression of an attribute refers to, be its value known or not. */
  Optional<String> referred(Resource resource, Value value) {
    References.Targets targets = references.of(resource, value.expression());
    return targets.isComplete() && targets.targets().size() == 1
        ? key(targets.targets().get(0), 0)
        : Optional.empty();
  }

  private Optional<String> key(References.Target target, int depth) {
    if (target.resource().isEmpty()) {
      return Optional.of(ofId(target.attribute()));
    }
    Resource resource = target.resource().get();
    // What accepts a peering is one with it: its id is that of the connection.
    String attribute =
        resource.type().equals("aws_vpc_peering_connection_accepter")
                && OWN.contains(target.attribute())
            ? "vpc_peering_connection_id"
            : target.attribute();
    String suffix = IMPLICIT.get(attribute);
    if (suffix != null && resource.type().endsWith("vpc")) {
      String key = resource.address() + suffix;
      return Optional.of(managed.getOrDefault(key, key));
    }
    if (resource.type().equals("aws_vpc_endpoint") && attribute.equals("prefix_list_id")) {
      return Optional.of(resource.address() + ".prefix_list");
    }
    if (attribute.equals("primary_network_interface_id")) {
      return Optional.of(resource.address());
    }
    if (OWN.contains(attribute)) {
      return Optional.of(resource.address());
    }
    Value value = resource.get(attribute);
    if (value.text().isPresent()) {
      return value.text().map(this::ofId);
    }
    if (depth > 10 || !value.hasUnknown()) {
      return Optional.empty();
    }
    References.Targets targets = references.of(resource, value.expression());
    return targets.isComplete() && targets.targets().size() == 1
        ? key(targets.targets().get(0), depth + 1)
        : Optional.empty();
  }
}
