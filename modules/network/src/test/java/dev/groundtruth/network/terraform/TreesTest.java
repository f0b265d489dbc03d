package dev.groundtruth.network.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TreesTest {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 63, 64, 200})
  void finds_each_of_few_and_of_many_members_and_keeps_their_order(int count) {
    JsonNode object = read(object(count));
    assertThat(object.size()).isEqualTo(count);
    assertThat(object.has("none")).isFalse();
    assertThat(object.path("none").isMissingNode()).isTrue();
    assertThat(object.propertyNames())
        .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(at -> "m" + at).toList());
    for (int at = 0; at < count; at++) {
      assertThat(object.get("m" + at).intValue()).isEqualTo(at);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 100})
  void of_a_member_that_is_there_twice_the_last_counts_in_the_place_of_the_first(int count) {
    String twice = object(count).replace("}", ",\"m0\":-1}");
    JsonNode object = read(twice);
    assertThat(object).isEqualTo(MAPPER.readTree(twice));
    assertThat(object.size()).isEqualTo(count);
    assertThat(object.get("m0").intValue()).isEqualTo(-1);
    assertThat(object.propertyNames()).first().isEqualTo("m0");
  }

  @Test
  void objects_with_the_same_names_keep_their_own_values() {
    JsonNode objects = read("[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4},{\"b\":5,\"a\":6},{\"a\":7}]");
    assertThat(objects.valueStream().map(each -> each.get("a").intValue()))
        .containsExactly(1, 3, 6, 7);
    assertThat(objects.get(2).propertyNames()).containsExactly("b", "a");
    assertThat(objects.get(3).has("b")).isFalse();
  }

  @Test
  void values_are_what_jackson_reads() {
    for (String json :
        List.of(
            "[]",
            "{}",
            "[[],[[1]],{}]",
            "{\"a\":{\"b\":[{\"c\":null},true,false,\"d\",-7]}}",
            "[2147483647,2147483648,-9223372036854775809,1.5,1e300,0.1]",
            "\"\\u00e4\\n\"",
            "null")) {
      assertThat(read(json)).as(json).isEqualTo(MAPPER.readTree(json));
    }
  }

  /** More shapes than are remembered, and more that is open at once than there is room for. */
  @Test
  void trees_of_any_size_and_shape_are_what_jackson_reads() {
    Random random = new Random(1);
    for (int round = 0; round < 20; round++) {
      String json = random(random, 7).toString();
      assertThat(read(json)).isEqualTo(MAPPER.readTree(json));
    }
    String wide =
        IntStream.range(0, 5000)
            .mapToObj(at -> "{\"k%d\":%d,\"k%d\":[]}".formatted(at, at, at * 7))
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(read(wide)).isEqualTo(MAPPER.readTree(wide));
  }

  private static JsonNode random(Random random, int depth) {
    int kind = depth == 0 ? 2 : random.nextInt(3);
    int size = random.nextInt(6);
    return switch (kind) {
      case 0 -> {
        var object = MAPPER.createObjectNode();
        for (int at = 0; at < size; at++) {
          object.set("n" + random.nextInt(40), random(random, depth - 1));
        }
        yield object;
      }
      case 1 -> {
        var array = MAPPER.createArrayNode();
        for (int at = 0; at < size; at++) {
          array.add(random(random, depth - 1));
        }
        yield array;
      }
      default -> MAPPER.getNodeFactory().numberNode(random.nextInt());
    };
  }

  private static String object(int count) {
    return IntStream.range(0, count)
        .mapToObj(at -> "\"m%d\":%d".formatted(at, at))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static JsonNode read(String json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      parser.nextToken();
      return new Trees(MAPPER, parser).tree();
    }
  }
}
