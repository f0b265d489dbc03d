package dev.groundtruth.aws.emulator;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Clients of an emulator. */
record Aws(
    Emulator emulator,
    Ec2Client ec2,
    EcsClient ecs,
    ElasticLoadBalancingV2Client loadBalancing,
    AutoScalingClient autoScaling,
    SsmClient ssm,
    CloudFormationClient cloudFormation,
    Route53Client route53,
    RdsClient rds,
    SecretsManagerClient secretsManager) {

  static Aws of(Emulator emulator) {
    URI endpoint = emulator.endpoint();
    return new Aws(
        emulator,
        client(Ec2Client.builder(), endpoint),
        client(EcsClient.builder(), endpoint),
        client(ElasticLoadBalancingV2Client.builder(), endpoint),
        client(AutoScalingClient.builder(), endpoint),
        client(SsmClient.builder(), endpoint),
        client(CloudFormationClient.builder(), endpoint),
        client(Route53Client.builder(), endpoint),
        client(RdsClient.builder(), endpoint),
        client(SecretsManagerClient.builder(), endpoint));
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_3)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }
}
