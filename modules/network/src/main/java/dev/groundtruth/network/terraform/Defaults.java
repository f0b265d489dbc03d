package dev.groundtruth.network.terraform;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a VPC or a region has by default: to delete the resource that manages it leaves it as it is
 * (<a
 * href="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group">Terraform:
 * aws_default_security_group</a>).
 */
final class Defaults {

  private static final String VPC = "aws_default_vpc";
  private static final String SUBNET = "aws_default_subnet";

  /** These end with their VPC only. */
  private static final Set<String> PARTS =
      Set.of("aws_default_security_group", "aws_default_network_acl", "aws_default_route_table");

  private final List<PlanJson.Change> changes;
  private @Nullable Set<String> ending;

  Defaults(List<PlanJson.Change> changes) {
    this.changes = changes;
  }

  /** Whether what a plan deletes stays where it is, no longer managed. */
  boolean isLeft(PlanJson.Change deleted) {
    String type = deleted.type();
    JsonNode before = deleted.action().before();
    if (type.equals(VPC)) {
      return !isDestroyed(before);
    }
    return (PARTS.contains(type) || (type.equals(SUBNET) && !isDestroyed(before)))
        && !ending().contains(before.path("vpc_id").asString(""));
  }

  private static boolean isDestroyed(JsonNode before) {
    return before.path("force_destroy").asBoolean(false);
  }

  /** The ids of the VPCs that the plan deletes or replaces. */
  private Set<String> ending() {
    Set<String> found = ending;
    if (found == null) {
      found = new HashSet<>();
      for (PlanJson.Change each : changes) {
        JsonNode before = each.action().before();
        boolean isVpc =
            each.type().equals("aws_vpc") || (each.type().equals(VPC) && isDestroyed(before));
        if (isVpc && each.action().names().contains("delete")) {
          found.add(before.path("id").asString(""));
        }
      }
      ending = found;
    }
    return found;
  }
}
