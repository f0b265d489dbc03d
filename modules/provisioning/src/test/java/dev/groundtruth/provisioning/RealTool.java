package dev.groundtruth.provisioning;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.groundtruth.provisioning.command.ToolCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A tool that {@code bin/setup --for dev} brings, for tests that run it. Where it is missing the
 * test is aborted, except on a machine of the continuous integration, where it fails.
 */
public enum RealTool {
  TERRAFORM_1_11("terraform/1.11.4/terraform"),
  TERRAFORM_1_13("terraform/1.13.3/terraform"),
  OPENTOFU_1_12("opentofu/1.12.6/tofu"),
  PACKER_1_11("packer/1.11.2/packer");

  private final String place;

  RealTool(String place) {
    this.place = place;
  }

  /** All that understand Terraform's command line. */
  public static Stream<RealTool> terraforms() {
    return Stream.of(TERRAFORM_1_11, TERRAFORM_1_13, OPENTOFU_1_12);
  }

  /** Where tools are kept between builds. */
  public static Path cache() {
    return ToolCache.folder();
  }

  /** The binary; ends the test where it is missing. */
  public Path path() {
    return require(cache().resolve(place));
  }

  /** A file or folder beside the tools; ends the test where it is missing. */
  public static Path require(Path path) {
    if (!Files.exists(path)) {
      String message = path + " is missing, perhaps you should run bin/setup --for dev";
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(message);
      }
      abort(message);
    }
    return path;
  }
}
