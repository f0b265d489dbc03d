package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a plan changes, attribute by attribute. Of a plan that follows an apply of the same
 * configuration it is why the configuration is not idempotent.
 *
 * @param resources the resources that are changed, with the attributes that differ
 * @param outputs name of an output to what differs in it
 */
public record PlanDifferences(
    List<ResourceDifference> resources, Map<String, List<AttributeDifference>> outputs) {

  /**
   * Differences.
   *
   * @param resources the resources that are changed
   * @param outputs name of an output to what differs in it
   */
  public PlanDifferences {
    resources = List.copyOf(resources);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /**
   * A resource that is changed.
   *
   * @param change its change
   * @param attributes the attributes that differ; none where there is nothing to compare, as with a
   *     resource that is created, deleted, or only moved or imported
   */
  public record ResourceDifference(ResourceChange change, List<AttributeDifference> attributes) {

    /**
     * A resource that is changed.
     *
     * @param change its change
     * @param attributes the attributes that differ
     */
    public ResourceDifference {
      attributes = List.copyOf(attributes);
    }
  }

  static PlanDifferences of(Plan plan) {
    List<ResourceDifference> resources = new ArrayList<>();
    for (ResourceChange change : plan.resourceChanges()) {
      if (change.isChange()) {
        resources.add(
            new ResourceDifference(change, AttributeComparison.differences(change.change())));
      }
    }
    Map<String, List<AttributeDifference>> outputs = new LinkedHashMap<>();
    plan.outputChanges()
        .forEach(
            (name, change) -> {
              if (change.action() != Action.NO_OP) {
                outputs.put(name, AttributeComparison.wholeDifferences(change));
              }
            });
    return new PlanDifferences(resources, outputs);
  }

  /**
   * Whether nothing is changed.
   *
   * @return true if nothing is
   */
  public boolean isEmpty() {
    return resources.isEmpty() && outputs.isEmpty();
  }

  /**
   * What is changed in one line, with numbers only.
   *
   * @return for example {@code 1 to create, 2 to update}
   */
  public String summary() {
    if (isEmpty()) {
      return "no changes";
    }
    Map<Action, Integer> actions = new EnumMap<>(Action.class);
    resources.forEach(resource -> actions.merge(resource.change().action(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    actions.forEach((action, count) -> parts.add(count + " to " + verb(action)));
    if (!outputs.isEmpty()) {
      parts.add(outputs.size() + (outputs.size() == 1 ? " output" : " outputs") + " to change");
    }
    return String.join(", ", parts);
  }

  private static String verb(Action action) {
    return switch (action) {
      case NO_OP -> "move or import";
      case DELETE_THEN_CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> "replace";
      case OTHER -> "change in an unknown way";
      default -> action.name().toLowerCase(Locale.ROOT);
    };
  }

  /**
   * Everything that differs, a line for each address, output and attribute, sensitive values
   * masked.
   *
   * @return the lines; empty if nothing is changed
   */
  public String describe() {
    List<String> lines = new ArrayList<>();
    for (ResourceDifference resource : resources) {
      lines.add(headline(resource.change()));
      resource.attributes().forEach(attribute -> lines.add("  " + attribute));
    }
    outputs.forEach(
        (name, differences) -> {
          lines.add("output \"" + name + "\" is changed");
          differences.forEach(difference -> lines.add("  " + difference));
        });
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private static String headline(ResourceChange change) {
    StringBuilder line = new StringBuilder(change.address());
    change.deposed().ifPresent(key -> line.append(" (deposed object ").append(key).append(')'));
    change.previousAddress().ifPresent(before -> line.append(" is moved from ").append(before));
    change
        .change()
        .importing()
        .ifPresent(
            importing ->
                line.append(line.indexOf(" is ") < 0 ? "" : " and")
                    .append(" is imported")
                    .append(importing.id().map(id -> " by id " + id).orElse("")));
    if (change.action() != Action.NO_OP) {
      line.append(line.indexOf(" is ") < 0 ? " is " : " and is ")
          .append(participle(change.action()));
    }
    change.actionReason().ifPresent(reason -> line.append(" (").append(reason).append(')'));
    return line.toString();
  }

  static String participle(Action action) {
    return switch (action) {
      case NO_OP -> "not changed";
      case CREATE -> "created";
      case READ -> "read";
      case UPDATE -> "updated";
      case DELETE_THEN_CREATE -> "replaced, the old one deleted first";
      case CREATE_THEN_DELETE -> "replaced, the new one created first";
      case CREATE_THEN_FORGET -> "replaced, the old one forgotten";
      case DELETE -> "deleted";
      case FORGET -> "forgotten";
      case OTHER -> "changed in an unknown way";
    };
  }

  /** What is changed, sensitive values masked. */
  @Override
  public String toString() {
    return isEmpty() ? summary() : summary() + "\n" + describe();
  }

  /** A text for a value in a line, cut where it is long. */
  static String shown(Value value) {
    String text = value.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
