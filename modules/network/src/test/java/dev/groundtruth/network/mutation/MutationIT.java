package dev.groundtruth.network.mutation;

import static dev.groundtruth.network.StackBuilder.tcp;
import static dev.groundtruth.network.StackBuilder.wordpress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.contract.ContractReader;
import dev.groundtruth.network.contract.Outcome;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.terraform.TerraformReader;
import dev.groundtruth.network.topology.WordPress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
class MutationIT {

  private static final TrafficMatch EPHEMERAL =
      TrafficMatch.of(Protocol.TCP, new PortRange(1024, 65535));

  /** The stack with an ACL around the database, so that there is something of every kind. */
  private static Network guarded() {
    return wordpress()
        .entry(100, Direction.INGRESS, true, tcp(3306), "10.0.1.0/24")
        .entry(200, Direction.INGRESS, false, tcp(3306), "0.0.0.0/0")
        .entry(300, Direction.INGRESS, true, EPHEMERAL, "0.0.0.0/0")
        .entry(100, Direction.EGRESS, true, tcp(443), "0.0.0.0/0")
        .entry(200, Direction.EGRESS, true, EPHEMERAL, "10.0.1.0/24")
        .build();
  }

  private static Set<Operator> operators(List<Mutant> mutants) {
    return mutants.stream()
        .map(Mutant::operator)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operator.class)));
  }

  @Test
  void the_wordpress_contract_kills_every_mutant_that_changes_what_arrives() {
    Network network = guarded();
    MutationReport report =
        MutationReport.of(
            network, Contracts.strict("aws_lb.this", "aws_instance.web", "aws_instance.db"));

    assertThat(report.survived()).isEmpty();
    assertThat(report.killed()).hasSizeGreaterThan(100);
    assertThat(operators(report.killed().stream().map(MutationReport.Judged::mutant).toList()))
        .isEqualTo(EnumSet.allOf(Operator.class));
    // Nobody knows whether a client uses the last of the ephemeral ports.
    assertThat(report.killed())
        .filteredOn(each -> each.outcome() != Outcome.VIOLATED)
        .extracting(each -> each.mutant().toString())
        .containsExactlyInAnyOrder(
            "PORTS aws_network_acl.db.ingress300: ingress 300 allow tcp 1024-65535 0.0.0.0/0 is"
                + " ingress 300 allow tcp 1024-65534 0.0.0.0/0",
            "PORTS aws_network_acl.db.egress200: egress 200 allow tcp 1024-65535 10.0.1.0/24 is"
                + " egress 200 allow tcp 1024-65534 10.0.1.0/24");
    assertThat(report.toString())
        .isEqualTo(
            "%d of %d mutants that change what arrives are killed; %d change nothing",
            report.killed().size(), report.killed().size(), report.equivalent().size());
    assertThat(report.killed().size() + report.equivalent().size())
        .isEqualTo(Mutants.of(network).size());
    assertThat(report.killed())
        .extracting(Object::toString)
        .contains(
            """
            PORTS lb.ingress[0]: ingress tcp 80 from 0.0.0.0/0 is ingress tcp 79-80 from 0.0.0.0/0
              + outside -> aws_lb.this.eni: tcp 79 from 1.0.0.0 to 10.0.0.10""",
            """
            ENTRY_ORDER aws_network_acl.db.ingress100: ingress 100 allow tcp 3306 10.0.1.0/24 and ingress 200 deny tcp 3306 0.0.0.0/0 change places
              - aws_instance.web[0].eni -> aws_instance.db.eni: tcp 3306 from 10.0.1.10 to 10.0.2.10""");
    assertThat(report.equivalent())
        .extracting(Object::toString)
        .contains(
            // The other side has no rule for it.
            "PORTS web.egress[1]: egress tcp 3306 to db is egress tcp 3305-3306 to db",
            // Nothing has an IPv6 address.
            "RULE_ADDED lb: ingress all from ::/0 is added",
            // Both instances are in the lower half.
            "PREFIX aws_network_acl.db.ingress100: ingress 100 allow tcp 3306 10.0.1.0/24 is"
                + " ingress 100 allow tcp 3306 10.0.1.0/25");
  }

  @Test
  void kills_every_mutant_of_a_stack_whose_addresses_are_not_known() {
    MutationReport report =
        MutationReport.of(
            WordPress.network(),
            Contracts.strict("aws_lb.web", "aws_autoscaling_group.web", "aws_instance.database"));
    assertThat(report.survived()).isEmpty();
    assertThat(report.killed()).hasSizeGreaterThan(90);
  }

  /** The plan that real Terraform made of the stack, with the way out {@code elsewhere}. */
  @Test
  void kills_every_mutant_of_the_plan_of_the_benchmarks() {
    Path folder = Path.of("../benchmarks/src/main/resources/dev/groundtruth/benchmarks/wordpress");
    MutationReport report =
        MutationReport.of(
            new TerraformReader().read(folder.resolve("plan.json")),
            ContractReader.read(folder.resolve("contract.json")));

    assertThat(report.survived()).isEmpty();
    assertThat(report.killed()).hasSizeGreaterThan(120);
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
