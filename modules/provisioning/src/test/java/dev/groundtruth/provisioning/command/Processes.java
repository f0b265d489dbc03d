package dev.groundtruth.provisioning.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What tests ask of processes, and scripts that write down which signals they get. */
final class Processes {

  private Processes() {}

  /** Writes the name of each signal of this kind on a line of a file. */
  static String recording(String file) {
    return "trap 'echo TERM >> %1$s' TERM; trap 'echo INT >> %1$s' INT; ".formatted(file);
  }

  /** The signals that were written down. */
  static List<String> signals(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  static boolean isGone(String pid) {
    try {
      return Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
    } catch (IOException e) {
      return true;
    }
  }

  /** A killed orphan may stay a zombie for a moment, until init takes notice of it. */
  static void assertGone(String pid) {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(pid).matches(Processes::isGone, "is gone"));
  }
}
