package dev.groundtruth.provisioning.terraform;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How {@code import} is run. Immutable: each call returns other options. */
public final class ImportOptions {

  private static final ImportOptions DEFAULTS =
      new ImportOptions(Arguments.NONE, Variables.none(), Set.of());

  private final Arguments arguments;
  private final Variables variables;
  private final Set<Feature> features;

  private ImportOptions(Arguments arguments, Variables variables, Set<Feature> features) {
    this.arguments = arguments;
    this.variables = variables;
    this.features = features;
  }

  /**
   * Imports with the variables of the {@link Terraform}.
   *
   * @return the options
   */
  public static ImportOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Limits how many operations run at once.
   *
   * @param operations a positive number; Terraform takes 10 by itself
   * @return the options
   */
  public ImportOptions parallelism(int operations) {
    return with(Arguments.parallelism(operations));
  }

  /**
   * Sets how the state is locked.
   *
   * @param locking whether and how long to wait; {@link Locking#failFast()} by default
   * @return the options
   */
  public ImportOptions locking(Locking locking) {
    return new ImportOptions(arguments.and(locking.arguments()), variables, features);
  }

  /**
   * Sets variables for this command only.
   *
   * @param more the variables; they win over those of the {@link Terraform}
   * @return the options
   */
  public ImportOptions variables(Variables more) {
    return new ImportOptions(arguments, variables.with(more), features);
  }

  /**
   * Sets a variable for this command only.
   *
   * @param name its name
   * @param value its value, as for {@link Variables#with(String, Object)}
   * @return the options
   */
  public ImportOptions variable(String name, @Nullable Object value) {
    return new ImportOptions(arguments, variables.with(name, value), features);
  }

  /**
   * Takes variables from a file. {@link #variables} and those of the {@link Terraform} win over it.
   *
   * @param file a {@code .tfvars} or {@code .tfvars.json} file; a relative one starts at the folder
   *     of this process
   * @return the options
   */
  public ImportOptions variablesFile(Path file) {
    return with("-var-file=" + file.toAbsolutePath());
  }

  private ImportOptions with(String argument) {
    return new ImportOptions(arguments.and(argument), variables, features);
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
