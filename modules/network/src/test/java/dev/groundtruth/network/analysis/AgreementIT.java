package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

@Tag("engine")
class AgreementIT {

  private static final long FIRST = Long.getLong("groundtruth.agreement.first", 0);

  private static final long SEEDS = Long.getLong("groundtruth.agreement.seeds", 10_000);

  @Test
  void agrees_with_the_packet_by_packet_evaluator_on_10_000_random_networks(TestReporter reporter) {
    Agreement agreement = new Agreement();

    LongStream.range(FIRST, FIRST + SEEDS).parallel().forEach(agreement::check);

    reporter.publishEntry(
        "seeds",
        "%d to %d: %d packets, %d arrive in any case, %d if what is unknown turns out so"
            .formatted(
                FIRST,
                FIRST + SEEDS - 1,
                agreement.packets(),
                agreement.arriving(),
                agreement.doubtful()));
    assertThat(agreement.arriving())
        .as("the networks are not all closed and not all open")
        .isBetween(agreement.packets() / 100, agreement.packets() / 2);
    assertThat(agreement.doubtful())
        .as("not all is known, and not all is unknown")
        .isBetween(agreement.packets() / 100, agreement.packets() / 2);
  }
}
