package dev.groundtruth.network.terraform;

import dev.groundtruth.network.model.Remark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which kinds of resources cannot carry traffic in a VPC. */
final class Kinds {

  /** Their types begin like this. */
  private static final List<String> CANNOT_CARRY_TRAFFIC =
      List.of(
          "aws_accessanalyzer_",
          "aws_account_",
          "aws_acm_",
          "aws_alb_listener",
          "aws_alb_target_group",
          "aws_ami",
          "aws_appautoscaling_",
          "aws_autoscaling_attachment",
          "aws_autoscaling_lifecycle_hook",
          "aws_autoscaling_notification",
          "aws_autoscaling_policy",
          "aws_autoscaling_schedule",
          "aws_backup_",
          "aws_budgets_",
          "aws_ce_",
          "aws_chatbot_",
          "aws_cloudfront_cache_policy",
          "aws_cloudfront_distribution",
          "aws_cloudfront_function",
          "aws_cloudfront_key_group",
          "aws_cloudfront_origin_access_",
          "aws_cloudfront_origin_request_policy",
          "aws_cloudfront_public_key",
          "aws_cloudfront_response_headers_policy",
          "aws_cloudtrail",
          "aws_cloudwatch_",
          "aws_cognito_",
          "aws_config_",
          "aws_cur_",
          "aws_customer_gateway",
          "aws_db_option_group",
          "aws_db_parameter_group",
          "aws_db_snapshot",
          "aws_detective_",
          "aws_dynamodb_",
          "aws_ebs_",
          "aws_ec2_managed_prefix_list",
          "aws_ec2_tag",
          "aws_ec2_transit_gateway",
          "aws_ecr_",
          "aws_ecs_account_setting_default",
          "aws_ecs_capacity_provider",
          "aws_ecs_cluster",
          "aws_ecs_task_definition",
          "aws_efs_access_point",
          "aws_efs_backup_policy",
          "aws_efs_file_system",
          "aws_elasticache_parameter_group",
          "aws_elasticache_user",
          "aws_flow_log",
          "aws_glue_catalog_database",
          "aws_guardduty_",
          "aws_iam_",
          "aws_identitystore_",
          "aws_inspector2_",
          "aws_key_pair",
          "aws_kms_",
          "aws_lambda_alias",
          "aws_lambda_event_source_mapping",
          "aws_lambda_layer_version",
          "aws_lambda_permission",
          "aws_lb_cookie_stickiness_policy",
          "aws_lb_listener",
          "aws_lb_target_group",
          "aws_macie2_",
          "aws_organizations_",
          "aws_placement_group",
          "aws_rds_cluster_parameter_group",
          "aws_resourcegroups_",
          "aws_route53_delegation_set",
          "aws_route53_health_check",
          "aws_route53_hosted_zone_dnssec",
          "aws_route53_key_signing_key",
          "aws_route53_query_log",
          "aws_route53_record",
          "aws_route53_zone",
          "aws_s3_",
          "aws_secretsmanager_",
          "aws_securityhub_",
          "aws_service_discovery_",
          "aws_servicequotas_",
          "aws_ses_",
          "aws_sesv2_",
          "aws_shield_",
          "aws_signer_",
          "aws_sns_",
          "aws_sqs_",
          "aws_ssm_",
          "aws_ssoadmin_",
          "aws_volume_attachment",
          "aws_vpc_dhcp_options",
          "aws_vpc_peering_connection_options",
          "aws_vpn_connection",
          "aws_vpn_gateway",
          "aws_waf_",
          "aws_wafregional_",
          "aws_wafv2_",
          "aws_xray_",
          "archive_",
          "cloudinit_",
          "local_",
          "null_",
          "random_",
          "template_",
          "terraform_data",
          "time_",
          "tls_");

  /**
   * By these an event source is told that lies in a VPC, where functions get interfaces to poll it
   * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html">AWS:
   * Configuring network access for MSK</a>).
   */
  private static final List<String> POLLED_IN_A_VPC =
      List.of(
          "amazon_managed_kafka_event_source_config",
          "document_db_event_source_config",
          "queues",
          "self_managed_event_source",
          "self_managed_kafka_event_source_config",
          "source_access_configuration",
          "topics");

  /** Types in a CloudFormation template, likewise. */
  private static final List<String> CANNOT_CARRY_TRAFFIC_IN_STACKS =
      List.of("AWS::IAM::", "AWS::KMS::", "AWS::Logs::", "AWS::SecretsManager::", "AWS::SNS::");

  private static final JsonMapper JSON = new JsonMapper();

  private Kinds() {}

  private static boolean isHarmlessStack(Resource each) {
    return each.type().equals("aws_cloudformation_stack")
        && each.get("template_body").text().filter(Kinds::isWithoutTraffic).isPresent();
  }

  /** Whether a template is JSON and makes nothing but what is known to carry no traffic. */
  private static boolean isWithoutTraffic(String template) {
    try {
      JsonNode root = JSON.readTree(template);
      JsonNode resources = root.path("Resources");
      return !resources.isEmpty()
          && !root.has("Transform")
          && resources
              .valueStream()
              .allMatch(
                  each ->
                      CANNOT_CARRY_TRAFFIC_IN_STACKS.stream()
                          .anyMatch(each.path("Type").asString("")::startsWith));
    } catch (JacksonException e) {
      return false;
    }
  }

  /** Whether a resource of a harmless kind starts something that has interfaces in a VPC. */
  private static boolean startsInterfaces(Resource each) {
    return switch (each.type()) {
      case "aws_cloudwatch_event_target" -> {
        Value targets = each.get("ecs_target");
        yield (targets.isUnknown() && targets.isConfigured())
            || targets.elements().stream().anyMatch(t -> !t.at("network_configuration").isAbsent());
      }
      case "aws_ecs_capacity_provider" -> each.get("managed_instances_provider").isSaid();
      case "aws_lambda_event_source_mapping" ->
          POLLED_IN_A_VPC.stream().anyMatch(name -> each.get(name).isSaid())
              || each.get("event_source_arn")
                  .text()
                  .filter(arn -> arn.matches("arn:[^:]*:(kafka|mq|rds):.*"))
                  .isPresent();
      default -> false;
    };
  }

  /** Says of every resource that was left out whether that can matter. */
  static void remark(Assembly assembly) {
    Map<String, Boolean> carriers = new HashMap<>();
    for (Resource each : assembly.document().resources()) {
      if (each.isData() || assembly.isRead(each.type())) {
        continue;
      }
      boolean isHarmless =
          !carriers.computeIfAbsent(each.type(), Kinds::mayCarryTraffic) && !startsInterfaces(each);
      if (isHarmless || isHarmlessStack(each)) {
        assembly.remark(Remark.Kind.IGNORED, each.address(), "it carries no traffic in a VPC");
      } else {
        assembly.remark(
            Remark.Kind.NOT_UNDERSTOOD,
            each.address(),
            each.type()
                + " is not known here and may carry traffic, perhaps you should look at it by"
                + " hand");
      }
    }
  }

  private static boolean mayCarryTraffic(String type) {
    return CANNOT_CARRY_TRAFFIC.stream().noneMatch(type::startsWith);
  }
}
