package dev.groundtruth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorStartTest {

  @Test
  void reads_what_the_process_of_a_mirror_says() {
    MirrorStart.Outcome outcome =
        MirrorStart.Outcome.parse(
            List.of(
                "something else",
                "milestone\tinstalled\t9000",
                "milestone\tstarting\t500",
                "image\tmysql sha256:2",
                "image\thaproxy sha256:1",
                "image\tmysql sha256:2",
                "stand-ins\ttrue",
                "time\t10000000000"));

    assertThat(outcome.standIns()).isTrue();
    assertThat(outcome.provided()).isFalse();
    assertThat(outcome.images()).containsExactly("haproxy sha256:1", "mysql sha256:2");
    assertThat(outcome.start().time()).isEqualTo(Duration.ofSeconds(10));
    assertThat(outcome.start()).hasToString("10.00 s  (starting 0.50, installed 9.00)");
  }

  @Test
  void knows_a_start_in_which_images_were_built() {
    assertThat(MirrorStart.Outcome.parse(List.of("provided\tbuilding mysql", "time\t1")).provided())
        .isTrue();
  }

  @Test
  void refuses_a_start_without_a_time() {
    assertThatThrownBy(() -> MirrorStart.Outcome.parse(List.of("milestone\tstarting\t500")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The mirror's process did not say how long it took");
  }
}
