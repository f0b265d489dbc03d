package dev.groundtruth.verification.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The committed variable files, and one variation. */
enum VariableFile {
  SEED("seed.tfvars"),
  /** The zones in an order of their own. */
  PRODUCTION("production.tfvars"),
  /** What the other two have not: RDS, VPC endpoints instead of NAT gateways, no CloudFront. */
  PRODUCTION_ON_RDS("production.tfvars");

  private final String fileName;

  VariableFile(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }

  /** Variables beside the file. */
  Map<String, @Nullable Object> more() {
    return switch (this) {
      case SEED -> Map.of();
      case PRODUCTION -> Map.of("availability_zones", List.of("eu-west-3b", "eu-west-3a"));
      case PRODUCTION_ON_RDS ->
          Map.of(
              "database_tier",
              "rds",
              "internet_access",
              "endpoints",
              "cloudfront",
              false,
              "ecs_exec",
              true,
              "wordpress_image",
              "123456789012.dkr.ecr.eu-west-3.amazonaws.com/wordpress:6.8.3-php8.4-apache");
    };
  }
}
