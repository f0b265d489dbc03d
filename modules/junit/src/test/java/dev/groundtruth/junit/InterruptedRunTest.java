package dev.groundtruth.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.groundtruth.junit.fakes.Journal;
import dev.groundtruth.junit.fakes.LocalShop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Whole runs in a JVM of their own, with Allure's listener, some of them ended by a signal. */
class InterruptedRunTest {

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  /** Runs the class named by the argument. */
  public static void main(String... arguments) throws ClassNotFoundException {
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(Class.forName(arguments[0])))
            .build());
  }

  @Test
  void a_signal_during_a_test_closes_the_environment_once() throws Exception {
    Process process = start(ShopTests.Hanging.class, Map.of());
    await().atMost(Duration.ofSeconds(30)).until(this::printed, out -> out.contains("a signal"));

    process.destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(journal()).containsExactly("start", "closed", "network closed");
    assertThat(printed()).contains("removing Shop on target 'local': done in");
  }

  @Test
  void a_signal_during_the_start_closes_what_was_started() throws Exception {
    Process process = start(ShopTests.Hanging.class, Map.of(LocalShop.TROUBLE, "start-hangs"));
    await().atMost(Duration.ofSeconds(30)).until(this::journal, List.of("start")::equals);

    process.destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(journal()).containsExactly("start", "network closed");
  }

  @Test
  void a_signal_with_keep_always_keeps_the_environment_and_says_how_to_remove_it()
      throws Exception {
    Process process = start(ShopTests.Hanging.class, Map.of("groundtruth.keep", "always"));
    await().atMost(Duration.ofSeconds(30)).until(this::printed, out -> out.contains("a signal"));

    process.destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(journal()).containsExactly("start");
    assertThat(printed())
        .contains(
            "[groundtruth] kept: Shop on target 'local', because groundtruth.keep is always; remove"
                + " it with: docker compose -p shop down -v");
  }

  @Test
  void evidence_of_a_failure_is_recorded_without_secrets() throws Exception {
    Process process = start(ShopTests.Failing.class, Map.of());

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Map<String, String> results = results();
    assertThat(results.values()).noneMatch(text -> text.contains(LocalShop.SECRET));
    assertThat(results.values())
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains(
                        "\"name\":\"GET / as admin with ***\"",
                        "\"name\":\"answered 403\"",
                        "\"name\":\"body\"",
                        "\"message\":\"no login with ***\"",
                        "\"status\":\"failed\""));
    assertThat(results.values()).contains("password=***");
    assertThat(results.values().stream().filter("web-b died, password ***\n"::equals).count())
        .describedAs("logs of the failing service, attached to the first of two failures only")
        .isEqualTo(1);
  }

  private Process start(Class<?> tests, Map<String, String> properties) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dallure.results.directory=" + folder.resolve("results"));
    command.add("-D" + Journal.PARAMETER + "=" + folder.resolve("journal"));
    command.add("-Dgroundtruth.target=local");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            InterruptedRunTest.class.getName(),
            tests.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private List<String> journal() {
    return new Journal(folder.resolve("journal")).events();
  }

  private String printed() {
    return read(folder.resolve("console"));
  }

  private Map<String, String> results() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("results"))) {
      return files.collect(
          Collectors.toMap(file -> file.getFileName().toString(), InterruptedRunTest::read));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
