package dev.groundtruth.aws;

import static dev.groundtruth.aws.FakeAws.ec2Error;
import static dev.groundtruth.aws.FakeAws.jsonError;
import static dev.groundtruth.aws.FakeAws.queryError;
import static dev.groundtruth.aws.FakeAws.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundtruth.aws.AwsException.Kind;
import dev.groundtruth.aws.internal.Failures;
import dev.groundtruth.provisioning.command.Secret;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsClientsTest {

  private final FakeAws aws = new FakeAws();

  @AfterEach
  void stop() {
    aws.close();
  }

  private AwsException failure(ThrowingCall call) {
    try (AwsClients clients = aws.clients().open()) {
      return catchThrowableOfType(AwsException.class, () -> call.on(clients));
    }
  }

  private interface ThrowingCall {
    void on(AwsClients clients);
  }

  @Test
  void knows_whose_credentials_are_in_use() {
    try (AwsClients clients = aws.clients().userAgent("groundtruth/1 (run 7)").open()) {
      assertThat(clients.identity())
          .isEqualTo(new CallerIdentity("123456789012", "arn:aws:iam::123456789012:user/nightly"));
      assertThat(clients)
          .hasToString(
              "eu-west-3 of 123456789012 as arn:aws:iam::123456789012:user/nightly at "
                  + aws.uri());
    }
    assertThat(aws.requests("GetCallerIdentity").get(0).headers().get("User-agent"))
        .startsWith("groundtruth/1 (run 7) ");
  }

  @Test
  void refuses_an_account_that_is_not_allowed() {
    assertThatThrownBy(() -> aws.clients().allowedAccounts("222222222222", "111111111111").open())
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_ACCOUNT))
        .hasMessage(
            "the credentials are of account 123456789012 (arn:aws:iam::123456789012:user/nightly)"
                + " and only 111111111111, 222222222222 may be touched, perhaps you should use"
                + " another profile");
    aws.clients().allowedAccounts("123456789012").open().close();
  }

  @Test
  void acts_as_the_role() {
    aws.on(
        "AssumeRole",
        xml(
            "<AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>"
                + "<SecretAccessKey>s</SecretAccessKey><SessionToken>token-of-role</SessionToken>"
                + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>"));

    aws.clients().assumingRole("arn:aws:iam::123456789012:role/reader").open().close();

    assertThat(aws.requests("AssumeRole").get(0).parameters())
        .containsEntry("RoleArn", "arn:aws:iam::123456789012:role/reader");
    assertThat(aws.requests("GetCallerIdentity").get(0).headers())
        .containsEntry("X-amz-security-token", "token-of-role");
  }

  @Test
  void says_that_a_role_may_not_be_assumed() {
    aws.on(
        "AssumeRole",
        queryError(
            403,
            "AccessDenied",
            "User: arn:aws:iam::123456789012:user/nightly is not authorized to perform:"
                + " sts:AssumeRole on resource: arn:aws:iam::123456789012:role/reader"));

    assertThatThrownBy(
            () -> aws.clients().assumingRole("arn:aws:iam::123456789012:role/reader").open())
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ALLOWED))
        .hasMessage(
            "arn:aws:iam::123456789012:user/nightly may not sts:AssumeRole on"
                + " arn:aws:iam::123456789012:role/reader, perhaps you should allow sts:AssumeRole"
                + " in the policy");
  }

  @Test
  void says_which_profile_has_no_credentials() {
    assertThatThrownBy(
            () -> AwsClients.in("eu-west-3").endpoint(aws.uri()).profile("no-such-one").open())
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_CREDENTIALS))
        .hasMessageStartingWith(
            "there are no credentials of the profile no-such-one, perhaps you should look at"
                + " ~/.aws/config and ~/.aws/credentials, or run aws configure --profile"
                + " no-such-one: ");
    assertThat(aws.requests("GetCallerIdentity")).isEmpty();
  }

  @Test
  void says_that_there_are_no_credentials_anywhere() {
    AwsCredentialsProviderChain nowhere =
        AwsCredentialsProviderChain.of(
            () -> {
              throw SdkClientException.create("AWS_ACCESS_KEY_ID is not set");
            });

    assertThatThrownBy(() -> Failures.told(nowhere, null).resolveCredentials())
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_CREDENTIALS))
        .hasMessageStartingWith(
            "there are no credentials, perhaps you should set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY: Unable to load credentials");
  }

  @Test
  void refuses_two_kinds_of_credentials() {
    assertThatThrownBy(() -> aws.clients().profile("nightly").open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "both the profile nightly and credentials are given, perhaps you should leave one out");
  }

  @Test
  void says_that_a_token_expired() {
    aws.on(
        "GetCallerIdentity",
        queryError(403, "ExpiredToken", "The security token included in the request is expired"));

    assertThatThrownBy(() -> aws.clients().open())
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.EXPIRED_CREDENTIALS))
        .hasMessage(
            "sts:GetCallerIdentity (ExpiredToken): The security token included in the request is"
                + " expired, perhaps you should sign in again, as by aws sso login");
  }

  @Test
  void says_that_credentials_are_not_known_in_the_region() {
    aws.on(
        "GetCallerIdentity",
        queryError(
            403, "InvalidClientTokenId", "The security token included in the request is invalid."));

    assertThatThrownBy(() -> aws.clients().open())
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED_CREDENTIALS))
        .hasMessageEndingWith(
            "perhaps you should check the credentials, this machine's clock, and that the region"
                + " eu-west-3 is enabled in the account");
  }

  @Test
  void says_what_is_not_allowed_in_ec2() {
    aws.on(
        "DescribeVpcs",
        ec2Error(
            403,
            "UnauthorizedOperation",
            "You are not authorized to perform this operation. User:"
                + " arn:aws:sts::123456789012:assumed-role/nightly/run is not authorized to"
                + " perform: ec2:DescribeVpcs because no identity-based policy allows the"
                + " ec2:DescribeVpcs action"));

    AwsException said = failure(clients -> clients.sdk().ec2().describeVpcs());

    assertThat(said.kind()).isEqualTo(Kind.NOT_ALLOWED);
    assertThat(said)
        .hasMessage(
            "arn:aws:sts::123456789012:assumed-role/nightly/run may not ec2:DescribeVpcs on *"
                + " because no identity-based policy allows the ec2:DescribeVpcs action, perhaps"
                + " you should allow ec2:DescribeVpcs in the policy");
  }

  @Test
  void says_what_is_not_allowed_where_aws_does_not() {
    aws.on(
        "DescribeLoadBalancers", queryError(403, "AccessDenied", "Encoded message: AQoDYXdzEJr"));

    AwsException said = failure(clients -> clients.sdk().elb().describeLoadBalancers());

    assertThat(said)
        .hasMessage(
            "the credentials may not elasticloadbalancing:DescribeLoadBalancers on *, perhaps you"
                + " should allow elasticloadbalancing:DescribeLoadBalancers in the policy");
  }

  @Test
  void says_what_is_not_allowed_in_ecs() {
    aws.on(
        "ListTasks",
        jsonError(
            400,
            "AccessDeniedException",
            "User: arn:aws:iam::123456789012:user/nightly is not authorized to perform:"
                + " ecs:ListTasks on resource: * because no identity-based policy allows the"
                + " ecs:ListTasks action"));

    AwsException said = failure(clients -> clients.sdk().ecs().listTasks());

    assertThat(said.kind()).isEqualTo(Kind.NOT_ALLOWED);
    assertThat(said).hasMessageStartingWith("arn:aws:iam::123456789012:user/nightly may not ecs:");
  }

  @Test
  void tries_again_when_it_was_throttled() {
    AtomicInteger times = new AtomicInteger();
    aws.on(
        "DescribeVpcs",
        request ->
            times.incrementAndGet() == 1
                ? ec2Error(503, "RequestLimitExceeded", "Request limit exceeded.").apply(request)
                : FakeAws.response("DescribeVpcs", "<vpcSet/>"));

    try (AwsClients clients = aws.clients().open()) {
      assertThat(clients.sdk().ec2().describeVpcs().vpcs()).isEmpty();
    }
    assertThat(times).hasValue(2);
  }

  @Test
  void says_that_it_was_throttled_and_how_often_it_tried() {
    aws.on("DescribeVpcs", ec2Error(503, "RequestLimitExceeded", "Request limit exceeded."));

    AwsException said = failure(clients -> clients.sdk().ec2().describeVpcs());

    assertThat(said.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(said)
        .hasMessage(
            "ec2:DescribeVpcs (RequestLimitExceeded): Request limit exceeded., after 2 attempts,"
                + " perhaps you should allow more of them or try again later");
  }

  @Test
  void retries_adaptively_too() {
    aws.on("ListTasks", jsonError(400, "ThrottlingException", "Rate exceeded"));

    try (AwsClients clients = aws.clients().retries(Retries.adaptive(2)).open()) {
      assertThatThrownBy(() -> clients.sdk().ecs().listTasks())
          .hasMessageStartingWith("ecs:ListTasks (ThrottlingException): Rate exceeded");
    }
    assertThat(aws.requests("ListTasks")).hasSize(2);
    assertThatThrownBy(() -> Retries.standard(0))
        .hasMessage("0 attempts are none, perhaps you should write 1 for no retries");
  }

  @Test
  void says_what_an_emulator_does_not_know() {
    aws.on("DescribeVpcs", ec2Error(400, "InvalidAction", "The action DescribeVpcs is not valid"));

    assertThat(failure(clients -> clients.sdk().ec2().describeVpcs()).kind())
        .isEqualTo(Kind.UNSUPPORTED);
  }

  @Test
  void says_that_nobody_answers_at_the_endpoint() {
    URI gone = aws.uri();
    aws.close();

    assertThatThrownBy(
            () ->
                AwsClients.in("eu-west-3")
                    .endpoint(gone)
                    .credentials("a", Secret.of("b"))
                    .retries(Retries.standard(1))
                    .open())
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
        .hasMessageContainingAll(
            "nobody answers at " + gone,
            "perhaps you should check the endpoint and that the emulator runs");
  }

  @Test
  void shows_no_secret() {
    aws.on("GetCallerIdentity", queryError(400, "ValidationError", "no"));

    assertThatThrownBy(() -> aws.clients().open())
        .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("not-a-secret"));
  }
}
