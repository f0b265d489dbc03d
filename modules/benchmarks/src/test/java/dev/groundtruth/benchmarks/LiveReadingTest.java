package dev.groundtruth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveReadingTest {

  private static final Comparison HELD =
      new Comparison(LiveReading.NAME, Duration.ofSeconds(3), Duration.ofSeconds(9), 1);

  @Test
  void understands_what_a_reading_says() {
    assertThat(LiveReading.Said.parse("first\t500\t2000000000\ttrue"))
        .isEqualTo(new LiveReading.Said(500, Duration.ofSeconds(2)));
  }

  @Test
  void refuses_a_reading_of_more_than_one_moment() {
    assertThatThrownBy(() -> LiveReading.Said.parse("first\t500\t2000000000\tfalse"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "\"first\t500\t2000000000\tfalse\" is no consistent reading, perhaps you should try"
                + " again");
  }

  @Test
  void holds_the_slowest_reading_against_five_seconds() {
    assertThat(new LiveReading.Outcome(figure(4999), HELD).isMet()).isTrue();
    assertThat(new LiveReading.Outcome(figure(5000), HELD).isMet()).isFalse();
    assertThat(
            new LiveReading.Outcome(
                    figure(1), new Comparison("", Duration.ofSeconds(2), Duration.ofSeconds(1), 1))
                .isMet())
        .isFalse();
  }

  private static Figure figure(long millis) {
    return new Figure("reading", Duration.ofMillis(millis), LiveReading.LIMIT);
  }
}
