package dev.groundtruth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisioningTest {

  private static final Comparison AS_FAST =
      new Comparison("provisioning", Duration.ofMillis(105), Duration.ofMillis(100), 1.05);
  private static final Comparison SLOWER =
      new Comparison("provisioning", Duration.ofMillis(106), Duration.ofMillis(100), 1.05);

  @Test
  void is_met_only_if_all_targets_are() {
    assertThat(new Provisioning.Outcome(AS_FAST, 1, true).isMet()).isTrue();
    assertThat(new Provisioning.Outcome(SLOWER, 1, true).isMet()).isFalse();
    assertThat(new Provisioning.Outcome(AS_FAST, 2, true).isMet()).isFalse();
    assertThat(new Provisioning.Outcome(AS_FAST, 1, false).isMet()).isFalse();
  }

  @Test
  void the_sample_has_as_many_resources_and_outputs_as_asked_for(@TempDir Path folder)
      throws Exception {
    String configuration = Files.readString(new Sample(7, 2).writeTo(folder).resolve("main.tf"));

    assertThat(configuration).contains("count = 7");
    assertThat(configuration.lines().filter(line -> line.startsWith("output")))
        .containsExactly("output \"value_0\" {", "output \"value_1\" {");
  }

  @Test
  void measures_as_many_pairs_as_the_benchmark_says_unless_told_otherwise() {
    assertThat(Arguments.parse(List.of(), Provisioning.PAIRS).pairs()).isEqualTo(15);
    assertThat(Arguments.parse(List.of("--pairs", "4"), Provisioning.PAIRS).pairs()).isEqualTo(4);
  }
}
