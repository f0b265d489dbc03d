package dev.groundtruth.provisioning.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ProcessCommandRunnerTest {

  @TempDir Path folder;

  private final Redactor redactor = new Redactor();
  private ProcessCommandRunner runner;

  @BeforeEach
  void create_runner() {
    runner = new ProcessCommandRunner(folder.resolve("logs"), redactor);
  }

  @AfterEach
  void close_runner() {
    runner.close();
  }

  private static Command.Builder shell(String script) {
    return Command.builder("sh", "-c", script);
  }

  private static String log(Path path) throws IOException {
    return Files.readString(path);
  }

  @Test
  void keeps_both_outputs_apart() throws Exception {
    CommandResult result = runner.run(shell("echo out; echo err >&2; printf more").build());

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).isEqualTo("out\nmore");
    assertThat(log(result.stdoutLog().orElseThrow())).isEqualTo("out\nmore");
    assertThat(log(result.stderrLog().orElseThrow())).isEqualTo("err\n");
    assertThat(result.duration()).isPositive().isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void writes_logs_for_the_owner_only_and_never_twice_into_one() throws Exception {
    CommandResult first = runner.run(Command.of("true"));
    CommandResult second = runner.run(Command.of("true"));
    try (ProcessCommandRunner other = new ProcessCommandRunner(folder.resolve("logs"), redactor)) {
      CommandResult third = other.run(Command.of("true"));
      assertThat(
              Stream.of(first, second, third).map(r -> r.stdoutLog().orElseThrow().getFileName()))
          .extracting(Path::toString)
          .containsExactly("0001-true.stdout.log", "0002-true.stdout.log", "0003-true.stdout.log");
    }
    for (Path log : List.of(first.stdoutLog().orElseThrow(), first.stderrLog().orElseThrow())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("logs"))))
        .isEqualTo("rwx------");
  }

  @Test
  void passes_arguments_input_directory_and_variables() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("a b"));
    Command command =
        Command.builder(
                "sh", "-c", "pwd; echo \"$1|$A|$S|${JAVA_TOOL_OPTIONS-unset}\"; cat", "sh", "it's")
            .directory(directory)
            .environment("A", "x y")
            .environment("S", Secret.of("hidden-value"))
            .stdin("input\n".getBytes(StandardCharsets.UTF_8))
            .build();

    CommandResult result = runner.run(command);

    assertThat(result.stdout())
        .isEqualTo(directory.toRealPath() + "\nit's|x y|hidden-value|unset\ninput\n");
    assertThat(log(result.stdoutLog().orElseThrow())).contains("it's|x y|***|unset");
  }

  @Test
  void inherits_only_what_is_allowed() throws Exception {
    assertThat(runner.run(Command.builder("env").inheritOnly("PATH").build()).stdout().lines())
        .allMatch(line -> line.startsWith("PATH="))
        .hasSize(1);
    assertThat(runner.run(Command.builder("/usr/bin/env").inheritOnly().build()).stdout())
        .isEmpty();
    assertThat(runner.run(Command.builder("env").inheritOnly("PA*").build()).stdout())
        .contains("PATH=");
  }

  @Test
  void gives_an_end_of_input_to_programs_that_read() throws Exception {
    assertThat(runner.run(Command.of("cat")).stdout()).isEmpty();
  }

  @Test
  void does_not_mind_a_program_that_reads_nothing() throws Exception {
    Command command = Command.builder("true").stdin(new byte[1 << 20]).build();
    assertThat(runner.run(command).exitCode()).isZero();
  }

  @Test
  void carries_a_megabyte_there_and_back() throws Exception {
    byte[] bytes = new byte[1 << 20];
    new java.util.Random(1).nextBytes(bytes);
    assertThat(runner.run(Command.builder("cat").stdin(bytes).build()).stdoutBytes())
        .isEqualTo(bytes);
  }

  @Test
  void tells_the_listener_each_line_as_it_comes() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Path go = folder.resolve("go");
    CompletableFuture<CommandResult> run =
        start(
            shell(
                    "printf 'one\\r\\n'; mkfifo go; read answer < go; printf 'err\\n' >&2; printf 'a\\377b'")
                .directory(folder)
                .build(),
            (channel, line) -> lines.add(channel + " " + line));

    await().until(() -> lines.contains("STDOUT one"));
    assertThat(run).isNotDone();
    await().until(() -> Files.exists(go));
    Files.writeString(go, "go\n", StandardOpenOption.WRITE);
    run.join();

    assertThat(lines).containsExactlyInAnyOrder("STDOUT one", "STDERR err", "STDOUT a\uFFFDb");
  }

  @Test
  void cuts_endless_lines_for_the_listener_but_not_in_the_log() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    CommandResult result =
        runner.run(
            shell("head -c 200000 /dev/zero | tr '\\0' x").build(),
            (channel, line) -> lines.add(line));

    assertThat(lines).hasSize(4).allMatch(line -> line.length() <= OutputListener.LINE_LIMIT);
    assertThat(String.join("", lines)).hasSize(200_000);
    assertThat(result.stdoutLog().orElseThrow()).hasSize(200_000);
  }

  @Test
  void goes_on_without_a_listener_that_fails() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    CommandResult result =
        runner.run(
            shell("echo 1; echo 2").build(),
            (channel, line) -> {
              lines.add(line);
              throw new IllegalStateException("the listener's own fault");
            });
    assertThat(result.stdout()).isEqualTo("1\n2\n");
    assertThat(lines).containsExactly("1");
  }

  @Test
  void keeps_bytes_that_are_not_utf8_in_the_log() throws Exception {
    CommandResult result = runner.run(shell("printf 'a\\377\\376b'").build());
    assertThat(result.stdoutLog().orElseThrow()).hasBinaryContent(new byte[] {'a', -1, -2, 'b'});
    assertThat(result.stdout()).isEqualTo("a\uFFFD\uFFFDb");
  }

  @Test
  void says_when_the_output_did_not_fit_into_memory() throws Exception {
    CommandResult result = runner.run(shell("printf 0123456789").stdoutLimit(4).build());
    assertThatThrownBy(result::stdout)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The output is longer than the 4 bytes kept in memory, perhaps you should raise"
                + " Command.stdoutLimit or read "
                + result.stdoutLog().orElseThrow());
    assertThat(runner.run(shell("printf 0123").stdoutLimit(4).build()).stdout()).isEqualTo("0123");
  }

  @Test
  void masks_secrets_across_the_borders_of_chunks() throws Exception {
    redactor.register(Secret.of("s3cret-value"));
    CommandResult result =
        runner.run(
            shell(
                    "head -c 65530 /dev/zero | tr '\\0' x; printf s3cret-value; printf s3cr >&2; printf 'et-value\\n' >&2")
                .build());
    assertThat(log(result.stdoutLog().orElseThrow())).hasSize(65_533).endsWith("x***");
    assertThat(log(result.stderrLog().orElseThrow())).isEqualTo("***\n");
    assertThat(result.stdout()).endsWith("s3cret-value");
  }

  @Test
  void reports_a_failure_with_its_last_lines_and_no_secret() {
    Command command =
        Command.builder(
                "sh",
                "-c",
                "seq 1 30 >&2; printf '\\033[31mwrong: %s\\033[0m\\n\\n' \"$S\" >&2; echo fine; exit 3",
                "k3y-in-argument")
            .environment("S", Secret.of("k3y-in-argument"))
            .build();

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> runner.run(command))
        .satisfies(
            e -> {
              assertThat(e.exitCode()).isEqualTo(3);
              assertThat(e.lastLines()).hasSize(20).startsWith("12").endsWith("wrong: ***");
              assertThat(e.log()).hasFileName("0001-sh.stderr.log").exists();
              assertThat(e.commandLine()).startsWith("sh -c '").endsWith(" ***");
              assertThat(e)
                  .hasMessageContaining("` failed with exit code 3 after ")
                  .hasMessageContaining(
                      "\n  | 30\n  | wrong: ***\n  The whole output is in " + e.log())
                  .hasMessageNotContaining("k3y");
            });
  }

  @Test
  void shows_the_standard_output_of_a_failure_that_wrote_no_errors() {
    assertThatThrownBy(() -> runner.run(shell("echo only this; false").build()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("\n  | only this\n")
        .hasMessageEndingWith("0001-sh.stdout.log");
    assertThatThrownBy(() -> runner.run(Command.of("false")))
        .hasMessageContaining(" without a word, perhaps you should read ");
  }

  @Test
  void accepts_the_success_codes_of_the_command_only() throws Exception {
    assertThat(runner.run(shell("exit 2").successCodes(0, 2).build()).exitCode()).isEqualTo(2);
    assertThatThrownBy(() -> runner.run(shell("exit 0").successCodes(2).build()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("failed with exit code 0");
    assertThatThrownBy(() -> runner.run(shell("kill -9 $$").build()))
        .hasMessageContaining("failed with exit code 137");
  }

  @Test
  void says_which_program_is_missing_and_what_to_do() {
    assertThatThrownBy(() -> runner.run(Command.of("no-such-program")))
        .isInstanceOf(CommandNotFoundException.class)
        .hasMessageStartingWith("no-such-program is not there (looked in PATH ")
        .hasMessageEndingWith("), perhaps you should install no-such-program");
    assertThatThrownBy(
            () ->
                runner.run(
                    Command.builder("no-such-program").installation("run bin/setup").build()))
        .hasMessageEndingWith("perhaps you should run bin/setup");
    assertThatThrownBy(() -> runner.run(Command.of(folder + "/tool")))
        .isInstanceOf(CommandNotFoundException.class)
        .hasMessage(folder + "/tool is not there, perhaps you should install " + folder + "/tool");
    assertThatThrownBy(
            () -> runner.run(Command.builder("sh").environment("PATH", "/nowhere").build()))
        .hasMessage("sh is not there (looked in PATH /nowhere), perhaps you should install sh");
  }

  @Test
  void says_what_else_keeps_a_program_from_starting() throws IOException {
    Path file = Files.writeString(folder.resolve("tool"), "no program");
    assertThatThrownBy(() -> runner.run(Command.of(file.toString())))
        .isInstanceOf(CommandNotStartedException.class)
        .hasMessage(file + " is not executable, perhaps you should run chmod +x " + file);
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> runner.run(Command.builder("true").directory(missing).build()))
        .isInstanceOf(CommandNotStartedException.class)
        .hasMessage(
            "`true` is to run in " + missing + ", which is missing, perhaps you should create it");
    assertThatThrownBy(() -> runner.run(Command.builder("true").directory(file).build()))
        .hasMessageContaining("which is not a directory");
    ProcessCommandRunner nowhere = new ProcessCommandRunner(file.resolve("logs"), redactor);
    assertThatThrownBy(() -> nowhere.run(Command.of("true")))
        .isInstanceOf(CommandNotStartedException.class)
        .hasMessageStartingWith("The logs of `true` cannot be written in " + file)
        .hasMessageEndingWith("perhaps you should choose another folder");
  }

  @Test
  void does_not_wait_for_a_process_left_behind_that_keeps_the_output_open() throws Exception {
    CommandResult result = runner.run(shell("sleep 1000 & echo $!").build());
    ProcessHandle left = ProcessHandle.of(Long.parseLong(result.stdout().strip())).orElseThrow();
    try {
      assertThat(left.isAlive()).isTrue();
      assertThat(result.duration()).isLessThan(Duration.ofSeconds(5));
    } finally {
      left.destroyForcibly();
    }
  }

  @Test
  void can_be_closed_by_the_end_of_the_jvm_and_before() {
    assertThat(runner.closeOnShutdown().closeOnShutdown()).isSameAs(runner);
    runner.close();
    runner.close();
  }

  @Test
  void does_not_start_what_is_interrupted_before() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> runner.run(Command.of("true")))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(folder.resolve("logs")).doesNotExist();
  }

  @Test
  void shows_a_command_line_that_a_shell_would_read() {
    assertThat(Command.of("echo", "a b", "it's", "", "--x=1"))
        .hasToString("echo 'a b' 'it'\\''s' '' --x=1");
    assertThatThrownBy(() -> Command.of(" "))
        .hasMessage("The program is blank, perhaps you should name the one to run");
    assertThatThrownBy(() -> Command.builder("x").timeout(Duration.ZERO))
        .hasMessage("The timeout PT0S is not positive, perhaps you should leave it out");
    assertThatThrownBy(() -> Command.builder("x").grace(Duration.ofMillis(-1)))
        .hasMessageContaining("perhaps you should write Duration.ZERO");
  }

  @Test
  void can_be_replaced_by_a_lambda() throws InterruptedException {
    CommandRunner fake = (command, listener) -> CommandResult.of(0, "fake of " + command);
    CommandResult result = fake.run(Command.of("docker", "ps"));
    assertThat(result.stdout()).isEqualTo("fake of docker ps");
    assertThat(result.stdoutLog()).isEmpty();
  }

  private CompletableFuture<CommandResult> start(Command command, OutputListener listener) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return runner.run(command, listener);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
