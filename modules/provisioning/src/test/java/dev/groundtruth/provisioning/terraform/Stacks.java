package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configurations that tests write, and what they ask of the machine afterwards. */
final class Stacks {

  /** Marks all processes that a test starts, directly or not. */
  static final String MARKER = "GROUNDTRUTH_TEST_MARKER";

  static final String TOOLS = "dev.groundtruth.provisioning.RealTool#terraforms";

  private static final Logger LOG = LoggerFactory.getLogger(Stacks.class);

  private Stacks() {}

  /** Writes files: a name, a content, a name, ... */
  static Path write(Path folder, String... files) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < files.length; i += 2) {
      Path file = folder.resolve(files[i]);
      Files.createDirectories(file.getParent());
      Files.writeString(file, files[i + 1]);
    }
    return folder;
  }

  /** Resources that take a while: quick ones between slow ones, with processes of their own. */
  static String slow(double seconds) {
    return """
        resource "terraform_data" "quick" {
          count = 3
          input = count.index
        }
        resource "terraform_data" "slow" {
          count      = 3
          input      = count.index
          depends_on = [terraform_data.quick]
          provisioner "local-exec" {
            command = "sleep %1$s & wait; echo done"
          }
          provisioner "local-exec" {
            when    = destroy
            command = "sleep 0.1"
          }
        }
        resource "terraform_data" "last" {
          input = terraform_data.slow[*].id
        }
        """
        .formatted(seconds);
  }

  /** The processes that have a marker in their environment. */
  static List<String> marked(String marker) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(path -> isNumber(path)).toList()) {
        try {
          if (Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                  .contains(MARKER + "=" + marker)
              && !Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1)
                  .contains(") Z ")) {
            found.add(
                process.getFileName()
                    + " "
                    + Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                        .replace('\0', ' '));
          }
        } catch (IOException e) {

          LOG.trace("{} ended meanwhile, or is not ours", process, e);
        }
      }
    }
    return found;
  }

  private static boolean isNumber(Path path) {
    return path.getFileName().toString().chars().allMatch(Character::isDigit);
  }

  /** Stops the marked process of a command, so that it hears no signal but the last. */
  static void freeze(String marker, String command) {
    try {
      for (String process : marked(marker)) {
        if (process.contains(command)) {
          String pid = process.substring(0, process.indexOf(' '));
          new ProcessBuilder("kill", "-STOP", pid).inheritIO().start().waitFor();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void assertNoneLeft(String marker) {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(marked(marker)).as("processes left behind").isEmpty());
  }
}
