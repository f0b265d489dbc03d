package dev.groundtruth.provisioning;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A tool that {@code bin/setup --for dev} brings, for tests against the real thing. Where it is
 * missing, the test is aborted; in CI it fails.
 */
public enum RealTool {
  /** Terraform, the older of the versions that are tested. */
  TERRAFORM_1_11("terraform/1.11.4/terraform"),
  /** Terraform, the newer of the versions that are tested. */
  TERRAFORM_1_13("terraform/1.13.3/terraform"),
  /** OpenTofu. */
  OPENTOFU("opentofu/1.12.6/tofu"),
  /** Packer. */
  PACKER("packer/1.11.2/packer"),
  /** A folder for {@code PACKER_PLUGIN_PATH}, with the docker, amazon and ansible plugins. */
  PACKER_PLUGINS("packer-plugins"),
  /** A folder for {@code filesystem_mirror}, with the AWS provider. */
  PROVIDER_MIRROR("provider-mirror");

  private final String path;

  RealTool(String path) {
    this.path = path;
  }

  /**
   * Where the tool is.
   *
   * @return its absolute path
   */
  public Path path() {
    Path file = tools().resolve(path);
    if (!Files.exists(file)) {
      String reason = file + " is missing, perhaps you should run bin/setup --for dev";
      return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
    }
    return file;
  }

  private static Path tools() {
    return environment("GROUNDTRUTH_TOOLS")
        .orElseGet(
            () ->
                environment("XDG_CACHE_HOME")
                    .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                    .resolve("groundtruth/tools"))
        .toAbsolutePath();
  }

  private static Optional<Path> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank()).map(Path::of);
  }
}
