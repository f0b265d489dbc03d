package dev.groundtruth.provisioning.terraform.state;

import dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Located;
import java.math.BigInteger;

/**
 * What {@code terraform state pull} tells of a state that {@code terraform show} does not. The
 * resources in the file have no stable format; {@link StateReader} reads those of {@code show}.
 *
 * @param version the version of the file's format
 * @param terraformVersion the version of Terraform that wrote it
 * @param serial how often it was written
 * @param lineage what tells it from every other state
 */
public record StateFile(int version, String terraformVersion, BigInteger serial, String lineage) {

  /**
   * Reads a state file.
   *
   * @param json what {@code terraform state pull} wrote
   * @return what it tells
   * @throws dev.groundtruth.provisioning.value.MalformedJsonException if it is not that
   * @throws UnsupportedFormatException if its format is not that of Terraform 0.12 to 1.x
   */
  public static StateFile read(String json) {
    Located file = Json.read("the state file", json).in("The state file");
    int version = file.at("version").integer();
    UnsupportedFormatException.check("The state file", Integer.toString(version), "4");
    return new StateFile(
        version,
        file.at("terraform_version").text(),
        file.at("serial").number().toBigIntegerExact(),
        file.at("lineage").text());
  }
}
