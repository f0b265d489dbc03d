package dev.groundtruth.network.contract;

import static dev.groundtruth.network.StackBuilder.wordpress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Edited;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Subnet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TierMembersTest {

  private static List<String> members(Network network, String... expressions) {
    Tier tier = new Tier("tier", List.of(expressions), Optional.empty());
    return TierMembers.of(network, tier).interfaces().stream()
        .map(each -> each.identity().key())
        .toList();
  }

  @Test
  void are_the_interfaces_that_are_named_and_those_in_the_blocks() {
    Network network = wordpress().build();
    assertThat(members(network, "aws_instance.db", "10.0.1.10/32"))
        .containsExactly("aws_instance.db.eni", "aws_instance.web[0].eni");
    assertThat(members(network, "10.0.1.0/24"))
        .containsExactly("aws_instance.web[0].eni", "aws_instance.web[1].eni");
    assertThat(members(network, "192.0.2.0/24")).isEmpty();
  }

  @Test
  void are_in_the_blocks_with_all_their_addresses() {
    Network network = new Edited(wordpress().build()).dualStack().network();
    assertThat(members(network, "10.0.2.10")).isEmpty();
    assertThat(members(network, "10.0.2.10", "2600:1f14:0:2::/64"))
        .containsExactly("aws_instance.db.eni");
  }

  @Test
  void are_in_the_blocks_of_their_subnets_if_their_addresses_are_not_known() {
    Network network = wordpress().member("aws_instance.x", "database", false, "", "db").build();
    assertThat(members(network, "10.0.2.0/24"))
        .containsExactly("aws_instance.db.eni", "aws_instance.x.eni");
    assertThat(members(network, "10.0.2.0/25")).containsExactly("aws_instance.db.eni");
  }

  @Test
  void are_nowhere_if_no_block_of_their_subnets_is_known() {
    Network network =
        new Edited(wordpress().member("aws_instance.x", "database", false, "", "db").build())
            .subnets(
                it ->
                    new Subnet(
                        it.identity(),
                        it.vpc(),
                        List.of(Maybe.unknown("aws_subnet.cidr_block")),
                        it.zone(),
                        it.routeTable(),
                        it.networkAcl()))
            .network();
    assertThat(members(network, "10.0.0.0/8")).doesNotContain("aws_instance.x.eni");
  }

  @Test
  void refuse_what_means_nothing() {
    Network network = wordpress().build();
    assertThatThrownBy(() -> members(network, "aws_instance.nobody"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
