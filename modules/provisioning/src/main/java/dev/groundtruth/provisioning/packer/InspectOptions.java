package dev.groundtruth.provisioning.packer;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a template is inspected. Immutable: each call returns other options. */
public final class InspectOptions {

  private static final InspectOptions DEFAULTS = new InspectOptions(Inputs.NONE);

  private final Inputs inputs;

  private InspectOptions(Inputs inputs) {
    this.inputs = inputs;
  }

  /**
   * Inspects the template with the variables that are set for all commands.
   *
   * @return the options
   */
  public static InspectOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets a variable of the template, for this command only.
   *
   * @param name its name
   * @param value its value, as for {@link PackerBuilder#variable}
   * @return the options
   */
  public InspectOptions variable(String name, @Nullable Object value) {
    return new InspectOptions(inputs.variable(name, value));
  }

  /**
   * Sets variables of the template, for this command only.
   *
   * @param values name to value, as for {@link PackerBuilder#variable}
   * @return the options
   */
  public InspectOptions variables(Map<String, ?> values) {
    return new InspectOptions(inputs.variables(values));
  }

  /**
   * Reads variables from a file; single variables win over it.
   *
   * @param file a file with the ending {@code .hcl} or {@code .json}; a relative one starts at the
   *     template's folder
   * @return the options
   */
  public InspectOptions variablesFile(Path file) {
    return new InspectOptions(inputs.file(file));
  }

  Inputs inputs() {
    return inputs;
  }
}
