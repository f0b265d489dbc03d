package dev.groundtruth.provisioning.terraform.plan;

import java.nio.charset.StandardCharsets;

/**
 * Reads what {@code terraform show -json} writes of a saved plan. Has no state, so one serves all.
 */
public final class PlanReader {

  /** A reader. */
  public PlanReader() {}

  /**
   * Reads a plan.
   *
   * @param json what {@code terraform show -json} wrote
   * @return the plan
   * @throws dev.groundtruth.provisioning.value.MalformedJsonException if it is not JSON
   * @throws dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException if its format
   *     is of another major version than 1
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if it is no plan
   */
  public Plan read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a plan.
   *
   * @param json what {@code terraform show -json} wrote; is not copied and must not be changed
   * @return the plan
   * @throws dev.groundtruth.provisioning.value.MalformedJsonException if it is not JSON
   * @throws dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException if its format
   *     is of another major version than 1
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if it is no plan
   */
  public Plan read(byte[] json) {
    return new Plan(PlanSections.read(json));
  }
}
