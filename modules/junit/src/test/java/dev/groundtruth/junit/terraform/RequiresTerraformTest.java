package dev.groundtruth.junit.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

class RequiresTerraformTest {

  @Test
  void says_where_configurations_are_applied() {
    assertThat(failure(Map.of("groundtruth.target", "local")))
        .contains("groundtruth.target is 'local', where no Terraform configuration is applied")
        .contains("perhaps you should set -Dgroundtruth.target to emulated or aws");
  }

  @Test
  void touches_no_account_that_is_not_named() {
    assertThat(failure(Map.of("groundtruth.target", "aws")))
        .contains("no account of AWS may be touched")
        .contains("-Dgroundtruth.aws.accounts=123456789012");
  }

  @Test
  void says_everything_that_is_wrong_with_the_parameters_of_an_account() {
    assertThat(
            failure(
                Map.of(
                    "groundtruth.target",
                    "aws",
                    "groundtruth.aws.accounts",
                    "12345",
                    "groundtruth.aws.expires",
                    "4h")))
        .contains("groundtruth.aws.accounts names 12345, which is no account")
        .contains("groundtruth.aws.expires is 4h, which is no duration");
  }

  @Test
  void says_what_a_duration_is_before_an_emulator_is_started() {
    assertThat(
            failure(Map.of("groundtruth.target", "emulated", "groundtruth.aws.expires", "4 hours")))
        .contains("groundtruth.aws.expires is 4 hours, which is no duration")
        .contains("perhaps you should write it as ISO 8601 does, such as PT4H");
  }

  private static String failure(Map<String, String> parameters) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(ShopOnTerraformTests.WithParts.class))
        .configurationParameters(parameters)
        .execute()
        .allEvents()
        .failed()
        .stream()
        .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
        .flatMap(result -> result.getThrowable().stream())
        .map(Throwable::getMessage)
        .findFirst()
        .orElse("");
  }
}
