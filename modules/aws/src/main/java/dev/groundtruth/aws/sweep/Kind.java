package dev.groundtruth.aws.sweep;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of resource, told by its ARN, in the order in which kinds are removed: first what would
 * make others anew, last what others are in. The types are those of <a
 * href="https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/supported-resources.html">Cloud
 * Control</a>, which removes by type and primary identifier.
 *
 * @param pattern what the ARN is like, after the account
 * @param way how it is removed
 * @param type the type of Cloud Control; empty for other ways
 * @param identifier the primary identifier: {@code $0} is the ARN, {@code $1} and so on the groups
 */
record Kind(Pattern pattern, Way way, String type, String identifier) {

  enum Way {
    /** By Cloud Control. */
    CLOUD_CONTROL,
    /** By ECS: Cloud Control would leave it in the answers for good. */
    TASK_DEFINITION,
    /** By ECS: Cloud Control does not know tasks. */
    TASK,
    /** By EC2: its primary identifier is not in its ARN. */
    ADDRESS,
    /** Goes with something else that is removed. */
    FOLLOWS,
    /** No way is known. */
    UNKNOWN
  }

  private static final Kind OTHER = new Kind(Pattern.compile(".*"), Way.UNKNOWN, "", "");

  private static final List<Kind> ALL =
      List.of(
          of("ecs:service/([^/]+)/.*", "AWS::ECS::Service", "$0|$1"),
          of(
              "autoscaling:autoScalingGroup:.*:autoScalingGroupName/(.+)",
              "AWS::AutoScaling::AutoScalingGroup",
              "$1"),
          of("ecs:task/.*", Way.TASK),
          of("ec2:instance/(.+)", "AWS::EC2::Instance", "$1"),
          of("ecs:task-definition/.*", Way.TASK_DEFINITION),
          of("ecs:container-instance/.*", Way.FOLLOWS),
          of("application-autoscaling:scalable-target/.*", Way.FOLLOWS),
          of("cloudfront:distribution/(.+)", "AWS::CloudFront::Distribution", "$1"),
          of(
              "elasticloadbalancing:loadbalancer/.*",
              "AWS::ElasticLoadBalancingV2::LoadBalancer",
              "$0"),
          of("rds:db:(.+)", "AWS::RDS::DBInstance", "$1"),
          of("elasticfilesystem:access-point/(.+)", "AWS::EFS::AccessPoint", "$1"),
          of("ec2:natgateway/(.+)", "AWS::EC2::NatGateway", "$1"),
          of("ec2:vpc-endpoint/(.+)", "AWS::EC2::VPCEndpoint", "$1"),
          of("ec2:vpc-flow-log/(.+)", "AWS::EC2::FlowLog", "$1"),
          of("backup:backup-plan:(.+)", "AWS::Backup::BackupPlan", "$1"),
          of("cloudwatch:alarm:(.+)", "AWS::CloudWatch::Alarm", "$1"),
          of(
              "elasticloadbalancing:listener-rule/.*",
              "AWS::ElasticLoadBalancingV2::ListenerRule",
              "$0"),
          of("elasticloadbalancing:listener/.*", "AWS::ElasticLoadBalancingV2::Listener", "$0"),
          of(
              "elasticloadbalancing:targetgroup/.*",
              "AWS::ElasticLoadBalancingV2::TargetGroup",
              "$0"),
          of("wafv2:regional/webacl/([^/]+)/(.+)", "AWS::WAFv2::WebACL", "$1|$2|REGIONAL"),
          of("wafv2:global/webacl/([^/]+)/(.+)", "AWS::WAFv2::WebACL", "$1|$2|CLOUDFRONT"),
          of(
              "wafv2:regional/regexpatternset/([^/]+)/(.+)",
              "AWS::WAFv2::RegexPatternSet",
              "$1|$2|REGIONAL"),
          of(
              "wafv2:global/regexpatternset/([^/]+)/(.+)",
              "AWS::WAFv2::RegexPatternSet",
              "$1|$2|CLOUDFRONT"),
          of("ecs:capacity-provider/(.+)", "AWS::ECS::CapacityProvider", "$1"),
          of("ecs:cluster/(.+)", "AWS::ECS::Cluster", "$1"),
          of("ec2:launch-template/(.+)", "AWS::EC2::LaunchTemplate", "$1"),
          of("ec2:volume/(.+)", "AWS::EC2::Volume", "$1"),
          of("elasticfilesystem:file-system/(.+)", "AWS::EFS::FileSystem", "$1"),
          of("rds:subgrp:(.+)", "AWS::RDS::DBSubnetGroup", "$1"),
          of("rds:pg:(.+)", "AWS::RDS::DBParameterGroup", "$1"),
          of("ec2:elastic-ip/.+", Way.ADDRESS),
          of("ec2:network-interface/(.+)", "AWS::EC2::NetworkInterface", "$1"),
          of("route53:hostedzone/(.+)", "AWS::Route53::HostedZone", "$1"),
          of("cloudformation:stack/.*", "AWS::CloudFormation::Stack", "$0"),
          of("secretsmanager:secret:.*", "AWS::SecretsManager::Secret", "$0"),
          of("backup:backup-vault:(.+)", "AWS::Backup::BackupVault", "$1"),
          of("sns:([^:/]+)", "AWS::SNS::Topic", "$0"),
          of("logs:log-group:([^:]+)(:\\*)?", "AWS::Logs::LogGroup", "$1"),
          of("s3:([^/:]+)", "AWS::S3::Bucket", "$1"),
          of("ec2:security-group-rule/.*", Way.FOLLOWS),
          of("ec2:security-group/(.+)", "AWS::EC2::SecurityGroup", "$1"),
          of("ec2:internet-gateway/(.+)", "AWS::EC2::InternetGateway", "$1"),
          of("ec2:subnet/(.+)", "AWS::EC2::Subnet", "$1"),
          of("ec2:route-table/(.+)", "AWS::EC2::RouteTable", "$1"),
          of("ec2:vpc/(.+)", "AWS::EC2::VPC", "$1"),
          of("iam:instance-profile/(?:.*/)?([^/]+)", "AWS::IAM::InstanceProfile", "$1"),
          of("iam:role/(?:.*/)?([^/]+)", "AWS::IAM::Role", "$1"),
          of("kms:key/(.+)", "AWS::KMS::Key", "$1"));

  /** {@code arn:partition:service:region:account:resource}. */
  private static final Pattern ARN = Pattern.compile("arn:[^:]+:([^:]+):[^:]*:[^:]*:(.+)");

  private static Kind of(String pattern, String type, String identifier) {
    return new Kind(Pattern.compile(pattern), Way.CLOUD_CONTROL, type, identifier);
  }

  private static Kind of(String pattern, Way way) {
    return new Kind(Pattern.compile(pattern), way, "", "");
  }

  private static Optional<Matcher> matcher(Kind kind, String arn) {
    Matcher parts = ARN.matcher(arn);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Matcher matcher = kind.pattern.matcher(parts.group(1) + ":" + parts.group(2));
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }

  /** The kind of an ARN. */
  static Kind of(String arn) {
    return ALL.stream().filter(kind -> matcher(kind, arn).isPresent()).findFirst().orElse(OTHER);
  }

  /** Its place in the order of removal. */
  int order() {
    int place = ALL.indexOf(this);
    return place < 0 ? ALL.size() : place;
  }

  /** The primary identifier of what has an ARN of this kind. */
  String identifierOf(String arn) {
    Matcher matcher = matcher(this, arn).orElseThrow();
    String text = identifier.replace("$0", arn);
    for (int group = 1; group <= matcher.groupCount(); group++) {
      String part = matcher.group(group);
      text = text.replace("$" + group, part == null ? "" : part);
    }
    return text;
  }
}
