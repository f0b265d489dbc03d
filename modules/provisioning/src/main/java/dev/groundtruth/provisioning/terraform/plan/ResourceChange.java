package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.Value;
import java.util.Optional;

/**
 * What a plan does to an instance of a resource or data source.
 *
 * @param address its absolute address
 * @param previousAddress its address in the prior state, if that was another
 * @param module the address of its module; empty for the root
 * @param mode {@code managed} or {@code data}
 * @param type for example {@code aws_instance}
 * @param name its name in the module
 * @param index the key of its instance: a text of {@code for_each}, a number of {@code count}, null
 *     where there is neither
 * @param deposed the key of the object, if it is about one whose place another took
 * @param provider the full name of its provider
 * @param change what is done to it
 * @param actionReason why, for example {@code replace_because_cannot_update} or {@code
 *     delete_because_no_resource_config}
 */
public record ResourceChange(
    String address,
    Optional<String> previousAddress,
    String module,
    String mode,
    String type,
    String name,
    Value index,
    Optional<String> deposed,
    String provider,
    Change change,
    Optional<String> actionReason) {

  /**
   * What is done to it.
   *
   * @return the action
   */
  public Action action() {
    return change.action();
  }

  /**
   * Whether it is no data source.
   *
   * @return true for a managed resource
   */
  public boolean isManaged() {
    return mode.equals("managed");
  }

  /**
   * Whether its address changes, whatever else does.
   *
   * @return true for a move
   */
  public boolean isMoved() {
    return previousAddress.isPresent();
  }

  /**
   * Whether an apply does anything to it or to its place in the state. The reading of a data source
   * is no change.
   *
   * @return true if it is changed, moved or imported
   */
  public boolean isChange() {
    return action().isChange() || isMoved() || change.importing().isPresent();
  }

  /**
   * An attribute as it is to be.
   *
   * @param path its path, for example {@code tags["Name"]}
   * @return its value, with accessors for every type
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if there is no such
   *     attribute
   */
  public Located after(String path) {
    return change.after().in(address).at(path);
  }

  /**
   * An attribute as it is.
   *
   * @param path its path, for example {@code tags["Name"]}
   * @return its value, with accessors for every type
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if there is no such
   *     attribute
   */
  public Located before(String path) {
    return change.before().in(address + " before the change").at(path);
  }
}
