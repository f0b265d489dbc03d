package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks a binary for its version. */
final class VersionReader {

  private VersionReader() {}

  static TerraformVersion read(Cli cli) {
    Execution execution = cli.run(Invocation.of(Phase.READ, "version", "-json"));
    try {
      return read(execution.json());
    } catch (MalformedJsonException | UnexpectedValueException | IllegalArgumentException e) {
      throw cli.unreadable(execution, "version", e);
    }
  }

  static TerraformVersion read(String json) {
    Located root = Json.read("the version", json).in("The version");
    Map<String, String> providers = new LinkedHashMap<>();
    root.find("provider_selections")
        .ifPresent(
            selections ->
                selections.map().forEach((name, version) -> providers.put(name, version.text())));
    // Only Terraform looks for newer releases; the other members have the same names in both.
    Product product =
        root.find("terraform_outdated").isPresent() ? Product.TERRAFORM : Product.OPENTOFU;
    return new TerraformVersion(
        product,
        Version.parse(root.at("terraform_version").text()),
        root.find("platform").map(Located::text).orElse(""),
        providers);
  }
}
