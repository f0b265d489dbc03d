package dev.groundtruth.network.mutation;

import static dev.groundtruth.network.StackBuilder.wordpress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.topology.WordPress;
import org.junit.jupiter.api.Test;

class MutationIT {

  @Test
  void kills_every_mutant_of_a_stack_whose_addresses_are_not_known() {
    MutationReport report =
        MutationReport.of(
            WordPress.network(),
            Contracts.strict("aws_lb.web", "aws_autoscaling_group.web", "aws_instance.database"));
    assertThat(report.survived()).isEmpty();
    assertThat(report.killed()).hasSizeGreaterThan(90);
  }

  /** What {@code outside} allows is not noticed within the stack. */
  @Test
  void notices_no_further_way_to_443_where_the_contract_allows_it_to_all_addresses() {
    MutationReport report =
        MutationReport.of(
            wordpress().build(),
            Contracts.outside("aws_lb.this", "aws_instance.web", "aws_instance.db"));
    assertThat(report.survived())
        .hasSize(4)
        .allSatisfy(
            each -> {
              assertThat(each.effect().isGained()).isTrue();
              assertThat(each.effect().packet().traffic()).isEqualTo(Traffic.tcp(443));
              assertThat(each.effect().from()).startsWith("aws_instance.");
              assertThat(each.effect().to()).startsWith("aws_instance.");
            });
    assertThat(report.killed()).hasSizeGreaterThan(90);
  }
}
