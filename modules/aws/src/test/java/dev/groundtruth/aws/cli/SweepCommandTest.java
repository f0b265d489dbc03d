package dev.groundtruth.aws.cli;

import static dev.groundtruth.aws.FakeAws.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.FakeAws;
import dev.groundtruth.aws.account.AccountSettings;
import dev.groundtruth.aws.sweep.AccountSweep;
import dev.groundtruth.provisioning.command.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepCommandTest {

  private static final String VPC = "arn:aws:ec2:eu-west-3:123456789012:vpc/vpc-1";

  private final FakeAws aws = new FakeAws();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void answer() {
    aws.on(
        "GetResources",
        json(
            """
            {"ResourceTagMappingList": [{"ResourceARN": "%s", "Tags": [
              {"Key": "Project", "Value": "groundtruth"}, {"Key": "Run", "Value": "r1"},
              {"Key": "Owner", "Value": "me"},
              {"Key": "Expires", "Value": "2027-01-01T00:00:00Z"}]}]}
            """
                .formatted(VPC)));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  private AwsClients open(String region, AccountSettings settings) {
    return AwsClients.in(region)
        .endpoint(aws.uri())
        .credentials("AKIAEXAMPLE", Secret.of("not-a-secret"))
        .allowedAccounts(settings.accounts().toArray(String[]::new))
        .open();
  }

  private int run(String... arguments) {
    return new SweepCommand(
            this::open,
            new AccountSweep.Pace(Duration.ofMillis(1), Duration.ofSeconds(5), 2),
            Clock.fixed(Instant.parse("2027-01-02T00:00:00Z"), ZoneOffset.UTC),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(arguments));
  }

  @Test
  void shows_what_would_go_and_removes_nothing() {
    assertThat(run("--expired", "--accounts", "123456789012")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "would remove "
                + VPC
                + " (run r1 of me, expires 2027-01-01T00:00:00Z)\n"
                + "1 found, nothing removed: add --remove\n");
    assertThat(aws.requests("DeleteResource")).isEmpty();
  }

  @Test
  void removes_when_it_is_told_to() {
    aws.on("DeleteResource", json("{\"ProgressEvent\": {\"OperationStatus\": \"SUCCESS\"}}"));

    assertThat(run("--run", "r1", "--accounts", "123456789012", "--remove")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("removed " + VPC);
  }

  @Test
  void fails_and_names_what_is_left() {
    aws.on(
        "DeleteResource",
        json(
            "{\"ProgressEvent\": {\"OperationStatus\": \"FAILED\", \"StatusMessage\": \"held\"}}"));

    assertThat(run("--run", "r1", "--accounts", "123456789012", "--remove")).isEqualTo(1);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "left " + VPC + " (run r1 of me, expires 2027-01-01T00:00:00Z): held\n");
  }

  @Test
  void refuses_an_account_that_is_not_named() {
    assertThat(run("--run", "r1", "--accounts", "210987654321", "--remove")).isEqualTo(1);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("the credentials are of account 123456789012")
        .contains("only 210987654321 may be touched");
    assertThat(aws.requests("GetResources")).isEmpty();
    assertThat(aws.requests("DeleteResource")).isEmpty();
  }

  @Test
  void refuses_to_begin_without_accounts_or_a_selection() {
    assertThat(run("--run", "r1", "--remove")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("no account of AWS may be touched, perhaps you should name those that may:");
    assertThat(run("--accounts", "123456789012")).isEqualTo(2);
    assertThat(run("--run", "r1", "--expired", "--accounts", "123456789012")).isEqualTo(2);
    assertThat(run("--run")).isEqualTo(2);
    assertThat(run("--frobnicate")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: bin/sweep --aws");
    assertThat(aws.requests("GetCallerIdentity")).isEmpty();
  }
}
