package dev.groundtruth.network.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

class MembersTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 63, 64, 200})
  void finds_each_of_few_and_of_many_members_and_keeps_their_order(int count) {
    Map<String, JsonNode> members = members(count);
    assertThat(members).hasSize(count).doesNotContainKey("none");
    assertThat(members.get("none")).isNull();
    assertThat(members.values()).extracting(JsonNode::intValue).isSorted();
    for (int at = 0; at < count; at++) {
      assertThat(members).containsEntry("member " + at, IntNode.valueOf(at));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 100})
  void of_a_member_that_is_there_twice_the_last_counts(int count) {
    Members members = new Members();
    for (int at = 0; at < count; at++) {
      members.add("member " + at, IntNode.valueOf(at));
    }
    members.add("member 0", IntNode.valueOf(-1));
    assertThat(members.map())
        .hasSize(count)
        .containsEntry("member 0", IntNode.valueOf(-1))
        .doesNotContainValue(IntNode.valueOf(0));
  }

  @Test
  void hashes_only_where_there_are_many() {
    assertThat(members(63)).isInstanceOf(Members.class);
    assertThat(members(64)).isNotInstanceOf(Members.class);
  }

  private static Map<String, JsonNode> members(int count) {
    Members members = new Members();
    for (int at = 0; at < count; at++) {
      members.add("member " + at, IntNode.valueOf(at));
    }
    return members.map();
  }
}
