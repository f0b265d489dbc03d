package dev.groundtruth.verification.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The committed variable files, and variations. */
enum VariableFile {
  SEED("seed.tfvars"),
  /** The zones in an order of their own. */
  PRODUCTION("production.tfvars"),
  /** What the other two have not: RDS, VPC endpoints instead of NAT gateways, no CloudFront. */
  PRODUCTION_ON_RDS("production.tfvars"),
  /** Between the first apply and the installer. */
  SEED_NOT_OPEN("seed.tfvars"),
  /** The same with HTTPS and CloudFront. */
  PRODUCTION_NOT_OPEN("production.tfvars");

  private static final String PUBLIC_ZONE = "Z0123456789ABCDEFGHIJ";

  private final String fileName;

  VariableFile(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }

  boolean isProduction() {
    return fileName.startsWith("production");
  }

  /** Variables beside the file. */
  Map<String, @Nullable Object> more() {
    return switch (this) {
      case SEED -> Map.of();
      case SEED_NOT_OPEN, PRODUCTION_NOT_OPEN -> Map.of("site_open", false);
      case PRODUCTION ->
          Map.of(
              "availability_zones",
              List.of("eu-west-3b", "eu-west-3a"),
              "public_zone_id",
              PUBLIC_ZONE);
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
              "public_zone_id",
              PUBLIC_ZONE,
              "wordpress_image",
              "123456789012.dkr.ecr.eu-west-3.amazonaws.com/wordpress:6.8.3-php8.4-apache");
    };
  }
}
