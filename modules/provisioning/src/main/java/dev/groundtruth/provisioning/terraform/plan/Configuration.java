package dev.groundtruth.provisioning.terraform.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration a plan is of, as far as Terraform tells: what refers to what, also where no
 * value is known yet.
 *
 * @param providers key to provider configuration
 * @param root the root module
 */
public record Configuration(Map<String, ProviderConfiguration> providers, ConfiguredModule root) {

  /**
   * A configuration.
   *
   * @param providers key to provider configuration
   * @param root the root module
   */
  public Configuration {
    providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
  }

  /**
   * The configuration of a provider.
   *
   * @param name the local name of the provider, for example {@code aws}
   * @param fullName for example {@code registry.terraform.io/hashicorp/aws}
   * @param alias its alias
   * @param module the module it is in; empty for the root
   * @param expressions argument to expression
   */
  public record ProviderConfiguration(
      String name,
      String fullName,
      Optional<String> alias,
      String module,
      Expression.Block expressions) {}
}
