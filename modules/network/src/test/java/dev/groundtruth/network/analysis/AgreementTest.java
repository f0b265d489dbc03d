package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.awscli.DumpReader;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.terraform.TerraformReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgreementTest {

  private static final Path PLANS = Path.of("src", "test", "resources", "plans");

  private static final Path BENCHMARK =
      Path.of("../benchmarks/src/main/resources/dev/groundtruth/benchmarks/wordpress/plan.json");

  private static final Path DUMPS = Path.of("src", "test", "resources", "dumps", "wordpress");

  @Test
  void agrees_with_the_packet_by_packet_evaluator_on_40_random_networks() {
    Agreement agreement = new Agreement();

    for (long seed = 0; seed < 40; seed++) {
      agreement.check(seed);
    }

    assertThat(agreement.arriving())
        .as("the networks are not all closed and not all open")
        .isBetween(agreement.packets() / 100, agreement.packets() / 2);
  }

  static List<Path> plans() throws IOException {
    try (Stream<Path> files = Files.walk(PLANS)) {
      return Stream.concat(
              files.filter(file -> file.getFileName().toString().matches("plan\\.json")).sorted(),
              Stream.of(BENCHMARK))
          .toList();
    }
  }

  @Test
  void agrees_with_the_packet_by_packet_evaluator_on_dumps() {
    Agreement agreement = new Agreement();

    agreement.check(new DumpReader().read(DUMPS), "dumps", new Random(0));

    assertThat(agreement.arriving()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void agrees_with_the_packet_by_packet_evaluator_on_a_plan_of_terraform(Path plan) {
    Agreement agreement = new Agreement();

    Network network = new TerraformReader().read(plan);

    agreement.check(network, plan.toString(), new Random(0));

    assertThat(agreement.packets() > 0)
        .as("packets were compared, unless there is nobody to send them")
        .isEqualTo(!network.interfaces().isEmpty());
  }
}
