package dev.groundtruth.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EmulatedSettingsTest {

  private static final URI ENDPOINT = URI.create("http://127.0.0.1:4566");

  @Test
  void every_provider_is_led_to_the_emulator(@TempDir Path folder) throws IOException {
    Path file = EmulatedSettings.of(ENDPOINT, "us_east_1").write(folder);

    JsonNode providers =
        JsonMapper.shared().readTree(Files.readString(file)).path("provider").path("aws");
    assertThat(file).hasFileName("groundtruth_emulated_override.tf.json");
    assertThat(providers).hasSize(2);
    assertThat(providers.get(0).has("alias")).isFalse();
    assertThat(providers.get(1).path("alias").asString()).isEqualTo("us_east_1");
    assertThat(providers)
        .allSatisfy(
            provider ->
                assertThat(provider.path("endpoints").get(0))
                    .hasSizeGreaterThan(150)
                    .allSatisfy(
                        endpoint ->
                            assertThat(endpoint.asString()).isEqualTo(ENDPOINT.toString())));
  }

  /** Newer versions of the provider warn of a service that is given under two names. */
  @Test
  void services_have_one_name_each(@TempDir Path folder) throws IOException {
    JsonNode endpoints =
        JsonMapper.shared()
            .readTree(Files.readString(EmulatedSettings.of(ENDPOINT).write(folder)))
            .path("provider")
            .path("aws")
            .path(0)
            .path("endpoints")
            .path(0);

    assertThat(endpoints.propertyNames())
        .contains("dynamodb", "lambda", "sqs", "events", "appautoscaling")
        .doesNotContain("eventbridge", "cloudwatchevents", "applicationautoscaling");
  }

  @Test
  void a_folder_that_cannot_be_written_is_named(@TempDir Path folder) {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> EmulatedSettings.of(ENDPOINT).write(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(missing.toString());
  }
}
