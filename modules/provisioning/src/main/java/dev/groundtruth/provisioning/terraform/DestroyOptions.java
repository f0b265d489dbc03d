package dev.groundtruth.provisioning.terraform;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How {@code destroy} is run. Immutable: each call returns other options. */
public final class DestroyOptions {

  private static final DestroyOptions DEFAULTS =
      new DestroyOptions(Arguments.NONE, Variables.none(), Set.of());

  private final Arguments arguments;
  private final Variables variables;
  private final Set<Feature> features;

  private DestroyOptions(Arguments arguments, Variables variables, Set<Feature> features) {
    this.arguments = arguments;
    this.variables = variables;
    this.features = features;
  }

  /**
   * Destroys all that is in the state.
   *
   * @return the options
   */
  public static DestroyOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Restricts what is done to a resource or module and what it depends on.
   *
   * @param address for example {@code module.web.aws_instance.server[0]}; may be called again
   * @return the options
   */
  public DestroyOptions target(String address) {
    return with("-target=" + Arguments.operand("address", address));
  }

  /**
   * Limits how many operations run at once.
   *
   * @param operations a positive number; Terraform takes 10 by itself
   * @return the options
   */
  public DestroyOptions parallelism(int operations) {
    return with(Arguments.parallelism(operations));
  }

  /**
   * Sets how the state is locked.
   *
   * @param locking whether and how long to wait; {@link Locking#failFast()} by default
   * @return the options
   */
  public DestroyOptions locking(Locking locking) {
    return new DestroyOptions(arguments.and(locking.arguments()), variables, features);
  }

  /**
   * Sets variables for this command only.
   *
   * @param more the variables; they win over those of the {@link Terraform}
   * @return the options
   */
  public DestroyOptions variables(Variables more) {
    return new DestroyOptions(arguments, variables.with(more), features);
  }

  /**
   * Sets a variable for this command only.
   *
   * @param name its name
   * @param value its value, as for {@link Variables#with(String, Object)}
   * @return the options
   */
  public DestroyOptions variable(String name, @Nullable Object value) {
    return new DestroyOptions(arguments, variables.with(name, value), features);
  }

  /**
   * Takes variables from a file. {@link #variables} and those of the {@link Terraform} win over it.
   *
   * @param file a {@code .tfvars} or {@code .tfvars.json} file; a relative one starts at the folder
   *     of this process
   * @return the options
   */
  public DestroyOptions variablesFile(Path file) {
    return with("-var-file=" + file.toAbsolutePath());
  }

  /**
   * Destroys what the state says without looking whether it is still so.
   *
   * @return the options
   */
  public DestroyOptions withoutRefresh() {
    return with("-refresh=false");
  }

  private DestroyOptions with(String argument) {
    return new DestroyOptions(arguments.and(argument), variables, features);
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
