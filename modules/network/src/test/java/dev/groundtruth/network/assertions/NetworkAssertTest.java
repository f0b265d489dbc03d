package dev.groundtruth.network.assertions;

import static dev.groundtruth.network.StackBuilder.tcp;
import static dev.groundtruth.network.StackBuilder.wordpress;
import static dev.groundtruth.network.assertions.NetworkAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkAssertTest {

  private final Network network = wordpress().build();
  private final NetworkContract contract =
      NetworkContract.builder()
          .tier("load balancer", "aws_lb.this")
          .tier("web", "aws_instance.web")
          .tier("database", "aws_instance.db")
          .allowTcp("outside", "load balancer", 80, 443)
          .allowTcp("load balancer", "web", 80)
          .allowTcp("web", "database", 3306)
          .allowTcp("web", "outside", 443)
          .allowTcp("database", "outside", 443)
          .build();

  @Test
  void is_isolated_passes() {
    assertThat(network).isIsolated("internet", "aws_instance.db");
  }

  @Test
  void is_isolated_fails_with_a_packet() {
    assertThatThrownBy(() -> assertThat(network).isIsolated("internet", "aws_lb.this"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "Expected nothing of all to arrive from internet at aws_lb.this, but this does: tcp 80")
        .hasMessageContaining("ingress tcp 80 from 0.0.0.0/0");
  }

  @ParameterizedTest
  @CsvSource({"internet, internet", "internet, 9.9.9.9", "aws_instance.db, aws_instance.db"})
  void is_isolated_refuses_what_is_not_about_the_network(String from, String to) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(network).isIsolated(from, to))
        .withMessageStartingWith("Nothing goes from " + from + " to " + to + " over this network");
  }

  @Test
  void can_reach_passes() {
    assertThat(network).canReach("aws_instance.web", "aws_instance.db", tcp(3306));
  }

  @Test
  void can_reach_fails_with_what_is_in_the_way() {
    assertThatThrownBy(() -> assertThat(network).canReach("internet", "aws_instance.db", tcp(3306)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "Expected tcp 3306 to arrive from internet at aws_instance.db, but this is in the way:")
        .hasMessageContaining("ENI_SG_RULES_MISMATCH at aws_instance.db.eni");
  }

  @Test
  void satisfies_passes() {
    assertThat(network).satisfies(contract);
  }

  @Test
  void satisfies_fails_with_the_report() {
    Network open = wordpress().ingress("lb", 22, "0.0.0.0/0").build();
    assertThatThrownBy(() -> assertThat(open).satisfies(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "Expected the contract to hold of plan.json, but the contract is violated")
        .hasMessageContaining("excess outside -> load balancer: tcp 22");
  }

  @Test
  void is_equivalent_to_passes() {
    assertThat(network).isEquivalentTo(wordpress().build());
  }

  @Test
  void is_equivalent_to_fails_with_the_difference() {
    Network open = wordpress().ingress("lb", 22, "0.0.0.0/0").build();
    assertThatThrownBy(() -> assertThat(open).isEquivalentTo(network))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("there are 1 differences")
        .hasMessageContaining("+ other addresses -> aws_lb.this.eni: tcp 22");
  }

  @Test
  void is_equivalent_to_fails_with_what_was_not_understood() {
    Network strange =
        wordpress().remark(Remark.Kind.NOT_UNDERSTOOD, "aws_mystery.x", "it is not known").build();
    assertThatThrownBy(() -> assertThat(strange).isEquivalentTo(strange))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("but not all of them was understood")
        .hasMessageContaining("not understood: aws_mystery.x");
  }

  @Test
  void has_no_findings_passes() {
    assertThat(network).hasNoFindings().hasNoFindings(contract);
  }

  @Test
  void has_no_findings_fails_with_the_findings() {
    assertThatThrownBy(() -> assertThat(wordpress().group("old").build()).hasNoFindings())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected no findings in plan.json, but there are 1:")
        .hasMessageContaining("unattached-security-group");
    Network open = wordpress().ingress("lb", 22, "0.0.0.0/0").build();
    assertThatThrownBy(() -> assertThat(open).hasNoFindings(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("rule-wider-than-contract");
  }

  @Test
  void fails_with_the_attributes_an_answer_depends_on() {
    Network open =
        wordpress()
            .rule("lb", Direction.INGRESS, Maybe.of(tcp(22)), new Peer.UnknownPeer("var.office"))
            .build();
    assertThatThrownBy(() -> assertThat(open).isIsolated("internet", "aws_lb.this", tcp(22)))
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("but that depends on var.office");
    assertThatThrownBy(() -> assertThat(open).canReach("internet", "aws_lb.this", tcp(22)))
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("but that depends on var.office");
  }
}
