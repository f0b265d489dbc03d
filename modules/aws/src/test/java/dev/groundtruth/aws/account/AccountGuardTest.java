package dev.groundtruth.aws.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import dev.groundtruth.aws.FakeAws;
import dev.groundtruth.provisioning.command.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountGuardTest {

  private final FakeAws aws = new FakeAws();

  @AfterEach
  void stop() {
    aws.close();
  }

  private static AccountSettings settings(String... namesAndValues) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return AccountSettings.from(name -> Optional.ofNullable(parameters.get(name)));
  }

  @Test
  void refuses_to_begin_without_accounts() {
    assertThatThrownBy(() -> settings("groundtruth.aws.region", "eu-west-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no account of AWS may be touched, perhaps you should name those that may:"
                + " -Dgroundtruth.aws.accounts=123456789012, with commas between several");
    assertThatThrownBy(() -> settings("groundtruth.aws.accounts", " , "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no account of AWS may be touched");
  }

  @Test
  void has_defaults_for_all_else() {
    AccountSettings settings = settings("groundtruth.aws.accounts", "123456789012, 210987654321");

    assertThat(settings.accounts()).containsExactlyInAnyOrder("123456789012", "210987654321");
    assertThat(settings.region()).isEqualTo("eu-west-3");
    assertThat(settings.profile()).isEmpty();
    assertThat(settings.owner()).isEqualTo(System.getProperty("user.name"));
    assertThat(settings.lifetime()).isEqualTo(Duration.ofHours(4));
  }

  @Test
  void tells_all_that_is_wrong_at_once() {
    assertThatThrownBy(
            () ->
                settings(
                    "groundtruth.aws.accounts",
                    "12345",
                    "groundtruth.aws.region",
                    "Paris",
                    "groundtruth.owner",
                    "me, myself",
                    "groundtruth.aws.expires",
                    "4h"))
        .hasMessage(
            """
            groundtruth.aws.accounts names 12345, which is no account, perhaps you should write its twelve digits
            groundtruth.aws.region is Paris, which is no region, perhaps you should set it to one such as eu-west-3
            groundtruth.owner is "me, myself", which not every tag can have as its value, perhaps you should set it to 1 to 63 letters, digits, spaces and any of . _ @ + -
            groundtruth.aws.expires is 4h, which is no duration, perhaps you should write it as ISO 8601 does, such as PT4H""");
    assertThatThrownBy(
            () ->
                settings(
                    "groundtruth.aws.accounts", "123456789012", "groundtruth.aws.expires", "P8D"))
        .hasMessage(
            "groundtruth.aws.expires is P8D, which is nothing or more than seven days, perhaps you"
                + " should set it to PT4H");
    assertThatThrownBy(
            () ->
                settings(
                    "groundtruth.aws.accounts", "123456789012", "groundtruth.aws.expires", "PT0S"))
        .hasMessageStartingWith("groundtruth.aws.expires is PT0S");
  }

  @Test
  void counts_the_expiry_from_now() {
    Clock clock = Clock.fixed(Instant.parse("2027-01-31T22:30:00.5Z"), ZoneOffset.UTC);

    AccountGuard guard =
        AccountGuard.of(
            settings(
                "groundtruth.aws.accounts", "123456789012", "groundtruth.aws.expires", "PT90M"),
            clock);

    assertThat(guard.expires()).hasToString("2027-02-01T00:00:00Z");
  }

  @Test
  void refuses_another_account_naming_both() {
    AccountGuard guard =
        AccountGuard.of(settings("groundtruth.aws.accounts", "210987654321"), Clock.systemUTC());
    try (AwsClients clients = aws.clients().open()) {
      assertThatThrownBy(() -> guard.check(clients))
          .isInstanceOfSatisfying(
              AwsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_ACCOUNT))
          .hasMessage(
              "the credentials are of account 123456789012 (arn:aws:iam::123456789012:user/nightly)"
                  + " and only 210987654321 may be touched, perhaps you should use another"
                  + " profile");
      AccountGuard.of(settings("groundtruth.aws.accounts", "123456789012"), Clock.systemUTC())
          .check(clients);
    }
  }

  @Test
  void refuses_another_region() {
    AccountGuard guard =
        AccountGuard.of(settings("groundtruth.aws.accounts", "123456789012"), Clock.systemUTC());
    try (AwsClients clients =
        AwsClients.in("us-east-1")
            .endpoint(aws.uri())
            .credentials("AKIAEXAMPLE", Secret.of("not-a-secret"))
            .open()) {
      assertThatThrownBy(() -> guard.check(clients))
          .hasMessage(
              "the clients are of region us-east-1 and only eu-west-3 may be touched, perhaps you"
                  + " should set groundtruth.aws.region");
    }
  }
}
