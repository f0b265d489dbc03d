package dev.groundtruth.aws.internal;

import dev.groundtruth.aws.CallerIdentity;
import dev.groundtruth.aws.Retries;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients of the services. They share credentials, retries and one HTTP client: that of the
 * JDK, which adds no dependency and, as the requests have a known length, repeats none by itself.
 */
public final class Sdk implements SdkAutoCloseable {

  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration ANSWERING = Duration.ofSeconds(60);

  private final Region region;
  private final Optional<URI> endpoint;
  private final AwsCredentialsProvider credentials;
  private final ClientOverrideConfiguration configuration;
  private final Failures failures;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(CONNECTING)
          .socketTimeout(ANSWERING)
          .build();

  private final Lazy<AutoScalingClient> autoScaling =
      new Lazy<>(() -> client(AutoScalingClient.builder(), "autoscaling"));
  private final Lazy<Ec2Client> ec2 = new Lazy<>(() -> client(Ec2Client.builder(), "ec2"));
  private final Lazy<EcsClient> ecs = new Lazy<>(() -> client(EcsClient.builder(), "ecs"));
  private final Lazy<ElasticLoadBalancingV2Client> elb =
      new Lazy<>(() -> client(ElasticLoadBalancingV2Client.builder(), "elasticloadbalancing"));
  private final Lazy<RdsClient> rds = new Lazy<>(() -> client(RdsClient.builder(), "rds"));
  private final Lazy<SecretsManagerClient> secretsManager =
      new Lazy<>(() -> client(SecretsManagerClient.builder(), "secretsmanager"));
  private final Lazy<Route53Client> route53 =
      new Lazy<>(() -> client(Route53Client.builder(), "route53"));
  private final Lazy<SsmClient> ssm = new Lazy<>(() -> client(SsmClient.builder(), "ssm"));
  private final Lazy<StsClient> sts = new Lazy<>(() -> client(StsClient.builder(), "sts"));
  private final Lazy<StsClient> assuming;

  /**
   * Clients that have not connected yet.
   *
   * @param region the region
   * @param endpoint what stands in for AWS
   * @param base the credentials
   * @param role the role to assume with them
   * @param retries how often requests are sent
   * @param userAgent what they are told apart by
   */
  public Sdk(
      String region,
      Optional<URI> endpoint,
      AwsCredentialsProvider base,
      @Nullable String role,
      Retries retries,
      String userAgent) {
    this.region = Region.of(region);
    this.endpoint = endpoint;
    this.failures = new Failures(region, endpoint);
    this.configuration =
        ClientOverrideConfiguration.builder()
            .retryStrategy(
                switch (retries.mode()) {
                  case STANDARD ->
                      AwsRetryStrategy.standardRetryStrategy().toBuilder()
                          .maxAttempts(retries.attempts())
                          .build();
                  case ADAPTIVE ->
                      AwsRetryStrategy.adaptiveRetryStrategy().toBuilder()
                          .maxAttempts(retries.attempts())
                          .build();
                })
            .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX, userAgent)
            .build();
    this.assuming = new Lazy<>(() -> client(StsClient.builder(), "sts", base));
    this.credentials =
        role == null
            ? base
            : StsAssumeRoleCredentialsProvider.builder()
                .stsClient(assuming.get())
                .refreshRequest(request -> request.roleArn(role).roleSessionName("groundtruth"))
                .build();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, String service) {
    return client(builder, service, credentials);
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, String service, AwsCredentialsProvider provider) {
    builder
        .region(region)
        .credentialsProvider(provider)
        .httpClient(http)
        .overrideConfiguration(
            configuration.toBuilder().addExecutionInterceptor(failures.telling(service)).build());
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** The region. */
  public String region() {
    return region.id();
  }

  /** What stands in for AWS. */
  public Optional<URI> endpoint() {
    return endpoint;
  }

  /** Asks whose credentials are in use. */
  public CallerIdentity callerIdentity() {
    GetCallerIdentityResponse answer = sts.get().getCallerIdentity();
    return new CallerIdentity(answer.account(), answer.arn());
  }

  /**
   * A service that is asked too little for a client of its own.
   *
   * @param name what its endpoint is called, and what requests are signed for
   * @param permissions what IAM calls it
   * @param version the version of AWS's JSON protocol that it speaks, such as {@code 1.1}
   */
  public JsonService json(String name, String permissions, String version) {
    return new JsonService(
        http,
        credentials,
        configuration,
        failures,
        region,
        endpoint,
        new JsonService.Dialect(name, permissions, version));
  }

  /** EC2 Auto Scaling. */
  public AutoScalingClient autoScaling() {
    return autoScaling.get();
  }

  /** EC2. */
  public Ec2Client ec2() {
    return ec2.get();
  }

  /** ECS. */
  public EcsClient ecs() {
    return ecs.get();
  }

  /** Elastic Load Balancing. */
  public ElasticLoadBalancingV2Client elb() {
    return elb.get();
  }

  /** RDS. */
  public RdsClient rds() {
    return rds.get();
  }

  /** Secrets Manager. */
  public SecretsManagerClient secretsManager() {
    return secretsManager.get();
  }

  /** Route 53. */
  public Route53Client route53() {
    return route53.get();
  }

  /** Systems Manager. */
  public SsmClient ssm() {
    return ssm.get();
  }

  @Override
  public void close() {
    autoScaling.close();
    ec2.close();
    ecs.close();
    elb.close();
    rds.close();
    secretsManager.close();
    route53.close();
    ssm.close();
    sts.close();
    if (credentials instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
    assuming.close();
    http.close();
  }
}
