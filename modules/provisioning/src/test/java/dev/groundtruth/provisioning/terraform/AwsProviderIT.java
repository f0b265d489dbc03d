package dev.groundtruth.provisioning.terraform;

import static dev.groundtruth.provisioning.terraform.assertions.TerraformAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.groundtruth.provisioning.RealTool;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The AWS provider that {@code bin/setup --for dev} brings, from its mirror or from the registry.
 * Nothing is asked of AWS: its addresses are a closed port of this machine, so that a call would
 * fail the plan.
 */
@Timeout(300)
class AwsProviderIT {

  private static final String MAIN =
      """
      terraform {
        required_providers {
          aws = {
            source = "hashicorp/aws"
          }
        }
      }
      provider "aws" {
        region                      = "eu-west-3"
        skip_credentials_validation = true
        skip_get_ec2_platforms      = true
        skip_metadata_api_check     = true
        skip_requesting_account_id  = true
        endpoints {
          ec2 = "http://127.0.0.1:9"
          sts = "http://127.0.0.1:9"
        }
      }
      resource "aws_vpc" "main" {
        cidr_block = "10.0.0.0/16"
      }
      resource "aws_security_group" "web" {
        name   = "web"
        vpc_id = aws_vpc.main.id
      }
      """;

  @TempDir Path folder;

  @Test
  void plans_with_the_real_provider_without_a_call_to_aws() throws Exception {
    Files.writeString(folder.resolve("main.tf"), MAIN);
    Path mirror = RealTool.cache().resolve("terraform.rc");
    TerraformBuilder builder =
        Terraform.in(folder)
            .binary(RealTool.TERRAFORM_1_13.path().toString())
            .environment("AWS_ACCESS_KEY_ID", "mock")
            .environment("AWS_SECRET_ACCESS_KEY", Secret.of("not-a-real-secret-key"));
    boolean mirrored = Files.exists(mirror);
    if (mirrored) {
      builder.environment("TF_CLI_CONFIG_FILE", mirror.toString());
    }
    try (Terraform terraform = builder.open()) {
      try {
        terraform.init();
      } catch (ProviderMissingException | NetworkException e) {
        if (mirrored) {
          throw e;
        }
        abort("the provider can be had neither from a mirror nor from the registry: " + e);
      }
      try (SavedPlan saved = terraform.plan()) {
        Plan plan = saved.plan();
        assertThat(plan).hasResourceCount("aws_vpc", 1).destroysNothing();
        assertThat(plan)
            .resource("aws_security_group.web")
            .isCreated()
            .hasAttribute("name", "web")
            .attributeIsKnownAfterApply("vpc_id");
      }
      assertThat(terraform.version().toString()).contains("1.13.3");
    }
  }
}
