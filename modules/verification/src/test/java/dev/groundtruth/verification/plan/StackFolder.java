package dev.groundtruth.verification.plan;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.PlanOptions;
import dev.groundtruth.provisioning.terraform.SavedPlan;
import dev.groundtruth.provisioning.terraform.Terraform;
import dev.groundtruth.provisioning.terraform.TerraformBuilder;
import dev.groundtruth.verification.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of {@code terraform/} that can be planned without AWS: an override file gives the provider
 * credentials that are nobody's, variables give what would be looked up.
 */
final class StackFolder {

  /** The repository's folder. */
  static final Path ORIGINAL =
      Path.of(System.getProperty(RepositoryRoot.PROPERTY, "../.."))
          .resolve("terraform")
          .normalize();

  /** What {@code production.tfvars} leaves to its users. */
  private static final Map<String, Object> OF_PRODUCTION =
      Map.of(
          "domain_name", "www.example.org",
          "certificate_arn", "arn:aws:acm:eu-west-3:123456789012:certificate/0-1",
          "cloudfront_certificate_arn", "arn:aws:acm:us-east-1:123456789012:certificate/0-2",
          "cloudfront_prefix_list_id", "pl-0123456789abcdef0",
          "alarm_emails", List.of("on-call@example.org"));

  /** Plans are those of one provider: a newer one knows not all of what is said here. */
  private static final String OVERRIDE =
      """
      terraform {
        required_providers {
          aws = {
            source  = "hashicorp/aws"
            version = "4.9.0"
          }
        }
      }

      provider "aws" {
      %1$s}

      provider "aws" {
        alias = "us_east_1"

      %1$s}
      """
          .formatted(
              """
                allowed_account_ids         = null
                skip_credentials_validation = true
                skip_get_ec2_platforms      = true
                skip_metadata_api_check     = true
                skip_region_validation      = true
                skip_requesting_account_id  = true
              """);

  private final Path folder;
  private final Tool tool;

  private StackFolder(Path folder, Tool tool) {
    this.folder = folder;
    this.tool = tool;
  }

  /** Copies the configuration, but not the lock of providers, which is the registry's. */
  static StackFolder copyTo(Path folder, Tool tool) throws IOException {
    try (Stream<Path> paths = Files.walk(ORIGINAL)) {
      for (Path path : paths.toList()) {
        Path to = folder.resolve(ORIGINAL.relativize(path).toString());
        String name = path.getFileName().toString();
        if (path.toString().contains(".terraform") || name.contains(".tfstate")) {
          continue;
        }
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          Files.copy(path, to);
        }
      }
    }
    Files.writeString(folder.resolve("without_aws_override.tf"), OVERRIDE);
    return new StackFolder(folder, tool);
  }

  Path folder() {
    return folder;
  }

  /** Replaces a text that must be there once or more often. */
  void replace(String file, String text, String by) throws IOException {
    Path path = folder.resolve(file);
    String content = Files.readString(path);
    if (!content.contains(text)) {
      throw new AssertionError("%s has no \"%s\" any more".formatted(file, text));
    }
    Files.writeString(path, content.replace(text, by));
  }

  /** An initialized Terraform that cannot reach AWS. */
  Terraform open() throws IOException {
    Optional<Path> mirror = Tool.providerMirror();
    Optional<Path> configuration =
        mirror.isPresent() ? Optional.of(cliConfiguration(mirror.get())) : Optional.empty();
    // Without a mirror the provider comes from the registry, which has to be reached.
    try (Terraform online = builder(configuration).open()) {
      online.init();
    }
    return builder(configuration)
        // Nobody answers there: a question to AWS fails the plan at once.
        .environment("HTTPS_PROXY", "http://127.0.0.1:9")
        .environment("HTTP_PROXY", "http://127.0.0.1:9")
        .open();
  }

  private TerraformBuilder builder(Optional<Path> configuration) {
    TerraformBuilder builder =
        Terraform.in(folder)
            .binary(tool.path().toString())
            .environment("AWS_ACCESS_KEY_ID", "mock")
            .environment("AWS_SECRET_ACCESS_KEY", Secret.of("not-a-real-secret-key"));
    configuration.ifPresent(path -> builder.environment("TF_CLI_CONFIG_FILE", path.toString()));
    return builder;
  }

  /** OpenTofu looks for the same provider under the address of its own registry. */
  private Path cliConfiguration(Path mirror) throws IOException {
    Path used = mirror;
    if (tool.isOpenTofu()) {
      used = folder.resolve(".mirror");
      Path from = mirror.resolve("registry.terraform.io");
      try (Stream<Path> platforms =
          Files.find(from, 4, (path, any) -> path.getNameCount() == from.getNameCount() + 4)) {
        for (Path platform : platforms.toList()) {
          Path link = used.resolve("registry.opentofu.org").resolve(from.relativize(platform));
          Files.createDirectories(link.getParent());
          Files.createSymbolicLink(link, platform);
        }
      }
    }
    return Files.writeString(
        folder.resolve("cli.tfrc"),
        """
        disable_checkpoint = true
        provider_installation {
          filesystem_mirror {
            path = "%s"
          }
        }
        """
            .formatted(used));
  }

  /** What has to be said for a plan without AWS. */
  PlanOptions options(VariableFile file) {
    PlanOptions options =
        PlanOptions.defaults()
            .variablesFile(folder.resolve(file.fileName()))
            .variable("account_id", "123456789012")
            .variable("availability_zones", List.of("eu-west-3a", "eu-west-3b"))
            .variable("ecs_ami_id", "ami-0123456789abcdef0")
            .variable("database_ami_id", "ami-0fedcba9876543210");
    if (file.isProduction()) {
      for (Map.Entry<String, Object> each : OF_PRODUCTION.entrySet()) {
        options = options.variable(each.getKey(), each.getValue());
      }
    }
    for (Map.Entry<String, @Nullable Object> each : file.more().entrySet()) {
      options = options.variable(each.getKey(), each.getValue());
    }
    return options;
  }

  /** Plans with a variable file. */
  PlannedStack plan(Terraform terraform, VariableFile file) {
    try (SavedPlan saved = terraform.plan(options(file))) {
      return PlannedStack.of(file.name(), folder, saved.plan().json());
    }
  }
}
