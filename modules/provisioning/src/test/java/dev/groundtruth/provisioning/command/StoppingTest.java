package dev.groundtruth.provisioning.command;

import static dev.groundtruth.provisioning.command.Processes.assertGone;
import static dev.groundtruth.provisioning.command.Processes.recording;
import static dev.groundtruth.provisioning.command.Processes.signals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Timeouts, interrupts and closing: one signal for the program, none for what it needs to finish,
 * and nothing left afterwards.
 */
@Timeout(30)
class StoppingTest {

  /** For scripts: goes on, whatever signals come, without a long-lived child. */
  private static final String FOR_EVER = "while :; do sleep 0.01; done";

  @TempDir Path folder;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private ProcessCommandRunner runner;

  @BeforeEach
  void create_runner() {
    runner = new ProcessCommandRunner(folder.resolve("logs"), new Redactor());
  }

  @AfterEach
  void close_runner() {
    runner.close();
  }

  private Command.Builder shell(String script) {
    return Command.builder("sh", "-c", script).directory(folder);
  }

  /** A run in a thread of its own, and what came of it. */
  private record Run(Thread thread, CompletableFuture<Throwable> outcome) {}

  private Run start(Command command) {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                CommandResult result = runner.run(command, (channel, line) -> lines.add(line));
                outcome.complete(new AssertionError("It ended by itself with " + result));
              } catch (InterruptedException | RuntimeException e) {
                outcome.complete(e);
              }
            });
    thread.start();
    return new Run(thread, outcome);
  }

  @Test
  void asks_a_program_to_stop_when_its_time_is_up() {
    Command command =
        shell("trap 'echo saving state; exit 7' TERM; echo ready; " + FOR_EVER)
            .timeout(Duration.ofMillis(300))
            .grace(Duration.ofSeconds(10))
            .build();
    assertThatExceptionOfType(CommandTimedOutException.class)
        .isThrownBy(() -> runner.run(command, (channel, line) -> lines.add(line)))
        .withMessageContaining("took longer than its timeout of 0.3 s and was stopped after 0.")
        .satisfies(
            e -> {
              assertThat(e.exitCode()).isEqualTo(7);
              assertThat(e.killed()).isFalse();
              assertThat(e.lastLines()).containsExactly("ready", "saving state");
              assertThat(e.result().stdout()).isEqualTo("ready\nsaving state\n");
              assertThat(e.result().exitCode()).isEqualTo(7);
            });
    assertThat(lines).containsExactly("ready", "saving state");
  }

  @Test
  void stops_a_program_that_writes_nothing_for_too_long() {
    Command command =
        shell("echo warning >&2; for i in 1 2 3 4; do echo step $i; sleep 0.2; done; " + FOR_EVER)
            .inactivityTimeout(Duration.ofMillis(600))
            .timeout(Duration.ofSeconds(20))
            .build();
    assertThatExceptionOfType(CommandInactiveException.class)
        .isThrownBy(() -> runner.run(command))
        .withMessageContaining("wrote nothing for 0.6 s, its inactivity timeout, and was stopped")
        .satisfies(
            e -> {
              // Not before the last step, although that is longer than the inactivity timeout.
              assertThat(e.lastLines()).endsWith("step 4");
              assertThat(e.result().duration())
                  .isBetween(Duration.ofMillis(1200), Duration.ofSeconds(10));
            });
  }

  @Test
  void stops_a_program_that_never_wrote_anything() {
    Command command = shell("exec sleep 1000").inactivityTimeout(Duration.ofMillis(100)).build();
    assertThatExceptionOfType(CommandInactiveException.class)
        .isThrownBy(() -> runner.run(command))
        .withMessageContaining("wrote nothing for 0.1 s")
        .withMessageContaining(" without a word, perhaps you should read ");
  }

  @Test
  void counts_output_on_either_channel_and_one_byte_as_activity() throws Exception {
    Command command =
        shell("for i in 1 2 3 4 5 6; do sleep 0.2; printf . >&$((i % 2 + 1)); done")
            .inactivityTimeout(Duration.ofMillis(800))
            .build();
    assertThat(runner.run(command).stdout()).isEqualTo("...");
  }

  @Test
  void does_not_take_a_slow_listener_for_a_silent_program() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    // More than a pipe holds: the program waits for the listener.
    Command command =
        shell("yes | head -n 200000").inactivityTimeout(Duration.ofMillis(300)).build();
    CommandResult result =
        runner.run(
            command,
            (channel, line) -> {
              if (lines.isEmpty()) {
                lines.add(line);
                assertThatThrownBy(() -> never.get(900, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
              }
            });
    assertThat(result.stdout()).hasSize(400_000);
    assertThat(result.duration()).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void kills_a_program_that_ignores_the_request_with_all_it_started() {
    Command command =
        shell(
                "trap '' TERM; sh -c 'trap \"\" TERM; echo $$; "
                    + FOR_EVER
                    + "' & echo $$; "
                    + FOR_EVER)
            .timeout(Duration.ofMillis(300))
            .grace(Duration.ofMillis(300))
            .build();
    assertThatExceptionOfType(CommandTimedOutException.class)
        .isThrownBy(() -> runner.run(command, (channel, line) -> lines.add(line)))
        .withMessageContaining("and was killed after 0.")
        .withMessageContaining("since not all of it ended in its grace of 0.3 s")
        .satisfies(
            e -> {
              assertThat(e.killed()).isTrue();
              assertThat(e.exitCode()).isEqualTo(137);
              assertThat(e.result().duration()).isLessThan(Duration.ofSeconds(5));
            });
    assertThat(lines).hasSize(2).allSatisfy(Processes::assertGone);
  }

  @Test
  void signals_the_program_once_and_nothing_below_it_while_it_finishes() throws Exception {
    Command command =
        shell(
                "sh -c '"
                    + recording("plugin").replace("'", "'\\''")
                    + "echo $$; "
                    + FOR_EVER
                    + "' & "
                    + "trap 'echo TERM >> program; stop=1' TERM; trap 'echo INT >> program' INT; "
                    + "while [ -z \"$stop\" ]; do sleep 0.01; done; "
                    // The program needs its plugin for some time more, then ends it itself.
                    + "sleep 0.5; kill -0 $! && echo needed; kill -KILL $!; wait; exit 0")
            .timeout(Duration.ofMillis(400))
            .build();
    assertThatExceptionOfType(CommandTimedOutException.class)
        .isThrownBy(() -> runner.run(command, (channel, line) -> lines.add(line)))
        .satisfies(e -> assertThat(e.killed()).isFalse());
    assertThat(signals(folder.resolve("program"))).containsExactly("TERM");
    assertThat(signals(folder.resolve("plugin"))).isEmpty();
    assertThat(lines).hasSize(2).endsWith("needed");
    assertGone(lines.get(0));
  }

  @Test
  void signals_what_is_left_behind_once_and_only_its_top() throws Exception {
    // A wrapper that ends at once, above a program with a plugin.
    String plugin = recording("plugin") + FOR_EVER;
    Files.writeString(folder.resolve("plugin.sh"), plugin);
    Files.writeString(
        folder.resolve("program.sh"),
        "sh plugin.sh & echo $!; trap 'echo TERM >> program; stop=1' TERM; echo $$; "
            + "while [ -z \"$stop\" ]; do sleep 0.01; done; "
            + "sleep 0.5; kill -KILL $!; wait; echo saved");
    Command command = shell("sh program.sh & " + FOR_EVER).timeout(Duration.ofMillis(500)).build();
    assertThatExceptionOfType(CommandTimedOutException.class)
        .isThrownBy(() -> runner.run(command, (channel, line) -> lines.add(line)))
        .satisfies(e -> assertThat(e.killed()).isFalse());
    assertThat(signals(folder.resolve("program"))).containsExactly("TERM");
    assertThat(signals(folder.resolve("plugin"))).isEmpty();
    assertThat(lines).hasSize(3).endsWith("saved");
    lines.subList(0, 2).forEach(Processes::assertGone);
  }

  @Test
  void stops_grandchildren_that_outlive_the_program() {
    Command command =
        shell("sh -c 'sleep 1000 & echo $!; wait' & echo $!; wait")
            .timeout(Duration.ofMillis(300))
            .build();
    assertThatExceptionOfType(CommandTimedOutException.class)
        .isThrownBy(() -> runner.run(command, (channel, line) -> lines.add(line)))
        // Far from the grace of 30 seconds, also where nobody takes notice of the orphans' end.
        .satisfies(e -> assertThat(e.result().duration()).isLessThan(Duration.ofSeconds(5)));
    assertThat(lines).hasSize(2).allSatisfy(Processes::assertGone);
  }

  @Test
  void finds_what_lost_its_parent_before_anybody_looked() {
    Command command =
        shell(
                "sh -c 'trap \"\" TERM HUP; sh -c \"sleep 1000 >/dev/null 2>&1 & echo \\$!\"'; exec sleep 1000")
            .timeout(Duration.ofMillis(400))
            .grace(Duration.ofMillis(100))
            .build();
    assertThatThrownBy(() -> runner.run(command, (channel, line) -> lines.add(line)))
        .isInstanceOf(CommandTimedOutException.class);
    assertThat(lines).hasSize(1).allSatisfy(Processes::assertGone);
  }

  @Test
  void finds_what_began_a_session_of_its_own_below_the_program() {
    Command command =
        shell("setsid sh -c 'echo $$; exec sleep 1000' & wait")
            .timeout(Duration.ofMillis(400))
            .build();
    assertThatThrownBy(() -> runner.run(command, (channel, line) -> lines.add(line)))
        .isInstanceOf(CommandTimedOutException.class);
    assertThat(lines).hasSize(1).allSatisfy(Processes::assertGone);
  }

  @Test
  void ends_what_a_program_that_fails_leaves_behind() {
    Command command = shell("sleep 1000 >/dev/null 2>&1 & echo $!; kill -9 $$").build();
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> runner.run(command, (channel, line) -> lines.add(line)))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(137));
    assertThat(lines).hasSize(1).allSatisfy(Processes::assertGone);
  }

  @Test
  void stops_the_program_when_its_thread_is_interrupted() {
    Run run = start(shell("trap 'echo saved; exit 1' TERM; echo $$; " + FOR_EVER).build());
    await().until(() -> lines.size() == 1);
    run.thread().interrupt();
    assertThat(run.outcome().join())
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("was running when its thread was interrupted and was stopped after ")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        failure -> {
                          assertThat(failure.exitCode()).isEqualTo(1);
                          assertThat(failure.killed()).isFalse();
                        }));
    assertThat(lines).hasSize(2).endsWith("saved");
    assertGone(lines.get(0));
  }

  @Test
  void ends_the_grace_at_another_interrupt() throws Exception {
    Run run = start(shell(recording("program") + "echo $$; " + FOR_EVER).build());
    await().until(() -> lines.size() == 1);
    run.thread().interrupt();
    await().until(() -> !signals(folder.resolve("program")).isEmpty());
    assertThat(run.outcome()).isNotDone();

    run.thread().interrupt();

    assertThat(run.outcome().join())
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("was killed");
    assertThat(signals(folder.resolve("program"))).containsExactly("TERM");
    assertGone(lines.get(0));
  }

  @Test
  void stops_what_runs_when_it_is_closed_and_runs_no_more() throws Exception {
    String program = "trap 'echo TERM >> $0; exit 0' TERM; echo $$; " + FOR_EVER;
    Run one = start(Command.builder("sh", "-c", program, "one").directory(folder).build());
    Run two = start(Command.builder("sh", "-c", program, "two").directory(folder).build());
    await().until(() -> lines.size() == 2);

    runner.close();

    assertThat(lines).allSatisfy(Processes::assertGone);
    for (Run run : List.of(one, two)) {
      assertThat(run.outcome().join())
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("was running when its runner was closed and was stopped after ");
    }
    assertThat(signals(folder.resolve("one"))).containsExactly("TERM");
    assertThat(signals(folder.resolve("two"))).containsExactly("TERM");
    assertThatThrownBy(() -> runner.run(Command.of("true")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The runner is closed, perhaps you should run true before");
  }

  @Test
  void runs_programs_in_sessions_of_their_own() throws Exception {
    String script =
        "read -r pid name state parent group session rest < /proc/$$/stat; echo $$ $session";
    String[] numbers = runner.run(shell(script).build()).stdout().strip().split(" ", -1);
    assertThat(numbers[0]).isEqualTo(numbers[1]);
  }

  @Test
  void stops_programs_as_well_where_sessions_cannot_be_begun() throws Exception {
    try (ProcessCommandRunner plain =
        new ProcessCommandRunner(
            folder.resolve("logs"), new Redactor(), new SessionLeader(Optional.empty()))) {
      Command command =
          shell("sh -c 'sleep 1000 & echo $!; wait' & echo $!; wait")
              .timeout(Duration.ofMillis(300))
              .build();
      assertThatThrownBy(() -> plain.run(command, (channel, line) -> lines.add(line)))
          .isInstanceOf(CommandTimedOutException.class);
      assertThat(lines).hasSize(2).allSatisfy(Processes::assertGone);
      assertThat(plain.run(Command.of("echo", "a")).stdout()).isEqualTo("a\n");
    }
  }

  @Test
  void reads_processes_with_any_name() {
    ProcessTable.Entry entry = ProcessTable.entry("12 (a) Z (b) c) S 7 8 9 34816 12 4194304 1");
    assertThat(entry).isEqualTo(new ProcessTable.Entry(7, 9, true));
    assertThat(ProcessTable.entry("12 (x) Z 7 8 9 0").running()).isFalse();
    long own = ProcessHandle.current().pid();
    assertThat(ProcessTable.read().entries().get(own).running()).isTrue();
    assertThat(ProcessTable.read().entries().get(own).parent())
        .isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
  }
}
