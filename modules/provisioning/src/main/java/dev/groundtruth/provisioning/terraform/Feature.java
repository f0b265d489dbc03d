package dev.groundtruth.provisioning.terraform;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What not every version can do, and since when it can.
 *
 * <p>The numbers are those of the change logs; OpenTofu began as 1.6.0 with all that Terraform 1.5
 * had.
 */
enum Feature {
  /** https://github.com/hashicorp/terraform/pull/28687 */
  EVENT_STREAM("the event stream of plan and apply (-json)", "0.15.3", "1.6.0"),
  /** https://github.com/hashicorp/terraform/pull/28560 */
  REFRESH_ONLY("plan -refresh-only", "0.15.4", "1.6.0"),
  /** https://github.com/hashicorp/terraform/pull/27938 */
  REPLACE("plan -replace", "0.15.2", "1.6.0"),
  /** https://github.com/opentofu/opentofu/pull/1900 */
  EXCLUDE("plan -exclude", null, "1.9.0"),
  /** https://github.com/hashicorp/terraform/pull/34886 and opentofu/opentofu/pull/1453 */
  INIT_EVENT_STREAM("init -json", "1.9.0", "1.7.0"),
  /** https://github.com/hashicorp/terraform/pull/33454 */
  TEST("test -json", "1.6.0", "1.6.0"),
  /** https://github.com/hashicorp/terraform/issues/34237 */
  TEST_PARALLELISM("test -parallelism", "1.12.0", null),
  /** https://github.com/hashicorp/terraform/pull/34288 */
  GRAPH_OF_RESOURCES("graph of resources only", "1.7.0", null);

  private final String description;
  private final @Nullable String terraform;
  private final @Nullable String openTofu;

  Feature(String description, @Nullable String terraform, @Nullable String openTofu) {
    this.description = description;
    this.terraform = terraform;
    this.openTofu = openTofu;
  }

  /** The first version of a product that can do it. */
  Optional<Version> since(Product product) {
    return Optional.ofNullable(product == Product.TERRAFORM ? terraform : openTofu)
        .map(Version::parse);
  }

  /** Whether a binary can do it; a pre-release of the first version may or may not, so it can. */
  boolean isIn(TerraformVersion binary) {
    Version version = binary.version();
    Version release = new Version(version.major(), version.minor(), version.patch());
    return since(binary.product()).filter(release::isAtLeast).isPresent();
  }

  /** What a binary would have to be. */
  String required() {
    if (openTofu == null) {
      return Product.TERRAFORM + " " + terraform + " or newer";
    }
    if (terraform == null) {
      return Product.OPENTOFU + " " + openTofu + " or newer";
    }
    return "%s %s or %s %s, or newer"
        .formatted(Product.TERRAFORM, terraform, Product.OPENTOFU, openTofu);
  }

  /** What it is, as a part of a sentence. */
  @Override
  public String toString() {
    return description;
  }
}
