package dev.groundtruth.verification.permissions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table {@code terraform/iam/permissions.json}, and the policies that follow from it: a
 * statement a scope, with the actions of all that is used, or forbidden.
 */
final class Permissions {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final JsonNode table;

  Permissions(JsonNode table) {
    this.table = table;
  }

  static Permissions read(Path file) throws IOException {
    return new Permissions(JSON.readTree(Files.readString(file)));
  }

  /** What does not fit to the configuration. */
  List<String> problems(ConfiguredTypes types) {
    List<String> problems = new ArrayList<>();
    compare("resource", types.resources(), table.path("resources"), problems);
    compare("data source", types.data(), table.path("data"), problems);
    grants()
        .flatMap(grant -> grant.propertyNames().stream())
        .filter(scope -> !table.path("scopes").has(scope))
        .forEach(scope -> problems.add("there is no scope %s".formatted(scope)));
    return problems;
  }

  private static void compare(
      String kind, Set<String> used, JsonNode known, List<String> problems) {
    for (String type : used) {
      if (!known.has(type)) {
        problems.add(
            "the %s %s has no entry, perhaps you should add the actions that it takes"
                .formatted(kind, type));
      }
    }
    for (String type : known.propertyNames()) {
      if (!used.contains(type)) {
        problems.add(
            "the %s %s is not used any more, perhaps you should remove its entry"
                .formatted(kind, type));
      }
    }
  }

  /** Policy name to policy. */
  Map<String, JsonNode> policies() {
    Map<String, TreeSet<String>> actions = new TreeMap<>();
    grants()
        .forEach(
            grant ->
                grant.forEachEntry(
                    (scope, each) ->
                        each.forEach(
                            action ->
                                actions
                                    .computeIfAbsent(scope, any -> new TreeSet<>())
                                    .add(action.asString("")))));
    Map<String, JsonNode> policies = new TreeMap<>();
    table
        .path("scopes")
        .forEachEntry(
            (name, scope) -> {
              if (actions.containsKey(name)) {
                ObjectNode policy =
                    (ObjectNode)
                        policies.computeIfAbsent(
                            scope.path("policy").asString(""), any -> emptyPolicy());
                ObjectNode statement = ((ArrayNode) policy.path("Statement")).addObject();
                statement.put("Sid", name).put("Effect", scope.path("effect").asString("Allow"));
                actions.get(name).forEach(statement.putArray("Action")::add);
                statement.set("Resource", scope.path("resources"));
                if (scope.has("condition")) {
                  statement.set("Condition", scope.path("condition"));
                }
              }
            });
    return policies;
  }

  private static ObjectNode emptyPolicy() {
    ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
    policy.putArray("Statement");
    return policy;
  }

  private Stream<JsonNode> grants() {
    return Stream.of("resources", "data", "suite", "forbidden")
        .flatMap(section -> table.path(section).valueStream());
  }
}
