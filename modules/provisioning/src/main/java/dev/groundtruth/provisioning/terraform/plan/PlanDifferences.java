package dev.groundtruth.provisioning.terraform.plan;

import java.util.List;
import java.util.Map;

/**
 * What a plan changes, attribute by attribute. Of a plan that follows an apply of the same
 * configuration it is why the configuration is not idempotent.
 *
 * @param resources the resources that are changed, with the attributes that differ
 * @param outputs name of an output to what differs in it
 */
@SuppressWarnings("DoNotCallSuggester") // not written yet
public record PlanDifferences(
    List<ResourceDifference> resources, Map<String, List<AttributeDifference>> outputs) {

  /**
   * A resource that is changed.
   *
   * @param change its change
   * @param attributes the attributes that differ; none of a move, an import or a forgotten resource
   */
  public record ResourceDifference(ResourceChange change, List<AttributeDifference> attributes) {}

  static PlanDifferences of(Plan plan) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /**
   * Everything that differs, a line for an address, action or attribute, sensitive values masked.
   *
   * @return the lines; empty if nothing is changed
   */
  public String describe() {
    throw new UnsupportedOperationException();
  }
}
