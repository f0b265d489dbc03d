package dev.groundtruth.provisioning.terraform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.provisioning.terraform.event.ResourceProgress.Status;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private static final String RESOURCE =
      "\"resource\":{\"addr\":\"module.m[\\\"a\\\"].aws_vpc.main[0]\",\"module\":\"module.m[\\\"a\\\"]\",\"resource_type\":\"aws_vpc\",\"resource_name\":\"main\",\"resource_key\":0,\"implied_provider\":\"aws\"}";

  private final EventReader reader = new EventReader();

  private TerraformEvent read(String type, String rest) {
    return reader.read(
        "{\"@level\":\"info\",\"@message\":\"a message\",\"@module\":\"terraform.ui\",\"@timestamp\":\"2026-11-25T02:42:12.621745+01:00\",\"type\":\"%s\",%s}"
            .formatted(type, rest));
  }

  @Test
  void every_line_has_a_header() {
    assertThat(read("log", "\"x\":1").header())
        .isEqualTo(
            new TerraformEvent.Header(
                "info",
                "a message",
                "terraform.ui",
                Optional.of(Instant.parse("2026-11-25T01:42:12.621745Z"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "panic: runtime error",
        "{\"cut\":",
        "[1]",
        "{} and more",
        "2026-11-25T02:42:12.621Z [INFO]  provider: started"
      })
  void lines_that_are_no_events_are_text(String line) {
    assertThat(reader.read(line)).isInstanceOf(TerraformEvent.Text.class);
    assertThat(reader.read(line).message()).isEqualTo(line);
  }

  @Test
  void unknown_kinds_are_kept_without_showing_what_is_in_them() {
    TerraformEvent event = read("action_start", "\"hook\":{\"password\":\"hidden\"}");

    assertThat(event)
        .isInstanceOfSatisfying(
            TerraformEvent.Other.class,
            other -> {
              assertThat(other.type()).isEqualTo("action_start");
              assertThat(other.content().in("x").at("hook.password").text()).isEqualTo("hidden");
            });
    assertThat(event.toString()).doesNotContain("hidden");
  }

  @Test
  void known_kinds_of_another_form_are_kept_too() {
    assertThat(read("apply_start", "\"hook\":{}")).isInstanceOf(TerraformEvent.Other.class);
    assertThat(read("outputs", "\"outputs\":[]")).isInstanceOf(TerraformEvent.Other.class);
    assertThat(read("version", "\"terraform\":7")).isInstanceOf(TerraformEvent.Other.class);
  }

  @Test
  void drift_forget_and_import() {
    assertThat(read("resource_drift", "\"change\":{" + RESOURCE + ",\"action\":\"delete\"}"))
        .isInstanceOfSatisfying(
            TerraformEvent.ResourceDrift.class,
            drift -> {
              assertThat(drift.action()).isEqualTo("delete");
              assertThat(drift.resource().key()).isEqualTo(Value.of(0));
              assertThat(drift.resource().module()).isEqualTo("module.m[\"a\"]");
            });
    assertThat(
            read(
                "change_summary",
                "\"changes\":{\"add\":1,\"change\":2,\"remove\":3,\"import\":4,\"forget\":5,\"operation\":\"plan\"}"))
        .isEqualTo(
            new TerraformEvent.ChangeSummary(
                read("log", "\"x\":1").header(), "plan", 1, 2, 3, 4, 5));
  }

  @Test
  void refreshes_and_ephemeral_resources_of_both_tools() {
    assertThat(read("refresh_start", "\"hook\":{" + RESOURCE + ",\"id_value\":\"vpc-1\"}"))
        .isInstanceOfSatisfying(
            TerraformEvent.Refresh.class,
            refresh -> {
              assertThat(refresh.stage()).isEqualTo(TerraformEvent.Stage.STARTED);
              assertThat(refresh.id()).contains("vpc-1");
            });
    for (String type : List.of("ephemeral_op_start", "ephemeral_action_started")) {
      assertThat(read(type, "\"hook\":{" + RESOURCE + ",\"action\":\"open\"}"))
          .isInstanceOfSatisfying(
              TerraformEvent.EphemeralOperation.class,
              open -> assertThat(open.stage()).isEqualTo(TerraformEvent.Stage.STARTED));
    }
    assertThat(
            read(
                "ephemeral_op_complete",
                "\"hook\":{" + RESOURCE + ",\"action\":\"open\",\"elapsed_seconds\":1.5}"))
        .isInstanceOfSatisfying(
            TerraformEvent.EphemeralOperation.class,
            open -> assertThat(open.elapsed()).contains(Duration.ofMillis(1500)));
  }

  @Test
  void leftovers_and_contents_of_tests() {
    assertThat(
            read(
                "test_cleanup",
                "\"test_cleanup\":{\"failed_resources\":[{\"instance\":\"aws_vpc.main\"}]}"))
        .isInstanceOfSatisfying(
            TerraformEvent.TestLeftovers.class,
            left -> assertThat(left.resources()).containsExactly("aws_vpc.main"));
    assertThat(
            read(
                "test_interrupt",
                "\"test_interrupt\":{\"state\":[{\"instance\":\"a.b\"}],\"states\":{\"run\":[{\"instance\":\"c.d\"}]},\"planned\":[\"e.f\"]}"))
        .isInstanceOfSatisfying(
            TerraformEvent.TestLeftovers.class,
            left -> assertThat(left.resources()).containsExactly("a.b", "c.d", "e.f"));
    TerraformEvent state = read("test_state", "\"test_state\":{\"secret\":\"hidden\"}");
    assertThat(state).isInstanceOf(TerraformEvent.TestContent.class);
    assertThat(state.toString()).doesNotContain("hidden");
  }

  @Test
  void values_of_expressions_in_diagnostics_are_secret() {
    TerraformEvent event =
        read(
            "diagnostic",
            "\"diagnostic\":{\"severity\":\"error\",\"summary\":\"Invalid value\",\"detail\":\"No.\",\"address\":\"aws_vpc.main\",\"range\":{\"filename\":\"main.tf\",\"start\":{\"line\":3,\"column\":5,\"byte\":9},\"end\":{\"line\":3,\"column\":8,\"byte\":12}},\"snippet\":{\"context\":null,\"code\":\"x = var.password\",\"start_line\":3,\"values\":[{\"traversal\":\"var.password\",\"statement\":\"is \\\"hidden\\\"\"}]}}");

    assertThat(event.toString()).doesNotContain("hidden");
    Diagnostic diagnostic = ((TerraformEvent.DiagnosticFound) event).diagnostic();
    assertThat(diagnostic)
        .hasToString("Error: Invalid value (main.tf:3:5), with aws_vpc.main: No.");
    assertThat(diagnostic.snippet().orElseThrow().values().get(0).statement().reveal())
        .isEqualTo("is \"hidden\"");
  }

  @Test
  void progress_of_each_resource_with_the_time_it_takes() {
    Progress progress = new Progress();

    progress.accept(read("planned_change", "\"change\":{" + RESOURCE + ",\"action\":\"create\"}"));
    assertThat(progress.resources())
        .singleElement()
        .hasToString("module.m[\"a\"].aws_vpc.main[0]: create pending");

    progress.accept(
        read(
            "apply_progress",
            "\"hook\":{" + RESOURCE + ",\"action\":\"create\",\"elapsed_seconds\":20}"));
    assertThat(progress.of("module.m[\"a\"].aws_vpc.main[0]"))
        .hasValueSatisfying(
            running -> {
              assertThat(running.status()).isEqualTo(Status.RUNNING);
              assertThat(running.elapsed()).isEqualTo(Duration.ofSeconds(20));
              assertThat(running)
                  .hasToString("module.m[\"a\"].aws_vpc.main[0]: create running for 20s");
            });

    progress.accept(
        read(
            "apply_errored",
            "\"hook\":{" + RESOURCE + ",\"action\":\"create\",\"elapsed_seconds\":31}"));
    assertThat(progress.counts()).containsOnly(java.util.Map.entry(Status.FAILED, 1L));
    assertThat(progress.of("absent")).isEmpty();
  }

  @Test
  void a_validation_that_is_none_is_refused() {
    assertThatThrownBy(() -> Validation.read("Usage: terraform"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageStartingWith("The output of terraform validate cannot be read at line 1");
    assertThatThrownBy(() -> Validation.read("{\"format_version\":\"2.0\",\"valid\":true}"))
        .isInstanceOf(UnsupportedFormatException.class);
    assertThat(
            Validation.read("{\"format_version\":\"1.0\",\"valid\":true,\"diagnostics\":[]}")
                .valid())
        .isTrue();
  }
}
