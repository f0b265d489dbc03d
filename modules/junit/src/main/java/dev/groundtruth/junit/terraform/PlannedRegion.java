package dev.groundtruth.junit.terraform;

import dev.groundtruth.provisioning.terraform.plan.Configuration.ProviderConfiguration;
import dev.groundtruth.provisioning.terraform.plan.Expression;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.value.TextValue;
import java.util.List;
import java.util.Optional;

/** In which region the default AWS provider of a configuration works. */
final class PlannedRegion {

  private static final String VARIABLE = "var.";

  private PlannedRegion() {}

  /**
   * Refuses a plan for another region than the one that is read, guarded and swept.
   *
   * @throws IllegalStateException if it is another, as far as the configuration tells: by a
   *     constant, or by a variable alone
   */
  static void require(Plan plan, String region) {
    Optional<String> planned = of(plan);
    if (planned.isPresent() && !planned.get().equals(region)) {
      throw new IllegalStateException(
          "The configuration is for region %s and the run for %s, perhaps you should say which variable it has for the region, or set -D%s=%s"
              .formatted(
                  planned.get(), region, TerraformEnvironment.REGION_PARAMETER, planned.get()));
    }
  }

  private static Optional<String> of(Plan plan) {
    return Optional.ofNullable(plan.configuration().providers().get("aws"))
        .map(ProviderConfiguration::expressions)
        .map(block -> block.arguments().get("region"))
        .flatMap(region -> value(plan, region));
  }

  private static Optional<String> value(Plan plan, Expression region) {
    if (region instanceof Expression.Constant constant) {
      return constant.value() instanceof TextValue text
          ? Optional.of(text.value())
          : Optional.empty();
    }
    List<String> references = region.references();
    return references.size() == 1 && references.get(0).startsWith(VARIABLE)
        ? plan.textVariable(references.get(0).substring(VARIABLE.length()))
        : Optional.empty();
  }
}
