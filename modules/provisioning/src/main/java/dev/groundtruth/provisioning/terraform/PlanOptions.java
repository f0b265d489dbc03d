package dev.groundtruth.provisioning.terraform;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code plan} plans. Immutable: each call returns other options. The kinds of plans exclude
 * each other, so each has a type of its own place to begin: {@link #defaults()}, {@link #destroy()}
 * and {@link #refreshOnly()}.
 */
public final class PlanOptions {

  private static final PlanOptions DEFAULTS =
      new PlanOptions(Arguments.NONE, Variables.none(), Set.of());

  private final Arguments arguments;
  private final Variables variables;
  private final Set<Feature> features;

  private PlanOptions(Arguments arguments, Variables variables, Set<Feature> features) {
    this.arguments = arguments;
    this.variables = variables;
    this.features = features;
  }

  /**
   * Plans what makes the resources as the configuration says.
   *
   * @return the options
   */
  public static PlanOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Plans what destroys all that is in the state.
   *
   * @return the options
   */
  public static PlanOptions destroy() {
    return DEFAULTS.with("-destroy");
  }

  /**
   * Plans what makes the state as the resources are, and changes nothing else.
   *
   * @return the options
   */
  public static PlanOptions refreshOnly() {
    return DEFAULTS.with("-refresh-only").needing(Feature.REFRESH_ONLY);
  }

  /**
   * Restricts what is done to a resource or module and what it depends on.
   *
   * @param address for example {@code module.web.aws_instance.server[0]}; may be called again
   * @return the options
   */
  public PlanOptions target(String address) {
    return with("-target=" + Arguments.operand("address", address));
  }

  /**
   * Leaves out a resource or module and what depends on it.
   *
   * @param address its address; may be called again
   * @return the options; need OpenTofu 1.9
   */
  public PlanOptions exclude(String address) {
    return with("-exclude=" + Arguments.operand("address", address)).needing(Feature.EXCLUDE);
  }

  /**
   * Replaces a resource although nothing of it changed.
   *
   * @param address its address; may be called again
   * @return the options
   */
  public PlanOptions replace(String address) {
    return with("-replace=" + Arguments.operand("address", address)).needing(Feature.REPLACE);
  }

  /**
   * Plans with what the state says, without looking whether it is still so.
   *
   * @return the options
   */
  public PlanOptions withoutRefresh() {
    return with("-refresh=false");
  }

  /**
   * Limits how many operations run at once.
   *
   * @param operations a positive number; Terraform takes 10 by itself
   * @return the options
   */
  public PlanOptions parallelism(int operations) {
    return with(Arguments.parallelism(operations));
  }

  /**
   * Sets how the state is locked.
   *
   * @param locking whether and how long to wait; {@link Locking#failFast()} by default
   * @return the options
   */
  public PlanOptions locking(Locking locking) {
    return new PlanOptions(arguments.and(locking.arguments()), variables, features);
  }

  /**
   * Sets variables for this command only.
   *
   * @param more the variables; they win over those of the {@link Terraform}
   * @return the options
   */
  public PlanOptions variables(Variables more) {
    return new PlanOptions(arguments, variables.with(more), features);
  }

  /**
   * Sets a variable for this command only.
   *
   * @param name its name
   * @param value its value, as for {@link Variables#with(String, Object)}
   * @return the options
   */
  public PlanOptions variable(String name, @Nullable Object value) {
    return new PlanOptions(arguments, variables.with(name, value), features);
  }

  /**
   * Takes variables from a file. {@link #variables} and those of the {@link Terraform} win over it.
   *
   * @param file a {@code .tfvars} or {@code .tfvars.json} file; a relative one starts at the folder
   *     of this process
   * @return the options
   */
  public PlanOptions variablesFile(Path file) {
    return with("-var-file=" + file.toAbsolutePath());
  }

  private PlanOptions needing(Feature feature) {
    Set<Feature> all = new HashSet<>(features);
    all.add(feature);
    return new PlanOptions(arguments, variables, Set.copyOf(all));
  }

  private PlanOptions with(String argument) {
    return new PlanOptions(arguments.and(argument), variables, features);
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
