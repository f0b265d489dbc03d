package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandFailedException;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.OutputListener;
import dev.groundtruth.provisioning.command.OutputListener.Channel;
import dev.groundtruth.provisioning.command.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RetriesTest {

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final String THROTTLED = error("RequestLimitExceeded: Request limit exceeded.");
  private static final String CONFIGURATION = error("Unsupported argument");
  private static final String STARTED =
      "{\"type\":\"apply_start\",\"hook\":{\"resource\":{\"addr\":\"a.b\",\"module\":\"\","
          + "\"resource\":\"a.b\",\"implied_provider\":\"a\",\"resource_type\":\"a\","
          + "\"resource_name\":\"b\",\"resource_key\":null},\"action\":\"create\"}}\n";

  @TempDir Path folder;

  /** What the next commands write before they fail; those after it succeed. */
  private final Deque<String> failures = new ArrayDeque<>();

  private final List<Command> commands = new ArrayList<>();

  private static String error(String summary) {
    return ("{\"@level\":\"error\",\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\","
            + "\"summary\":\"%s\",\"detail\":\"\"}}\n")
        .formatted(summary);
  }

  @BeforeEach
  void write_configuration() throws IOException {
    Files.writeString(folder.resolve("main.tf"), "");
  }

  private Terraform terraform(Retries retries) {
    TerraformBuilder builder = Terraform.in(folder).runner(this::run, new Redactor());
    for (Phase phase : Phase.values()) {
      builder.retries(phase, retries);
    }
    return builder.open();
  }

  private CommandResult run(Command command, OutputListener listener) {
    commands.add(command);
    String output = failures.poll();
    if (output == null) {
      return CommandResult.of(0, "");
    }
    output.lines().forEach(line -> listener.line(Channel.STDOUT, line));
    throw new CommandFailedException(
        command.toString(), "failed", 1, List.of(), folder.resolve("log"));
  }

  @Test
  void runs_a_throttled_command_again() {
    failures.add(THROTTLED);
    failures.add(THROTTLED);
    try (Terraform terraform = terraform(Retries.upTo(3).delayed(SHORT, SHORT))) {
      terraform.init();
    }
    assertThat(commands).hasSize(3);
  }

  @Test
  void keeps_every_attempt() {
    failures.add(THROTTLED);
    failures.add(error("dial tcp: i/o timeout"));
    failures.add(error("Throttling: Rate exceeded"));
    try (Terraform terraform = terraform(Retries.upTo(3).delayed(SHORT, Duration.ofMillis(2)))) {
      assertThatExceptionOfType(LimitExceededException.class)
          .isThrownBy(terraform::init)
          .withMessageContaining("Throttling: Rate exceeded")
          .satisfies(
              e -> {
                assertThat(e.earlierAttempts())
                    .hasExactlyElementsOfTypes(
                        LimitExceededException.class, NetworkException.class);
                assertThat(e.getSuppressed()).containsExactlyElementsOf(e.earlierAttempts());
              });
    }
    assertThat(commands).hasSize(3);
  }

  @Test
  void does_not_run_a_command_again_that_would_fail_again() {
    failures.add(CONFIGURATION);
    try (Terraform terraform = terraform(Retries.upTo(5).delayed(SHORT, SHORT))) {
      assertThatExceptionOfType(InvalidConfigurationException.class)
          .isThrownBy(terraform::init)
          .satisfies(e -> assertThat(e.earlierAttempts()).isEmpty());
    }
    assertThat(commands).hasSize(1);
  }

  @Test
  void stops_at_a_failure_that_does_not_pass() {
    failures.add(THROTTLED);
    failures.add(CONFIGURATION);
    try (Terraform terraform = terraform(Retries.upTo(5).delayed(SHORT, SHORT))) {
      assertThatExceptionOfType(InvalidConfigurationException.class)
          .isThrownBy(terraform::init)
          .satisfies(e -> assertThat(e.earlierAttempts()).hasSize(1));
    }
    assertThat(commands).hasSize(2);
  }

  @Test
  void does_not_retry_unless_told_to() {
    failures.add(THROTTLED);
    try (Terraform terraform = Terraform.in(folder).runner(this::run, new Redactor()).open()) {
      assertThatExceptionOfType(LimitExceededException.class).isThrownBy(terraform::init);
    }
    assertThat(commands).hasSize(1);
  }

  @Test
  void does_not_wait_after_the_last_attempt() {
    failures.add(THROTTLED);
    failures.add(THROTTLED);
    Duration delay = Duration.ofMillis(300);
    long start = System.nanoTime();
    try (Terraform terraform = terraform(new Retries(2, delay, delay, 0, false))) {
      assertThatExceptionOfType(LimitExceededException.class).isThrownBy(terraform::init);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(delay, delay.multipliedBy(2));
  }

  @Test
  void does_not_repeat_what_began_to_change_something() {
    failures.add(STARTED + THROTTLED);
    try (Terraform terraform = terraform(Retries.upTo(3).delayed(SHORT, SHORT))) {
      assertThatExceptionOfType(LimitExceededException.class)
          .isThrownBy(terraform::destroy)
          .satisfies(e -> assertThat(e.changedSomething()).isTrue());
    }
    assertThat(commands).hasSize(1);
  }

  @Test
  void repeats_what_began_to_change_something_when_told_so() {
    failures.add(STARTED + THROTTLED);
    Retries retries = Retries.upTo(3).delayed(SHORT, SHORT).evenAfterSomethingChanged();
    try (Terraform terraform = terraform(retries)) {
      terraform.destroy();
    }
    assertThat(commands).hasSize(2);
  }

  @Test
  void repeats_an_apply_that_did_not_begin() {
    failures.add(THROTTLED);
    try (Terraform terraform = terraform(Retries.upTo(2).delayed(SHORT, SHORT))) {
      terraform.destroy();
    }
    assertThat(commands).hasSize(2);
  }

  @Test
  void is_interrupted_between_attempts() throws Exception {
    failures.add(THROTTLED);
    failures.add(THROTTLED);
    Duration forEver = Duration.ofHours(1);
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    CountDownLatch interrupted = new CountDownLatch(1);
    try (Terraform terraform = terraform(new Retries(3, forEver, forEver, 0, false))) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  terraform.init();
                } catch (RuntimeException e) {
                  thrown.set(e);
                  if (Thread.currentThread().isInterrupted()) {
                    interrupted.countDown();
                  }
                }
              });
      thread.start();
      await().until(() -> thread.getState() == Thread.State.TIMED_WAITING && commands.size() == 1);
      thread.interrupt();
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).as("the flag is set again").isTrue();
    }
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            OperationStoppedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(OperationStoppedException.Reason.INTERRUPTED);
              assertThat(e.earlierAttempts()).hasSize(1);
              assertThat(e).hasMessageContaining("its next attempt was interrupted");
            });
    assertThat(commands).hasSize(1);
  }

  @Test
  void checks_its_numbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retries.upTo(0))
        .withMessage("0 attempts are too few, perhaps you should write Retries.none()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retries.upTo(2).delayed(Duration.ofSeconds(2), SHORT))
        .withMessageContaining("perhaps you should swap them");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retries(2, SHORT, SHORT, 1.5, false))
        .withMessageContaining("perhaps you should write 0.25");
  }
}
