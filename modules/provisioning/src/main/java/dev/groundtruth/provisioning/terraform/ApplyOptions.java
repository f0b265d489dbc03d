package dev.groundtruth.provisioning.terraform;

import java.util.Set;

/** How a saved plan is applied. Immutable: each call returns other options. */
public final class ApplyOptions {

  private static final ApplyOptions DEFAULTS =
      new ApplyOptions(Arguments.NONE, Variables.none(), Set.of());

  private final Arguments arguments;
  private final Variables variables;
  private final Set<Feature> features;

  private ApplyOptions(Arguments arguments, Variables variables, Set<Feature> features) {
    this.arguments = arguments;
    this.variables = variables;
    this.features = features;
  }

  /**
   * Applies the plan as it is.
   *
   * @return the options
   */
  public static ApplyOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Limits how many operations run at once.
   *
   * @param operations a positive number; Terraform takes 10 by itself
   * @return the options
   */
  public ApplyOptions parallelism(int operations) {
    return with(Arguments.parallelism(operations));
  }

  /**
   * Sets how the state is locked.
   *
   * @param locking whether and how long to wait; {@link Locking#failFast()} by default
   * @return the options
   */
  public ApplyOptions locking(Locking locking) {
    return new ApplyOptions(arguments.and(locking.arguments()), variables, features);
  }

  /**
   * Sets variables that are declared as ephemeral, whose values no plan holds (Terraform 1.10,
   * OpenTofu 1.11). All other variables are in the plan.
   *
   * @param more the variables
   * @return the options
   */
  public ApplyOptions ephemeralVariables(Variables more) {
    return new ApplyOptions(arguments, variables.with(more), features);
  }

  private ApplyOptions with(String argument) {
    return new ApplyOptions(arguments.and(argument), variables, features);
  }

  Arguments arguments() {
    return arguments;
  }

  Variables variables() {
    return variables;
  }

  Set<Feature> features() {
    return features;
  }
}
