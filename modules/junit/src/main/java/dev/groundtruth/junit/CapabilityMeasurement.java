package dev.groundtruth.junit;

/**
 * What came out when a capability was tried.
 *
 * @param present whether the environment has it
 * @param observation what was seen, one sentence for the report and for the reason of a skip
 */
public record CapabilityMeasurement(boolean present, String observation) {

  /**
   * Checks that there is an observation.
   *
   * @param present whether the environment has it
   * @param observation what was seen
   */
  public CapabilityMeasurement {
    if (observation.isBlank()) {
      throw new IllegalArgumentException(
          "A capability measurement has no observation, perhaps you should say what was seen.");
    }
  }

  /**
   * The environment has the capability.
   *
   * @param observation what showed it
   * @return the measurement
   */
  public static CapabilityMeasurement present(String observation) {
    return new CapabilityMeasurement(true, observation);
  }

  /**
   * The environment does not have the capability.
   *
   * @param observation what showed that it is missing
   * @return the measurement
   */
  public static CapabilityMeasurement missing(String observation) {
    return new CapabilityMeasurement(false, observation);
  }
}
