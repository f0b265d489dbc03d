package dev.groundtruth.probing;

/**
 * A positive control: a probe that must be answered for silence elsewhere to mean anything.
 *
 * @param vantage from where
 * @param endpoint where to; something must listen there
 */
public record Control(Vantage vantage, Endpoint endpoint) {

  /**
   * What came of a control.
   *
   * @param vantage from where
   * @param endpoint where to
   * @param observation what was seen
   */
  public record Outcome(String vantage, Endpoint endpoint, Observation observation) {

    /**
     * Whether the control was answered.
     *
     * @return true if it was
     */
    public boolean passed() {
      return observation instanceof Observation.Open;
    }

    /** Such as {@code web-a -> database tcp/3306: answered after 0.4 ms}. */
    @Override
    public String toString() {
      return vantage + " -> " + endpoint + ": " + observation.describe();
    }
  }
}
