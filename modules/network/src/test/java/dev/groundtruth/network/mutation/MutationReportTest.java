package dev.groundtruth.network.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Outcome;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.terraform.TerraformReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MutationReportTest {

  private static StackBuilder small() {
    return new StackBuilder("small")
        .group("web")
        .group("db")
        .rule("web", Direction.EGRESS, Maybe.of(TrafficMatch.ALL), new Peer.GroupPeer("db"))
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

    TrafficMatch around = TrafficMatch.of(Protocol.TCP, new PortRange(3300, 3310));
    MutationReport loose =
        MutationReport.of(
            network, ofSmall().allowTcp("web", "db", 3306).tolerate("web", "db", around).build());
    assertThat(loose.survived())
        .extracting(Object::toString)
        .containsExactly(
            """
            PORTS db.ingress[0]: ingress tcp 3306 from web is ingress tcp 3305-3306 from web
              + web.eni -> db.eni: tcp 3305 from 10.0.1.10 to 10.0.2.10""",
            """
            PORTS db.ingress[0]: ingress tcp 3306 from web is ingress tcp 3306-3307 from web
              + web.eni -> db.eni: tcp 3307 from 10.0.1.10 to 10.0.2.10""");
    assertThat(loose.survived()).allMatch(each -> each.outcome() == Outcome.HOLDS);
    assertThat(loose.toString())
        .startsWith(
            "%d of %d mutants that change what arrives are killed; %d change nothing\nsurvived: PORTS"
                .formatted(
                    strict.killed().size() - 2,
                    strict.killed().size(),
                    strict.equivalent().size()));
    assertThat(loose.equivalent()).isEqualTo(strict.equivalent());
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

  /** Beside its configuration a plan tells where rules are written. */
  @Test
  void says_what_a_rule_says_wherever_it_is_written() {
    Path folder = Path.of("src/test/resources/plans/two-tier");

    assertThat(Mutants.of(new TerraformReader(folder).read(folder.resolve("plan.json"))))
        .filteredOn(each -> each.operator() == Operator.RULE_DROPPED)
        .isNotEmpty()
        .allSatisfy(
            each -> assertThat(each.change()).matches("(in|e)gress .* (from|to) .* is gone"));
  }
}
