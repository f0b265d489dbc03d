package dev.groundtruth.provisioning.packer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a template is checked. Immutable: each call returns other options. */
public final class ValidateOptions {

  private static final ValidateOptions DEFAULTS =
      new ValidateOptions(List.of(), Set.of(), Inputs.NONE);

  private final List<String> arguments;
  private final Set<Feature> features;
  private final Inputs inputs;

  private ValidateOptions(List<String> arguments, Set<Feature> features, Inputs inputs) {
    this.arguments = List.copyOf(arguments);
    this.features = features;
    this.inputs = inputs;
  }

  /**
   * Checks everything, plugins' settings included.
   *
   * @return the options
   */
  public static ValidateOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Checks the syntax only, for which neither plugins nor variables are needed.
   *
   * @return the options
   */
  public ValidateOptions syntaxOnly() {
    return with(List.of("-syntax-only"));
  }

  /**
   * Runs the data sources of the template, which may cost something (HCL2, Packer 1.8.5).
   *
   * @return the options
   */
  public ValidateOptions evaluatingDataSources() {
    return new ValidateOptions(
        joined(List.of("-evaluate-datasources")), Set.of(Feature.EVALUATE_DATA_SOURCES), inputs);
  }

  /**
   * Checks only some of the builds.
   *
   * @param builds their names or, in HCL2, globs such as {@code docker.*}
   * @return the options
   * @throws IllegalArgumentException if one contains a comma, at which Packer would cut it
   */
  public ValidateOptions only(String... builds) {
    return with(Inputs.selection("only", List.of(builds)));
  }

  /**
   * Leaves out some of the builds.
   *
   * @param builds their names or, in HCL2, globs
   * @return the options
   * @throws IllegalArgumentException if one contains a comma, at which Packer would cut it
   */
  public ValidateOptions except(String... builds) {
    return with(Inputs.selection("except", List.of(builds)));
  }

  /**
   * Sets a variable of the template, for this command only.
   *
   * @param name its name
   * @param value its value, as for {@link PackerBuilder#variable}
   * @return the options
   */
  public ValidateOptions variable(String name, @Nullable Object value) {
    return new ValidateOptions(arguments, features, inputs.variable(name, value));
  }

  /**
   * Sets variables of the template, for this command only.
   *
   * @param values name to value, as for {@link PackerBuilder#variable}
   * @return the options
   */
  public ValidateOptions variables(Map<String, ?> values) {
    return new ValidateOptions(arguments, features, inputs.variables(values));
  }

  /**
   * Reads variables from a file; single variables win over it.
   *
   * @param file a file with the ending {@code .hcl} or {@code .json}; a relative one starts at the
   *     template's folder
   * @return the options
   */
  public ValidateOptions variablesFile(Path file) {
    return new ValidateOptions(arguments, features, inputs.file(file));
  }

  private ValidateOptions with(Collection<String> more) {
    return new ValidateOptions(joined(more), features, inputs);
  }

  private List<String> joined(Collection<String> more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(more);
    return all;
  }

  List<String> arguments() {
    return arguments;
  }

  Set<Feature> features() {
    return features;
  }

  Inputs inputs() {
    return inputs;
  }
}
