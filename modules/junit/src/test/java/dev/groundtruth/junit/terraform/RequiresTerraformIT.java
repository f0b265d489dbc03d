package dev.groundtruth.junit.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Somebody's own configuration, applied to the emulator for their tests and destroyed after. */
@Tag("docker")
class RequiresTerraformIT {

  private static final String REGION = TerraformEnvironment.REGION_PARAMETER;

  @Test
  void configuration_is_applied_once_for_all_classes_and_destroyed() {
    EngineExecutionResults results =
        run(ShopOnTerraformTests.WithParts.class, ShopOnTerraformTests.WithTheWhole.class);

    assertThat(failures(results)).isEmpty();
    assertThat(results.testEvents().succeeded().count()).isEqualTo(3);
  }

  @Test
  void configuration_that_cannot_be_applied_fails_its_class_with_the_reason() {
    assertThat(failures(run(ShopOnTerraformTests.Broken.class)))
        .singleElement()
        .asString()
        .contains("TerraformEnvironment on target 'emulated' did not start")
        .contains("nonsense");
  }

  @Test
  void configuration_is_applied_in_the_region_of_the_run() {
    assertThat(
            failures(
                run(
                    Map.of(REGION, "eu-central-1"),
                    ShopOnTerraformTests.InAnyRegion.class,
                    ShopOnTerraformTests.InItsOwnRegion.class)))
        .singleElement()
        .asString()
        .contains("The configuration is for region eu-west-3 and the run for eu-central-1")
        .contains("set -D%s=eu-west-3".formatted(REGION));
  }

  @Test
  void what_is_made_past_terraform_is_found_after_the_destroy() {
    assertThat(failures(run(ShopOnTerraformTests.Littering.class)))
        .singleElement()
        .asString()
        .contains("the account has of it: arn:aws:ec2:eu-west-3:", ":volume/vol-");
  }

  @Test
  void variable_without_a_value_is_told() {
    assertThat(failures(run(ShopOnTerraformTests.Misspelled.class)))
        .singleElement()
        .asString()
        .contains("'no variable' is no variable, perhaps you should write it like \"zones=2\"");
  }

  private static EngineExecutionResults run(Class<?>... classes) {
    return run(Map.of(), classes);
  }

  private static EngineExecutionResults run(Map<String, String> parameters, Class<?>... classes) {
    EngineTestKit.Builder builder =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameters(parameters)
            .configurationParameter("groundtruth.target", "emulated")
            .configurationParameter("groundtruth.logs", "target/logs");
    for (Class<?> type : classes) {
      builder.selectors(selectClass(type));
    }
    return builder.execute();
  }

  private static List<String> failures(EngineExecutionResults results) {
    return results.allEvents().failed().stream()
        .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
        .flatMap(result -> result.getThrowable().stream())
        .map(RequiresTerraformIT::messages)
        .toList();
  }

  /** Also of what caused it. */
  private static String messages(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(Throwable::getMessage)
        .collect(Collectors.joining(": "));
  }
}
