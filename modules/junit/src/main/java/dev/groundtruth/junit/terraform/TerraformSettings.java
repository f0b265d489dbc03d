package dev.groundtruth.junit.terraform;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is applied.
 *
 * @param folder the folder of the root module; it is copied and stays as it is
 * @param variablesFiles files of variables, of which later ones win
 * @param variables variables beside those, which win over all files; null is Terraform's null
 * @param tags the names of variables that get the run's own id, owner and expiry, if it has such
 * @param runTag the key of the tag with the run's id that the configuration gives to whatever it
 *     makes; after the destroy AWS must know nothing that has it. Empty if it gives none
 * @param onEmulator what is different on an emulator
 */
public record TerraformSettings(
    Path folder,
    List<Path> variablesFiles,
    Map<String, @Nullable Object> variables,
    RunVariables tags,
    String runTag,
    EmulatorSettings onEmulator) {

  /**
   * Copies lists and maps.
   *
   * @param folder the folder of the root module
   * @param variablesFiles files of variables
   * @param variables variables beside those
   * @param tags the names of variables that get the run's own values
   * @param runTag the key of the tag with the run's id
   * @param onEmulator what is different on an emulator
   */
  public TerraformSettings {
    variablesFiles = List.copyOf(variablesFiles);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /**
   * The names of variables that a configuration has for what only the run knows.
   *
   * @param run of the run's id; empty if it has none
   * @param owner of the run's owner; empty if it has none
   * @param expires of the time after which nobody needs it (RFC 3339); empty if it has none
   * @param region of the region; empty if the configuration names its region itself
   * @param account of the number of the account that alone may be touched; empty if it has none
   */
  public record RunVariables(
      String run, String owner, String expires, String region, String account) {

    /** Of a configuration that has none. */
    public static final RunVariables NONE = new RunVariables("", "", "", "", "");
  }

  /**
   * What is different on an emulator.
   *
   * @param providerAliases the aliases of the AWS providers beside the default one
   * @param vpcCidrVariable the variable that says which block the VPC has, so that it is the
   *     emulated one; empty if there is none
   * @param machineImages container images by the names of the machine images that instances of them
   *     are launched from
   * @param variables variables that win over all others
   * @param overrides <a href="https://developer.hashicorp.com/terraform/language/files/override">
   *     override files</a> by their paths in the copied folder
   */
  public record EmulatorSettings(
      List<String> providerAliases,
      String vpcCidrVariable,
      Map<String, String> machineImages,
      Map<String, @Nullable Object> variables,
      Map<String, String> overrides) {

    /** Nothing is different but the account. */
    public static final EmulatorSettings NONE =
        new EmulatorSettings(List.of(), "", Map.of(), Map.of(), Map.of());

    /**
     * Copies lists and maps.
     *
     * @param providerAliases the aliases of the AWS providers beside the default one
     * @param vpcCidrVariable the variable that says which block the VPC has
     * @param machineImages container images by the names of machine images
     * @param variables variables that win over all others
     * @param overrides override files by their paths in the copied folder
     */
    public EmulatorSettings {
      providerAliases = List.copyOf(providerAliases);
      machineImages = Map.copyOf(machineImages);
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
      overrides = Map.copyOf(overrides);
    }
  }

  /**
   * A configuration with the values it has by itself.
   *
   * @param folder the folder of the root module
   * @return the settings
   */
  public static TerraformSettings of(Path folder) {
    return new TerraformSettings(
        folder, List.of(), Map.of(), RunVariables.NONE, "", EmulatorSettings.NONE);
  }

  /**
   * With files of variables.
   *
   * @param files the files, of which later ones win
   * @return other settings
   */
  public TerraformSettings withVariablesFiles(List<Path> files) {
    return new TerraformSettings(folder, files, variables, tags, runTag, onEmulator);
  }

  /**
   * With variables.
   *
   * @param more variables, which win over those there are
   * @return other settings
   */
  public TerraformSettings withVariables(Map<String, ? extends @Nullable Object> more) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(variables);
    all.putAll(more);
    return new TerraformSettings(folder, variablesFiles, all, tags, runTag, onEmulator);
  }

  /**
   * With variables that get the run's own values.
   *
   * @param names their names
   * @return other settings
   */
  public TerraformSettings withRunVariables(RunVariables names) {
    return new TerraformSettings(folder, variablesFiles, variables, names, runTag, onEmulator);
  }

  /**
   * With the tag by which all that a run makes is known.
   *
   * @param key the tag's key
   * @return other settings
   */
  public TerraformSettings withRunTag(String key) {
    return new TerraformSettings(folder, variablesFiles, variables, tags, key, onEmulator);
  }

  /**
   * With what is different on an emulator.
   *
   * @param settings the differences
   * @return other settings
   */
  public TerraformSettings onEmulator(EmulatorSettings settings) {
    return new TerraformSettings(folder, variablesFiles, variables, tags, runTag, settings);
  }
}
