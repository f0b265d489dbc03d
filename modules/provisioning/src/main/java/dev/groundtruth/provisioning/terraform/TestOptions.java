package dev.groundtruth.provisioning.terraform;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How {@code test} is run. Immutable: each call returns other options. */
public final class TestOptions {

  private static final TestOptions DEFAULTS =
      new TestOptions(Arguments.NONE, Variables.none(), Set.of(Feature.TEST));

  private final Arguments arguments;
  private final Variables variables;
  private final Set<Feature> features;

  private TestOptions(Arguments arguments, Variables variables, Set<Feature> features) {
    this.arguments = arguments;
    this.variables = variables;
    this.features = features;
  }

  /**
   * Runs all tests in the folder and in its folder {@code tests}.
   *
   * @return the options
   */
  public static TestOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Runs only some files.
   *
   * @param file a test file, relative to the working directory; may be called again
   * @return the options
   */
  public TestOptions file(String file) {
    return with("-filter=" + Arguments.operand("test file", file));
  }

  /**
   * Takes tests from another folder than {@code tests}.
   *
   * @param folder the folder, relative to the working directory
   * @return the options
   */
  public TestOptions folder(String folder) {
    return with("-test-directory=" + Arguments.operand("folder", folder));
  }

  /**
   * Limits how many operations run at once.
   *
   * @param operations a positive number
   * @return the options; need Terraform 1.12
   */
  public TestOptions parallelism(int operations) {
    return new TestOptions(
        arguments.and(Arguments.parallelism(operations)),
        variables,
        Set.of(Feature.TEST, Feature.TEST_PARALLELISM));
  }

  /**
   * Sets variables for this command only.
   *
   * @param more the variables; they win over those of the {@link Terraform}
   * @return the options
   */
  public TestOptions variables(Variables more) {
    return new TestOptions(arguments, variables.with(more), features);
  }

  /**
   * Sets a variable for this command only.
   *
   * @param name its name
   * @param value its value, as for {@link Variables#with(String, Object)}
   * @return the options
   */
  public TestOptions variable(String name, @Nullable Object value) {
    return new TestOptions(arguments, variables.with(name, value), features);
  }

  /**
   * Takes variables from a file. {@link #variables} and those of the {@link Terraform} win over it.
   *
   * @param file a {@code .tfvars} or {@code .tfvars.json} file; a relative one starts at the folder
   *     of this process
   * @return the options
   */
  public TestOptions variablesFile(Path file) {
    return with("-var-file=" + file.toAbsolutePath());
  }

  private TestOptions with(String argument) {
    return new TestOptions(arguments.and(argument), variables, features);
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
