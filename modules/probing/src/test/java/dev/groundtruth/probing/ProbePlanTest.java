package dev.groundtruth.probing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.PortSet;
import org.junit.jupiter.api.Test;

class ProbePlanTest {

  @Test
  void chooses_the_port_before_at_and_after_each_boundary() {
    ProbePlan plan = ProbePlan.of(PortSet.parse("80,1024-2048"), PortSet.NONE);
    assertThat(plan.expectations().keySet())
        .containsExactly(1, 79, 80, 81, 1023, 1024, 2048, 2049, 65535);
    assertThat(plan.ports(Expectation.ALLOWED)).isEqualTo(PortSet.of(80, 1024, 2048));
    assertThat(plan).hasToString("9 ports probed, 5 of 5 atoms covered");
  }

  @Test
  void adds_sensitive_ports_with_what_the_model_says() {
    ProbePlan plan = ProbePlan.of(PortSet.of(3306));
    assertThat(plan.expectations())
        .containsEntry(22, Expectation.DENIED)
        .containsEntry(33060, Expectation.DENIED)
        .containsEntry(3306, Expectation.ALLOWED)
        .containsEntry(3305, Expectation.DENIED)
        .containsEntry(3307, Expectation.DENIED);
  }

  @Test
  void all_and_none_have_one_atom() {
    assertThat(ProbePlan.of(PortSet.ALL, PortSet.NONE).ports(Expectation.ALLOWED))
        .isEqualTo(PortSet.of(1, 65535));
    assertThat(ProbePlan.of(PortSet.NONE).ports(Expectation.ALLOWED)).isEqualTo(PortSet.NONE);
    assertThat(ProbePlan.of(PortSet.NONE).atoms()).isEqualTo(1);
  }
}
