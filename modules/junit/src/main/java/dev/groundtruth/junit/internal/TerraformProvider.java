package dev.groundtruth.junit.internal;

import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.junit.terraform.RequiresTerraform;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.junit.terraform.TerraformSettings;
import dev.groundtruth.junit.terraform.TerraformSettings.EmulatorSettings;
import dev.groundtruth.junit.terraform.TerraformSettings.RunVariables;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies what an annotation names; one that names the same is equal, and so applied once.
 *
 * @param target where
 * @param required what
 */
record TerraformProvider(String target, RequiresTerraform required)
    implements EnvironmentProvider<TerraformEnvironment> {

  @Override
  public Class<TerraformEnvironment> environmentType() {
    return TerraformEnvironment.class;
  }

  @Override
  public TerraformEnvironment start(EnvironmentContext context) {
    return TerraformEnvironment.start(context, settings(context));
  }

  TerraformSettings settings(EnvironmentContext context) {
    Path root =
        Path.of(context.parameter(EnvironmentContext.ROOT_PARAMETER).orElse(""))
            .toAbsolutePath()
            .normalize();
    Map<String, Object> variables = new LinkedHashMap<>();
    for (String variable : required.variables()) {
      String[] parts = variable.split("=", 2);
      if (parts.length < 2 || parts[0].isBlank()) {
        throw new IllegalArgumentException(
            "'%s' is no variable, perhaps you should write it like \"zones=2\""
                .formatted(variable));
      }
      variables.put(parts[0].strip(), parts[1]);
    }
    return TerraformSettings.of(root.resolve(required.folder()))
        .withVariablesFiles(Arrays.stream(required.variablesFiles()).map(root::resolve).toList())
        .withVariables(variables)
        .withRunVariables(
            new RunVariables(
                required.runVariable(),
                required.ownerVariable(),
                required.expiresVariable(),
                required.regionVariable(),
                required.accountVariable()))
        .withRunTag(required.runTag())
        .onEmulator(
            new EmulatorSettings(
                List.of(required.providerAliases()), "", Map.of(), Map.of(), Map.of()));
  }
}
