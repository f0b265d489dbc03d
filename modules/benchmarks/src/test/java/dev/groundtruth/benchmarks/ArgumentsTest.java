package dev.groundtruth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void three_pairs_are_measured_unless_asked_otherwise() {
    assertThat(Arguments.parse(List.of()).pairs()).isEqualTo(3);
  }

  @Test
  void as_many_pairs_are_measured_as_asked() {
    assertThat(Arguments.parse(List.of("--pairs", "12")).pairs()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "100", "three", "", "1.5", "99999999999"})
  void refuses_what_is_not_a_number_of_pairs(String number) {
    assertThatThrownBy(() -> Arguments.parse(List.of("--pairs", number)))
        .isInstanceOf(Arguments.UsageException.class)
        .hasMessage(
            "--pairs \"%s\" is not a number of pairs, perhaps you should use one from 1 to 99",
            number);
  }

  @Test
  void refuses_pairs_without_a_number() {
    assertThatThrownBy(() -> Arguments.parse(List.of("--pairs")))
        .isInstanceOf(Arguments.UsageException.class)
        .hasMessageContaining("--pairs \"\" is not a number of pairs");
  }

  @Test
  void refuses_an_unknown_option() {
    assertThatThrownBy(() -> Arguments.parse(List.of("--runs", "3")))
        .isInstanceOf(Arguments.UsageException.class)
        .hasMessage("\"--runs\" is not an option, perhaps you should use --pairs N");
  }

  @Test
  void refuses_a_word_too_many() {
    assertThatThrownBy(() -> Arguments.parse(List.of("--pairs", "3", "4")))
        .isInstanceOf(Arguments.UsageException.class)
        .hasMessage("\"4\" is one word too many, perhaps you should leave it out");
  }
}
