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
