package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.AttributePath;
import dev.groundtruth.provisioning.value.Value;
import java.util.Optional;

/**
 * An attribute that a plan changes.
 *
 * @param path the attribute
 * @param before its value; nothing if there is no such attribute yet
 * @param after its value to be; nothing if there is to be no such attribute
 * @param replaces whether the resource is replaced for it
 */
public record AttributeDifference(
    AttributePath path, Optional<Value> before, Optional<Value> after, boolean replaces) {

  /** Attribute, before and after, sensitive values masked. */
  @Override
  public String toString() {
    return "%s: %s -> %s%s"
        .formatted(
            path.isRoot() ? "(all)" : path,
            before.map(PlanDifferences::shown).orElse("(none)"),
            after.map(PlanDifferences::shown).orElse("(none)"),
            replaces ? " (forces replacement)" : "");
  }
}
