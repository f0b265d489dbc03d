package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.SensitiveTexts;
import java.util.ArrayList;
import java.util.Collections;
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
    SensitiveTexts sensitive = plan.sensitiveTexts();
    List<ResourceDifference> resources = new ArrayList<>();
    for (ResourceChange change : plan.resourceChanges()) {
      if (change.isChange()) {
        resources.add(
            new ResourceDifference(
                change, masked(AttributeComparison.differences(change.change()), sensitive)));
      }
    }
    Map<String, List<AttributeDifference>> outputs = new LinkedHashMap<>();
    plan.outputChanges()
        .forEach(
            (name, change) -> {
              if (change.action() != Action.NO_OP) {
                outputs.put(name, masked(AttributeComparison.wholeDifferences(change), sensitive));
              }
            });
    return new PlanDifferences(resources, outputs);
  }

  private static List<AttributeDifference> masked(
      List<AttributeDifference> differences, SensitiveTexts sensitive) {
    return differences.stream()
        .map(
            difference ->
                new AttributeDifference(
                    difference.path(),
                    difference.before().map(sensitive::mask),
                    difference.after().map(sensitive::mask),
                    difference.replaces()))
        .toList();
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
    Map<String, Long> verbs = new LinkedHashMap<>();
    for (Action action : Action.values()) {
      long count = resources.stream().filter(each -> each.change().action() == action).count();
      if (count > 0) {
        verbs.merge(verb(action), count, Long::sum);
      }
    }
    List<String> parts = new ArrayList<>();
    verbs.forEach((verb, count) -> parts.add(count + " to " + verb));
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
          .append(change.action().participle());
    }
    change.actionReason().ifPresent(reason -> line.append(" (").append(reason).append(')'));
    return line.toString();
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
