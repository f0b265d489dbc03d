package dev.groundtruth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void the_median_of_an_odd_number_is_the_one_in_the_middle() {
    assertThat(Comparison.median(seconds(9, 1, 2))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
    assertThat(Comparison.median(seconds(9, 1, 2, 3))).isEqualTo(Duration.ofMillis(2500));
  }

  @Test
  void there_is_no_median_of_nothing() {
    assertThatThrownBy(() -> Comparison.median(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no median of nothing");
  }

  @Test
  void one_slow_start_does_not_spoil_the_ratio() {
    Comparison comparison =
        Comparison.ofMedians("start", seconds(12, 11, 90), seconds(10, 10, 1), 1.25);

    assertThat(comparison.ratio()).isEqualTo(1.2);
    assertThat(comparison.isMet()).isTrue();
  }

  @Test
  void the_line_names_benchmark_ratio_and_target_in_any_locale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(comparison(12_000, 10_000).line()).isEqualTo("start ratio=1.20 target=1.25");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void a_ratio_equal_to_the_target_meets_it() {
    Comparison comparison = comparison(12_500, 10_000);

    assertThat(comparison.isMet()).isTrue();
    assertThat(comparison.line()).isEqualTo("start ratio=1.25 target=1.25");
  }

  @Test
  void a_ratio_just_above_the_target_does_not_meet_it_and_does_not_look_as_if() {
    Comparison comparison = comparison(12_501, 10_000);

    assertThat(comparison.isMet()).isFalse();
    assertThat(comparison.line()).isEqualTo("start ratio=1.26 target=1.25");
  }

  private static Comparison comparison(long measured, long reference) {
    return new Comparison("start", Duration.ofMillis(measured), Duration.ofMillis(reference), 1.25);
  }

  private static List<Duration> seconds(long... values) {
    return java.util.Arrays.stream(values).mapToObj(Duration::ofSeconds).toList();
  }
}
