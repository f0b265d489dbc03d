package dev.groundtruth.verification.plan;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.groundtruth.provisioning.command.ToolCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A tool that {@code bin/setup --for dev} brings. Where it is missing the test is aborted, except
 * on a machine of the continuous integration, where it fails.
 */
enum Tool {
  TERRAFORM_1_11("terraform/1.11.4/terraform"),
  TERRAFORM_1_13("terraform/1.13.3/terraform"),
  OPENTOFU_1_12("opentofu/1.12.6/tofu");

  private final String place;

  Tool(String place) {
    this.place = place;
  }

  /** The binary; ends the test where it is missing. */
  Path path() {
    Path path = ToolCache.folder().resolve(place);
    if (!Files.exists(path)) {
      String message = path + " is missing, perhaps you should run bin/setup --for dev";
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(message);
      }
      abort(message);
    }
    return path;
  }

  boolean isOpenTofu() {
    return this == OPENTOFU_1_12;
  }

  /** The provider of the Terraform registry's address, where that registry cannot be reached. */
  static Optional<Path> providerMirror() {
    return Files.exists(ToolCache.folder().resolve("terraform.rc"))
        ? Optional.of(ToolCache.folder().resolve("provider-mirror"))
        : Optional.empty();
  }
}
