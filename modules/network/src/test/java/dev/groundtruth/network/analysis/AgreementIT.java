package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class AgreementIT {

  /** 10,000 with {@code -Dgroundtruth.agreement.seeds=10000}. */
  private static final long SEEDS = Long.getLong("groundtruth.agreement.seeds", 300);

  @Test
  void agrees_with_the_packet_by_packet_evaluator_on_random_networks(TestReporter reporter) {
    Agreement agreement = new Agreement();

    for (long seed = 0; seed < SEEDS; seed++) {
      agreement.check(seed);
    }

    reporter.publishEntry(
        "seeds",
        "0 to %d: %d packets, %d arrive"
            .formatted(SEEDS - 1, agreement.packets(), agreement.arriving()));
    assertThat(agreement.arriving())
        .as("the networks are not all closed and not all open")
        .isBetween(agreement.packets() / 500, agreement.packets() / 2);
  }
}
