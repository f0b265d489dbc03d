package dev.groundtruth.network.mutation;

import static dev.groundtruth.network.StackBuilder.tcp;
import static dev.groundtruth.network.StackBuilder.wordpress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Outcome;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MutationReportTest {

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
    assertThat(report.killed())
        .allSatisfy(each -> assertThat(each.outcome()).isEqualTo(Outcome.VIOLATED));
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

  private static StackBuilder small() {
    return new StackBuilder("small")
        .group("web")
        .group("db")
        .egress("web", 3306, "db")
        .ingress("db", 3306, "web")
        .member("web", "web", false, "10.0.1.10", "web")
        .member("db", "database", false, "10.0.2.10", "db");
  }

  private static NetworkContract.Builder ofSmall() {
    return NetworkContract.builder().tier("web", "web.eni").tier("db", "db.eni");
  }

  @Test
  void a_loose_contract_lets_mutants_survive() {
    Network network = small().build();
    MutationReport strict =
        MutationReport.of(network, ofSmall().allowTcp("web", "db", 3306).build());
    assertThat(strict.survived()).isEmpty();
    assertThat(strict.killed()).isNotEmpty();

    MutationReport loose =
        MutationReport.of(
            network,
            ofSmall().allowTcp("web", "db", 3306).tolerate("db", "web", tcp(3306)).build());
    assertThat(loose.survived()).isNotEmpty();
    assertThat(loose.survived())
        .allSatisfy(
            each -> {
              assertThat(each.outcome()).isEqualTo(Outcome.HOLDS);
              assertThat(each.effect().isGained()).isTrue();
              assertThat(each.effect())
                  .hasToString("+ db.eni -> web.eni: tcp 3306 from 10.0.2.10 to 10.0.1.10");
            });
    assertThat(loose.toString())
        .contains("\nsurvived: ")
        .contains("\n  + db.eni -> web.eni: tcp 3306 from 10.0.2.10 to 10.0.1.10");
    assertThat(loose.equivalent()).isEqualTo(strict.equivalent());

    MutationReport blind =
        MutationReport.of(
            network,
            ofSmall()
                .tolerate("web", "outside", TrafficMatch.ALL)
                .tolerate("db", "outside", TrafficMatch.ALL)
                .tolerate("outside", "web", TrafficMatch.ALL)
                .tolerate("outside", "db", TrafficMatch.ALL)
                .build());
    assertThat(blind.killed()).isEmpty();
    assertThat(blind.survived()).hasSameSizeAs(strict.killed());
  }

  @Test
  void says_nothing_of_a_contract_that_does_not_hold_itself() {
    Network network = small().build();
    NetworkContract contract = ofSmall().allowTcp("web", "db", 5432).build();
    assertThatThrownBy(() -> MutationReport.of(network, contract))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not hold of small itself")
        .hasMessageContaining("perhaps you should")
        .hasMessageContaining("missing web -> db: tcp 5432");
  }

  @Test
  void widens_and_narrows_blocks_by_one_bit() {
    assertThat(Blocks.near(Cidr.parse("10.0.1.0/24")))
        .extracting(Cidr::toString)
        .containsExactly("10.0.0.0/23", "10.0.1.0/25", "10.0.1.128/25");
    assertThat(Blocks.near(Cidr.parse("0.0.0.0/0")))
        .extracting(Cidr::toString)
        .containsExactly("0.0.0.0/1", "128.0.0.0/1");
    assertThat(Blocks.near(Cidr.parse("2001:db8::1/128")))
        .extracting(Cidr::toString)
        .containsExactly("2001:db8::/127");
    assertThat(Blocks.near(Cidr.parse("255.255.255.255/32")))
        .extracting(Cidr::toString)
        .containsExactly("255.255.255.254/31");
  }
}
