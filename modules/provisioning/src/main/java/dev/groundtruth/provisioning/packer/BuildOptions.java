package dev.groundtruth.provisioning.packer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a template is built. Immutable: each call returns other options. */
public final class BuildOptions {

  private static final BuildOptions DEFAULTS =
      new BuildOptions(List.of(), Set.of(), Inputs.NONE, Optional.empty());

  private final List<String> arguments;
  private final Set<Feature> features;
  private final Inputs inputs;
  private final Optional<Path> manifest;

  private BuildOptions(
      List<String> arguments, Set<Feature> features, Inputs inputs, Optional<Path> manifest) {
    this.arguments = List.copyOf(arguments);
    this.features = Set.copyOf(features);
    this.inputs = inputs;
    this.manifest = manifest;
  }

  /**
   * Builds everything, all at once, and cleans up on errors.
   *
   * @return the options
   */
  public static BuildOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Builds only some of the builds.
   *
   * @param builds their names or, in HCL2, globs such as {@code docker.*}
   * @return the options
   * @throws IllegalArgumentException if one contains a comma, at which Packer would cut it
   */
  public BuildOptions only(String... builds) {
    return with(Inputs.selection("only", List.of(builds)));
  }

  /**
   * Leaves out some of the builds and post-processors.
   *
   * @param names their names or, in HCL2, globs
   * @return the options
   * @throws IllegalArgumentException if one contains a comma, at which Packer would cut it
   */
  public BuildOptions except(String... names) {
    return with(Inputs.selection("except", List.of(names)));
  }

  /**
   * Sets a variable of the template, for this command only.
   *
   * @param name its name
   * @param value its value, as for {@link PackerBuilder#variable}
   * @return the options
   */
  public BuildOptions variable(String name, @Nullable Object value) {
    return new BuildOptions(arguments, features, inputs.variable(name, value), manifest);
  }

  /**
   * Sets variables of the template, for this command only.
   *
   * @param values name to value, as for {@link PackerBuilder#variable}
   * @return the options
   */
  public BuildOptions variables(Map<String, ?> values) {
    return new BuildOptions(arguments, features, inputs.variables(values), manifest);
  }

  /**
   * Reads variables from a file; single variables win over it.
   *
   * @param file a file with the ending {@code .hcl} or {@code .json}; a relative one starts at the
   *     template's folder
   * @return the options
   */
  public BuildOptions variablesFile(Path file) {
    return new BuildOptions(arguments, features, inputs.file(file), manifest);
  }

  /**
   * Sets what a build does when a step fails.
   *
   * @param choice the choice; {@link OnError#CLEANUP} by default
   * @return the options
   */
  public BuildOptions onError(OnError choice) {
    Set<Feature> all = EnumSet.noneOf(Feature.class);
    all.addAll(features);
    if (choice == OnError.RUN_CLEANUP_PROVISIONER) {
      all.add(Feature.CLEANUP_PROVISIONER);
    }
    return new BuildOptions(joined(List.of("-on-error=" + choice.word())), all, inputs, manifest);
  }

  /**
   * Limits how many builds run at once.
   *
   * @param builds a positive number; there is no limit by default
   * @return the options
   * @throws IllegalArgumentException if it is not positive
   */
  public BuildOptions parallelBuilds(int builds) {
    if (builds < 1) {
      throw new IllegalArgumentException(
          builds + " parallel builds do nothing, perhaps you should write 1");
    }
    return with(List.of("-parallel-builds=" + builds));
  }

  /**
   * Deletes artifacts of earlier builds that are in the way.
   *
   * @return the options
   */
  public BuildOptions force() {
    return with(List.of("-force"));
  }

  /**
   * Says where the template's manifest post-processor writes. A build that succeeds without writing
   * there then is an error. Without this, {@code packer-manifest.json} is read if the build wrote
   * it.
   *
   * @param file the post-processor's {@code output}; a relative one starts at the template's folder
   * @return the options
   */
  public BuildOptions manifest(Path file) {
    return new BuildOptions(arguments, features, inputs, Optional.of(file));
  }

  private BuildOptions with(Collection<String> more) {
    return new BuildOptions(joined(more), features, inputs, manifest);
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

  Optional<Path> manifest() {
    return manifest;
  }
}
