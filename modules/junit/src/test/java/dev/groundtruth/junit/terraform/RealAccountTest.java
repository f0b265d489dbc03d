package dev.groundtruth.junit.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.aws.account.AccountSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RealAccountTest {

  @Test
  void terraform_is_led_to_the_region_of_the_clients() {
    assertThat(RealAccount.environment(settings(Optional.empty())))
        .isEqualTo(Map.of("AWS_REGION", "eu-west-1", "AWS_DEFAULT_REGION", "eu-west-1"));
  }

  @Test
  void terraform_has_the_profile_of_the_clients_and_no_keys_that_win_over_it() {
    assertThat(RealAccount.environment(settings(Optional.of("nightly"))))
        .containsEntry("AWS_PROFILE", "nightly")
        .containsEntry("AWS_ACCESS_KEY_ID", "")
        .containsEntry("AWS_SECRET_ACCESS_KEY", "")
        .containsEntry("AWS_SESSION_TOKEN", "");
  }

  private static AccountSettings settings(Optional<String> profile) {
    return new AccountSettings(
        Set.of("123456789012"), "eu-west-1", profile, "somebody", Duration.ofHours(4));
  }
}
