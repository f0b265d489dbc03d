package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundtruth.provisioning.RealTool;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class TerraformIT {

  private static final String TOOLS = "dev.groundtruth.provisioning.RealTool#terraforms";

  private static final String MAIN =
      """
      variable "name" {
        type = string
      }
      variable "password" {
        type      = string
        sensitive = true
      }
      variable "numbers" {
        type = list(number)
      }
      variable "nested" {
        type = object({ text = string, flag = bool, none = optional(string), map = map(string) })
      }
      resource "terraform_data" "a" {
        input = var.name
      }
      resource "terraform_data" "b" {
        input = var.password
      }
      output "name" {
        value = terraform_data.a.output
      }
      output "password" {
        value     = terraform_data.b.output
        sensitive = true
      }
      output "numbers" {
        value = var.numbers
      }
      output "nested" {
        value = var.nested
      }
      output "nothing" {
        value = null
      }
      """;

  private static final String TEXT = "it's ${not} a \"template\" %{x} \\ \n ünïcode 'q'";
  private static final BigDecimal EXACT = new BigDecimal("12345678901234567890.123456789");

  @TempDir Path folder;

  private record Nested(String text, boolean flag, Map<String, String> map) {}

  private Path stack(String... files) throws IOException {
    Path stack = Files.createDirectories(folder.resolve("stack"));
    for (int i = 0; i < files.length; i += 2) {
      Path file = stack.resolve(files[i]);
      Files.createDirectories(file.getParent());
      Files.writeString(file, files[i + 1]);
    }
    return stack;
  }

  private TerraformBuilder in(RealTool tool, Path stack) {
    return Terraform.in(stack).binary(tool.path().toString()).logs(folder.resolve("logs"));
  }

  private TerraformBuilder withVariables(RealTool tool, Path stack) {
    return in(tool, stack)
        .variable("name", TEXT)
        .variable("password", Secret.of("canary-5f3e \"quoted\""))
        .variable("numbers", List.of(EXACT, 1, Long.MAX_VALUE))
        .variable("nested", new Nested("t", true, Map.of("k", "v")));
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void plans_applies_reads_and_destroys(RealTool tool) throws Exception {
    List<TerraformEvent> events = new CopyOnWriteArrayList<>();
    Path stack = stack("main.tf", MAIN);
    try (Terraform terraform = withVariables(tool, stack).listener(events::add).open()) {
      assertThat(terraform.init()).isEmpty();
      ApplyResult applied;
      try (SavedPlan plan = terraform.plan()) {
        assertThat(plan.hasChanges()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plan.path())))
            .isEqualTo("rw-------");
        applied = terraform.apply(plan);
        assertThat(plan.path()).doesNotExist();
      }
      assertThat(applied.added()).isEqualTo(2);
      assertThat(applied.outputs().names())
          .as("an output that is null does not exist for Terraform")
          .containsExactlyInAnyOrder("name", "password", "numbers", "nested");
      assertThat(applied.outputs().text("name")).isEqualTo(TEXT);
      assertThat(applied.outputs().withheld()).containsExactly("password");
      assertThat(applied.allOutputs().secret("password").reveal())
          .isEqualTo("canary-5f3e \"quoted\"");
      assertThat(applied.outputs().list("numbers", BigDecimal.class))
          .usingElementComparator(BigDecimal::compareTo)
          .containsExactly(EXACT, BigDecimal.ONE, BigDecimal.valueOf(Long.MAX_VALUE));
      assertThat(applied.outputs().as("nested", Nested.class))
          .isEqualTo(new Nested("t", true, Map.of("k", "v")));
      terraform.verifyIdempotent();
      assertThat(terraform.state().list())
          .containsExactlyInAnyOrder("terraform_data.a", "terraform_data.b");
      assertThat(terraform.state().pull().orElseThrow().file().serial()).isPositive();
      assertThat(terraform.destroy().destroyed()).isEqualTo(2);
      assertThat(terraform.state().list()).isEmpty();
    }
    assertThat(events.stream().filter(TerraformEvent.ApplyCompleted.class::isInstance)).hasSize(4);
    try (Stream<Path> files = Files.walk(folder.resolve("logs"))) {
      for (Path log : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(log)).as(log.toString()).doesNotContain("canary-5f3e");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void names_what_a_second_plan_wants_to_change(RealTool tool) throws Exception {
    Path stack =
        stack(
            "main.tf",
            """
            resource "terraform_data" "clock" {
              input = timestamp()
            }
            """);
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.init();
      terraform.apply(terraform.plan());
      assertThatExceptionOfType(NotIdempotentException.class)
          .isThrownBy(terraform::verifyIdempotent)
          .withMessageContaining("terraform_data.clock")
          .withMessageContaining("input")
          .satisfies(e -> assertThat(e.addresses()).containsExactly("terraform_data.clock"));
    }
  }
}
