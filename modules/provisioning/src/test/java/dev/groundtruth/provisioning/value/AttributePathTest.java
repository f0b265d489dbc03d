package dev.groundtruth.provisioning.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributePathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "tags.Name",
        "rules[0].port",
        "tags[\"kubernetes.io/role\"].b[0]",
        "[\"@level\"]",
        "[3]",
        "m[\"with \\\"quotes\\\" and \\\\\"]",
        "a-b.c_d.é"
      })
  void reads_what_it_writes(String text) {
    assertThat(AttributePath.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"tags[\"Name\"], tags.Name", "list.0.a, list[0].a"})
  void reads_other_ways_of_writing(String text, String written) {
    assertThat(AttributePath.parse(text)).hasToString(written);
  }

  @ParameterizedTest
  @CsvSource({"a..b, 2", ".a, 1", "a b, 2", "a[, 2", "a[\"b, 2", "a[-1], 2", "a., 2", "[0]a, 4"})
  void refuses_what_is_no_path_and_says_where(String text, int place) {
    assertThatThrownBy(() -> AttributePath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "\"%s\" is no path of an attribute from its character %d on, perhaps you should write it like tags[\"Name\"] or rules[0].port",
            text, place);
  }

  @Test
  void a_path_contains_itself_and_longer_ones() {
    AttributePath tags = AttributePath.parse("tags");

    assertThat(tags.contains(tags)).isTrue();
    assertThat(tags.contains(AttributePath.parse("tags.Name"))).isTrue();
    assertThat(AttributePath.parse("tags.Name").contains(tags)).isFalse();
    assertThat(tags.contains(AttributePath.parse("tagsets"))).isFalse();
    assertThat(AttributePath.ROOT.contains(tags)).isTrue();
  }
}
