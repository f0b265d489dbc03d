package dev.groundtruth.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundtruth.provisioning.command.Command;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeLimitsTest {

  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  private enum Phase {
    READ,
    BUILD
  }

  private static Command limited(TimeLimits<Phase> limits, Phase phase) {
    Command.Builder command = Command.builder("tool");
    limits.applyTo(command, phase, DEFAULT_GRACE);
    return command.build();
  }

  @Test
  void limits_nothing_by_default() {
    Command command = limited(TimeLimits.none(), Phase.BUILD);

    assertThat(command.timeout()).isEmpty();
    assertThat(command.inactivityTimeout()).isEmpty();
    assertThat(command.grace()).isEqualTo(DEFAULT_GRACE);
  }

  @Test
  void limits_each_phase_for_itself_and_the_silence_of_all() {
    TimeLimits<Phase> limits =
        TimeLimits.<Phase>none()
            .timeout(Phase.BUILD, Duration.ofMinutes(9))
            .grace(Phase.BUILD, Duration.ZERO)
            .inactivityTimeout(Duration.ofMinutes(1));

    Command build = limited(limits, Phase.BUILD);
    assertThat(build.timeout()).contains(Duration.ofMinutes(9));
    assertThat(build.grace()).isZero();
    assertThat(build.inactivityTimeout()).contains(Duration.ofMinutes(1));
    Command read = limited(limits, Phase.READ);
    assertThat(read.timeout()).isEmpty();
    assertThat(read.grace()).isEqualTo(DEFAULT_GRACE);
    assertThat(read.inactivityTimeout()).contains(Duration.ofMinutes(1));
  }

  @Test
  void are_not_changed_by_others_made_from_them() {
    TimeLimits<Phase> limits = TimeLimits.none();

    limits.timeout(Phase.BUILD, Duration.ofMinutes(9));

    assertThat(limits.timeout(Phase.BUILD)).isEmpty();
  }

  @Test
  void refuses_times_that_limit_nothing() {
    TimeLimits<Phase> limits = TimeLimits.none();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.timeout(Phase.BUILD, Duration.ZERO))
        .withMessage(
            "The timeout of Phase.BUILD is not positive (PT0S), perhaps you should leave it out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.inactivityTimeout(Duration.ofSeconds(-1)))
        .withMessage(
            "The inactivity timeout is not positive (PT-1S), perhaps you should leave it out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.grace(Phase.READ, Duration.ofSeconds(-1)))
        .withMessage(
            "The grace of Phase.READ is negative (PT-1S), perhaps you should write Duration.ZERO");
  }
}
