package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgreementTest {

  @Test
  void agrees_with_the_packet_by_packet_evaluator_on_40_random_networks() {
    Agreement agreement = new Agreement();

    for (long seed = 0; seed < 40; seed++) {
      agreement.check(seed);
    }

    assertThat(agreement.arriving())
        .as("the networks are not all closed and not all open")
        .isBetween(agreement.packets() / 500, agreement.packets() / 2);
  }
}
