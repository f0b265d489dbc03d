package dev.groundtruth.provisioning.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.groundtruth.provisioning.command.OutputListener.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How output reaches logs, listeners and results, also when there is much of it or no space. */
@Timeout(120)
class OutputStreamingTest {

  private static final Logger LOG = LoggerFactory.getLogger(OutputStreamingTest.class);
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  private final Redactor redactor = new Redactor();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private ProcessCommandRunner runner;

  @BeforeEach
  void create_runner() {
    runner = new ProcessCommandRunner(folder.resolve("logs"), redactor);
  }

  @AfterEach
  void close_runner() {
    runner.close();
  }

  private Command.Builder shell(String script) {
    return Command.builder("sh", "-c", script).directory(folder);
  }

  /** The whole JVM has 32 MiB of heap, of which 4 MiB are the output kept for the result. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "head -c 1073741823 /dev/zero; echo",
        "yes 'a line that is neither long nor short' | head -c 1073741824"
      })
  void streams_a_gibibyte_with_less_than_32_mebibytes_of_heap(String script) throws Exception {
    List<String> words =
        JvmWithCommand.words(
            JvmWithMuchOutput.class,
            List.of("-Xmx32m", "-XX:+ExitOnOutOfMemoryError"),
            List.of(folder.toString(), script));
    Path log = folder.resolve("jvm.log");
    Process jvm =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(jvm.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }
    assertThat(jvm.exitValue()).as(() -> content(log)).isZero();
    long[] numbers =
        Stream.of(content(folder.resolve("result")).split(" ", -1))
            .mapToLong(Long::parseLong)
            .toArray();
    LOG.info("{} MiB/s: {}", GIB * 1000 / (1 << 20) / numbers[0], script);
    assertThat(numbers[1]).isEqualTo(GIB);
    // All but the ends of lines.
    assertThat(numbers[2]).isBetween(GIB * 9 / 10, GIB);
    assertThat(Duration.ofMillis(numbers[0])).isLessThan(Duration.ofSeconds(60));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void tells_every_line_in_order_before_it_returns() throws Exception {
    runner.run(shell("seq 1 20000").build(), (channel, line) -> lines.add(line));
    assertThat(lines).isEqualTo(numbers(20_000));
  }

  @Test
  void tells_every_line_in_order_before_it_throws() {
    List<String> heard = new ArrayList<>();
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(
            () ->
                runner.run(
                    shell("seq 1 20000; printf last; exit 1").build(),
                    (channel, line) -> heard.add(line)))
        .satisfies(
            e -> {
              assertThat(e.exitCode()).isEqualTo(1);
              assertThat(e.result().stdout())
                  .isEqualTo(String.join("\n", numbers(20_000)) + "\nlast");
              assertThat(e.result().stdoutLog().orElseThrow()).isEqualTo(e.log());
            });
    assertThat(heard).hasSize(20_001).startsWith("1").endsWith("20000", "last");
    assertThat(heard.subList(0, 20_000)).isEqualTo(numbers(20_000));
  }

  private static List<String> numbers(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
  }

  @Test
  void tells_the_parts_of_a_long_line_as_such() throws Exception {
    StringBuilder line = new StringBuilder();
    List<Integer> parts = new ArrayList<>();
    OutputListener listener =
        new OutputListener() {
          @Override
          public void line(Channel channel, String text) {
            lines.add(line + text);
            line.setLength(0);
          }

          @Override
          public void part(Channel channel, String part) {
            parts.add(part.getBytes(StandardCharsets.UTF_8).length);
            line.append(part);
          }
        };
    // Three bytes a character, of which the limit is no multiple.
    String word = "\u20AC".repeat(50_000);
    String exact = "x".repeat(OutputListener.LINE_LIMIT);
    String text = word + "\nshort\n" + exact + "\n" + exact + "y\r\nend";

    runner.run(
        Command.builder("cat").stdin(text.getBytes(StandardCharsets.UTF_8)).build(), listener);

    assertThat(lines).containsExactly(word, "short", exact, exact + "y", "end");
    assertThat(parts).hasSize(3).allMatch(size -> size > OutputListener.LINE_LIMIT - 3);
  }

  @Test
  void tells_the_listener_no_secret() throws Exception {
    redactor.register(Secret.of("s3cret-value"));
    runner.run(
        shell("echo s3cret-value; printf 'a s3cret-' >&2; sleep 0.1; echo value >&2").build(),
        (channel, line) -> lines.add(channel + " " + line));
    assertThat(lines).containsExactlyInAnyOrder("STDOUT ***", "STDERR a ***");
  }

  @Test
  void reads_on_when_a_listener_fails_with_an_error() throws Exception {
    CommandResult result =
        runner.run(
            shell("seq 1 100000").build(),
            (channel, line) -> {
              lines.add(line);
              throw new AssertionError("the listener's own fault");
            });
    assertThat(lines).containsExactly("1");
    assertThat(result.stdout()).hasSize(588_895).endsWith("\n100000\n");
    assertThat(result.stdoutLog().orElseThrow()).hasSize(588_895);
  }

  @Test
  void reads_on_when_there_is_no_space_for_the_log() throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(full).isWritable();
    ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    ch.qos.logback.classic.Logger logger =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(OutputSink.class);
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(warnings);
    warnings.start();
    try (OutputStream log = Files.newOutputStream(full);
        OutputSink sink =
            new OutputSink(
                folder.resolve("log"), log, Channel.STDOUT, (channel, line) -> lines.add(line))) {
      sink.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
      sink.write("three\n".getBytes(StandardCharsets.UTF_8));

      assertThat(sink.failure()).hasValue("No space left on device");
      assertThat(sink.lastLines()).containsExactly("one", "two", "three");
      assertThat(lines).containsExactly("one", "two", "three");
      assertThat(warnings.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly(
              folder.resolve("log")
                  + " cannot be written (No space left on device) and will be incomplete, perhaps"
                  + " you should free some space");
    } finally {
      logger.detachAppender(warnings);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
  }

  @Test
  void says_that_the_log_of_a_failure_is_incomplete() throws Exception {
    Path prlimit = Path.of("/usr/bin/prlimit");
    assumeThat(prlimit).as("perhaps you should install prlimit, of util-linux").isExecutable();
    // No file of this JVM can become longer than 64 KiB; its program writes to pipes only.
    List<String> words = new ArrayList<>(List.of(prlimit.toString(), "--fsize=65536"));
    words.addAll(
        JvmWithCommand.words(
            JvmWithCommand.class,
            List.of("-Xmx64m", "-XX:-UsePerfData"),
            List.of(folder.toString(), "seq 1 100000; exit 3")));
    Process jvm = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor()).isEqualTo(1);
    assertThat(output)
        .contains("failed with exit code 3 after ")
        .contains(" (its log is incomplete: File too large):\n")
        .contains("  | 100000\n");
  }

  @Test
  void does_not_listen_for_ever_to_a_process_left_behind_that_writes_on() throws Exception {
    Path left = folder.resolve("left-behind");
    CommandResult result =
        runner.run(
            shell("(while :; do echo x; sleep 0.01; done) & echo $! >'" + left + "'")
                .stdoutLimit(100)
                .build());
    try {
      assertThat(result.duration()).isLessThan(Duration.ofSeconds(30));
    } finally {
      ProcessHandle.of(Long.parseLong(Files.readString(left).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
