package dev.groundtruth.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final AtomicLong nanos = new AtomicLong();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Progress progress =
      new Progress(
          List.of(
              new ConsoleProgress(
                  new PrintStream(printed, true, StandardCharsets.UTF_8),
                  line -> line.replace("s3cret", "***"))),
          nanos::get);

  @AfterEach
  void close() {
    progress.close();
  }

  @Test
  void a_phase_is_one_line_for_its_begin_each_thing_waited_for_and_its_end() {
    after(9.4);
    Progress.Phase phase = progress.begin("starting");
    phase.waitingFor("the database");
    after(3);
    phase.waitingFor("web-a is waiting for its health check");
    after(101.2);
    phase.finish();

    assertThat(lines())
        .containsExactly(
            "[groundtruth   9.4 s] starting: begins",
            "[groundtruth   9.4 s] starting: the database (0 s)",
            "[groundtruth  12.4 s] starting: web-a is waiting for its health check (0 s)",
            "[groundtruth 113.6 s] starting: done in 104.2 s");
  }

  @Test
  void a_phase_that_waits_is_heard_of_every_five_seconds_at_most() {
    Progress.Phase phase = progress.begin("starting");
    phase.waitingFor("web-a");
    for (int i = 0; i < 24; i++) {
      after(0.5);
      phase.waitingFor("web-a");
      progress.heartbeat();
    }

    assertThat(lines())
        .containsExactly(
            "[groundtruth   0.0 s] starting: begins",
            "[groundtruth   0.0 s] starting: web-a (0 s)",
            "[groundtruth   5.0 s] starting: web-a (5 s)",
            "[groundtruth  10.0 s] starting: web-a (10 s)");
  }

  @Test
  void two_things_polled_in_turn_do_not_flood_the_console() {
    Progress.Phase phase = progress.begin("starting");
    for (int i = 0; i < 8; i++) {
      phase.waitingFor(i % 2 == 0 ? "web-a" : "web-b");
      after(0.5);
    }

    assertThat(lines())
        .containsExactly(
            "[groundtruth   0.0 s] starting: begins",
            "[groundtruth   0.0 s] starting: web-a (0 s)",
            "[groundtruth   0.5 s] starting: web-b (0 s)");
  }

  @Test
  void a_phase_around_another_is_silent_while_that_one_runs() {
    try (Progress.Phase outer = progress.begin("outer");
        Progress.Phase inner = progress.begin("inner")) {
      after(6);
      progress.heartbeat();
      inner.finish();
      progress.heartbeat();
      outer.finish();
    }

    assertThat(lines())
        .containsExactly(
            "[groundtruth   0.0 s] outer: begins",
            "[groundtruth   0.0 s] inner: begins",
            "[groundtruth   6.0 s] inner: in progress (6 s)",
            "[groundtruth   6.0 s] inner: done in 6.0 s",
            "[groundtruth   6.0 s] outer: in progress (6 s)",
            "[groundtruth   6.0 s] outer: done in 6.0 s");
  }

  @Test
  void work_that_throws_is_a_failed_phase_on_one_redacted_line() {
    assertThatThrownBy(
            () ->
                progress.during(
                    "building",
                    phase -> {
                      after(2);
                      throw new IOException("no space\n  left for s3cret");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no space");

    assertThat(lines())
        .containsExactly(
            "[groundtruth   0.0 s] building: begins",
            "[groundtruth   2.0 s] building: failed after 2.0 s: no space left for ***");
  }

  @Test
  void a_phase_that_is_closed_without_an_end_was_given_up() {
    try (Progress.Phase phase = progress.begin("starting")) {
      phase.waitingFor("waiting for web-a");
    }

    assertThat(lines())
        .endsWith(
            "[groundtruth   0.0 s] starting: failed after 0.0 s: given up while waiting for web-a");
  }

  @Test
  void work_gives_back_its_result() {
    assertThat(progress.during("counting", phase -> 42).intValue()).isEqualTo(42);
    assertThat(lines()).endsWith("[groundtruth   0.0 s] counting: done in 0.0 s");
  }

  private void after(double seconds) {
    nanos.addAndGet(Duration.ofMillis(Math.round(seconds * 1000)).toNanos());
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
