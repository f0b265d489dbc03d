package dev.groundtruth.provisioning.terraform.state;

import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * An instance of a resource or data source, as it is or as a plan wants it.
 *
 * @param address its absolute address
 * @param module the address of its module; empty for the root
 * @param mode {@code managed} or {@code data}
 * @param type for example {@code aws_instance}
 * @param name its name in the module
 * @param index the key of its instance: a text of {@code for_each}, a number of {@code count}, null
 *     where there is neither
 * @param provider the full name of its provider
 * @param values its attributes, with what is sensitive marked
 * @param dependsOn the addresses of what it depends on
 * @param tainted whether it is replaced by the next apply
 * @param deposed the key of an object that is to be deleted, since another took its place
 */
public record StateResource(
    String address,
    String module,
    String mode,
    String type,
    String name,
    Value index,
    String provider,
    Value values,
    List<String> dependsOn,
    boolean tainted,
    Optional<String> deposed) {

  /**
   * An instance.
   *
   * @param address its absolute address
   * @param module the address of its module
   * @param mode {@code managed} or {@code data}
   * @param type its type
   * @param name its name in the module
   * @param index the key of its instance
   * @param provider the full name of its provider
   * @param values its attributes
   * @param dependsOn the addresses of what it depends on
   * @param tainted whether it is replaced by the next apply
   * @param deposed the key of an object that is to be deleted
   */
  public StateResource {
    dependsOn = List.copyOf(dependsOn);
  }

  /**
   * An attribute.
   *
   * @param path its path, for example {@code tags["Name"]}
   * @return its value, with accessors for every type
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if there is no such
   *     attribute
   */
  public Located attribute(String path) {
    return values.in(address).at(path);
  }

  /** The address; no value, since one that is sensitive elsewhere may not be marked here. */
  @Override
  public String toString() {
    return "StateResource[" + address + "]";
  }
}
