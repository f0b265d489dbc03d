package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.AttributePath;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.SensitiveTexts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a value: of a resource, or of an output.
 *
 * @param action what is done
 * @param before the value as it is, with what is sensitive marked; null if there is none
 * @param after the value as it is to be, with what is unknown or sensitive marked; null if there is
 *     to be none
 * @param replacePaths the attributes for which the resource is replaced
 * @param importing where the resource is imported from
 * @param generatedConfig the configuration generated for an imported resource
 */
public record Change(
    Action action,
    Value before,
    Value after,
    List<AttributePath> replacePaths,
    Optional<Importing> importing,
    Optional<String> generatedConfig) {

  /**
   * A change.
   *
   * @param action what is done
   * @param before the value as it is
   * @param after the value as it is to be
   * @param replacePaths the attributes for which the resource is replaced
   * @param importing where the resource is imported from
   * @param generatedConfig the configuration generated for an imported resource
   */
  public Change {
    replacePaths = List.copyOf(replacePaths);
  }

  /**
   * How an existing object is found that is imported.
   *
   * @param id its id, if that is known and it is found by that
   * @param identity its identity, if it is found by that; null otherwise
   * @param unknown whether the id is known only after the apply
   */
  public record Importing(Optional<String> id, Value identity, boolean unknown) {}

  /**
   * Everything that is sensitive before or after, to be kept out of logs.
   *
   * @return the texts, those of fewer than six characters left out
   */
  public Set<Secret> secrets() {
    return SensitiveTexts.in(List.of(before, after)).secrets();
  }

  /** The action; no value, since one that is sensitive elsewhere may not be marked here. */
  @Override
  public String toString() {
    return "Change[" + action + "]";
  }
}
