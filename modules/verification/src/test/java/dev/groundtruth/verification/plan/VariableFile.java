package dev.groundtruth.verification.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The committed variable files, and one variation. */
enum VariableFile {
  SEED("seed.tfvars", Map.of()),
  PRODUCTION("production.tfvars", Map.of()),
  /** What the other two have not: RDS, VPC endpoints instead of NAT gateways, no CloudFront. */
  PRODUCTION_ON_RDS(
      "production.tfvars",
      Map.of(
          "database_tier", "rds",
          "internet_access", "endpoints",
          "cloudfront", false,
          "ecs_exec", true,
          "wordpress_image",
              "123456789012.dkr.ecr.eu-west-3.amazonaws.com/wordpress:6.8.3-php8.4-apache"));

  private final String fileName;
  private final Map<String, @Nullable Object> more;

  VariableFile(String fileName, Map<String, @Nullable Object> more) {
    this.fileName = fileName;
    this.more = more;
  }

  String fileName() {
    return fileName;
  }

  Map<String, @Nullable Object> more() {
    return more;
  }
}
