package dev.groundtruth.aws.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindTest {

  @ParameterizedTest
  @CsvSource({
    "arn:aws:ec2:eu-west-3:1:vpc/vpc-1, AWS::EC2::VPC, vpc-1",
    "arn:aws:ec2:eu-west-3:1:vpc-flow-log/fl-1, AWS::EC2::FlowLog, fl-1",
    "arn:aws:ec2:eu-west-3:1:vpc-endpoint/vpce-1, AWS::EC2::VPCEndpoint, vpce-1",
    "arn:aws:ecs:eu-west-3:1:service/shop/web, AWS::ECS::Service, arn:aws:ecs:eu-west-3:1:service/shop/web|shop",
    "arn:aws:ecs:eu-west-3:1:cluster/shop, AWS::ECS::Cluster, shop",
    "arn:aws:autoscaling:eu-west-3:1:autoScalingGroup:8-4:autoScalingGroupName/shop-host, AWS::AutoScaling::AutoScalingGroup, shop-host",
    "arn:aws:elasticloadbalancing:eu-west-3:1:loadbalancer/app/shop/1, AWS::ElasticLoadBalancingV2::LoadBalancer, arn:aws:elasticloadbalancing:eu-west-3:1:loadbalancer/app/shop/1",
    "arn:aws:elasticloadbalancing:eu-west-3:1:listener-rule/app/shop/1/2/3, AWS::ElasticLoadBalancingV2::ListenerRule, arn:aws:elasticloadbalancing:eu-west-3:1:listener-rule/app/shop/1/2/3",
    "arn:aws:wafv2:us-east-1:1:global/webacl/shop/0-1, AWS::WAFv2::WebACL, shop|0-1|CLOUDFRONT",
    "arn:aws:wafv2:eu-west-3:1:regional/regexpatternset/shop/0-1, AWS::WAFv2::RegexPatternSet, shop|0-1|REGIONAL",
    "arn:aws:rds:eu-west-3:1:db:shop-database, AWS::RDS::DBInstance, shop-database",
    "arn:aws:logs:eu-west-3:1:log-group:/shop/web, AWS::Logs::LogGroup, /shop/web",
    "arn:aws:logs:eu-west-3:1:log-group:/shop/web:*, AWS::Logs::LogGroup, /shop/web",
    "arn:aws:sns:eu-west-3:1:shop-alarms, AWS::SNS::Topic, arn:aws:sns:eu-west-3:1:shop-alarms",
    "arn:aws:s3:::shop-logs, AWS::S3::Bucket, shop-logs",
    "arn:aws:iam::1:role/path/shop-task, AWS::IAM::Role, shop-task",
    "arn:aws:backup:eu-west-3:1:backup-vault:shop, AWS::Backup::BackupVault, shop",
    "arn:aws:cloudformation:eu-west-3:1:stack/shop/0-1, AWS::CloudFormation::Stack, arn:aws:cloudformation:eu-west-3:1:stack/shop/0-1",
    "arn:aws:route53:::hostedzone/Z1, AWS::Route53::HostedZone, Z1",
    "arn:aws:kms:eu-west-3:1:key/0-1, AWS::KMS::Key, 0-1"
  })
  void is_told_by_the_arn(String arn, String type, String identifier) {
    Kind kind = Kind.of(arn);

    assertThat(kind.type()).isEqualTo(type);
    assertThat(kind.identifierOf(arn)).isEqualTo(identifier);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:ec2:eu-west-3:1:snapshot/snap-1",
    "arn:aws:sqs:eu-west-3:1:queue",
    "arn:aws:rds:eu-west-3:1:snapshot:final",
    "no ARN"
  })
  void is_unknown_where_no_way_to_remove_it_is_known(String arn) {
    assertThat(Kind.of(arn).way()).isEqualTo(Kind.Way.UNKNOWN);
  }

  @Test
  void is_removed_before_what_it_is_in() {
    assertThat(Kind.of("arn:aws:ecs:eu-west-3:1:service/a/b").order())
        .isLessThan(Kind.of("arn:aws:ec2:eu-west-3:1:instance/i-1").order())
        .isLessThan(Kind.of("arn:aws:ec2:eu-west-3:1:vpc/vpc-1").order());
  }
}
