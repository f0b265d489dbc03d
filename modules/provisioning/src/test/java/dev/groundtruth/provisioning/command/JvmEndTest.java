package dev.groundtruth.provisioning.command;

import static dev.groundtruth.provisioning.command.Processes.assertGone;
import static dev.groundtruth.provisioning.command.Processes.signals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a command when the JVM that runs it ends. */
@Timeout(60)
class JvmEndTest {

  /**
   * A program with a plugin. It takes half a second to save its state when asked to stop, and needs
   * its plugin for that.
   */
  private static final String PROGRAM =
      """
      sh -c 'trap "echo TERM >> plugin; exit" TERM; while :; do sleep 0.01; done' &
      trap 'echo TERM >> program; stop=1' TERM
      trap 'echo INT >> program; stop=1' INT
      echo $! > plugin.pid
      echo $$ > program.pid
      while [ -z "$stop" ]; do sleep 0.01; done
      sleep 0.5
      kill -0 $! && echo saved > state
      """;

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end_jvms() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(List<String> words) throws IOException {
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("jvm.log").toFile())
            .start();
    started.add(process);
    return process;
  }

  private static List<String> jvm(String... arguments) {
    return JvmWithCommand.words(
        JvmWithCommand.class, List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), List.of(arguments));
  }

  private String pid(String name) throws IOException {
    Path file = folder.resolve(name + ".pid");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
    return Files.readString(file).strip();
  }

  @Test
  void gives_the_command_one_signal_and_its_grace_when_the_jvm_is_asked_to_stop() throws Exception {
    Process jvm = start(jvm(folder.toString(), PROGRAM));
    String program = pid("program");
    String plugin = pid("plugin");

    jvm.destroy();

    assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("state")).hasContent("saved");
    assertThat(signals(folder.resolve("program"))).containsExactly("TERM");
    // Once the program has ended without it.
    assertThat(signals(folder.resolve("plugin"))).containsOnly("TERM").hasSizeLessThan(2);
    assertGone(program);
    assertGone(plugin);
  }

  @Test
  void keeps_the_signal_of_a_terminal_from_the_command() throws Exception {
    ctrlC();

    assertThat(signals(folder.resolve("program"))).containsExactly("TERM");
    assertThat(signals(folder.resolve("plugin"))).containsOnly("TERM").hasSizeLessThan(2);
    assertThat(folder.resolve("state")).hasContent("saved");
  }

  /** That is: the test above can fail. */
  @Test
  void cannot_keep_the_signal_of_a_terminal_from_a_command_in_the_same_session() throws Exception {
    ctrlC("plain");

    assertThat(signals(folder.resolve("program"))).contains("INT");
  }

  private void ctrlC(String... more) throws Exception {
    Path script = Path.of("/usr/bin/script");
    assumeThat(script).as("perhaps you should install script, of util-linux").isExecutable();
    List<String> words =
        jvm(
            Stream.concat(Stream.of(folder.toString(), PROGRAM), Stream.of(more))
                .toArray(String[]::new));
    // Where the tests run in the background the signal may be ignored, and a JVM leaves that so.
    String line =
        Stream.concat(Stream.of("env", "--default-signal=INT"), words.stream())
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    // A terminal of its own, whose keys are our output.
    Process terminal =
        start(List.of(script.toString(), "--quiet", "--command", "exec " + line, "/dev/null"));
    String program = pid("program");
    String plugin = pid("plugin");
    OutputStream keys = terminal.getOutputStream();

    keys.write(3);
    keys.flush();

    assertThat(terminal.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertGone(program);
    assertGone(plugin);
  }

  @Test
  void leaves_a_command_to_its_next_output_when_the_jvm_is_killed() throws Exception {
    Process jvm =
        start(
            jvm(
                folder.toString(),
                "echo $$ > program.pid; while [ ! -e go ]; do sleep 0.01; done; echo a; echo b"
                    + "; while :; do sleep 0.01; echo c; done"));
    String program = pid("program");

    jvm.destroyForcibly();
    assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(program).matches(pid -> !Processes.isGone(pid), "runs on");
    Files.createFile(folder.resolve("go"));
    assertGone(program);
  }
}
