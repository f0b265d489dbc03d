package dev.groundtruth.provisioning.internal;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PrivateFilesTest {

  @TempDir Path folder;

  @Test
  void only_the_owner_enters_its_folders_and_reads_its_files() throws IOException {
    Path made = PrivateFiles.temporaryFolder("groundtruth-test-", "tests");
    Path logs = PrivateFiles.temporaryLogs();
    try {
      Path file = PrivateFiles.write(made.resolve("file"), "text".getBytes(StandardCharsets.UTF_8));

      assertThat(file).hasContent("text");
      assertThat(permissions(file)).isEqualTo("rw-------");
      assertThat(permissions(made)).isEqualTo("rwx------");
      assertThat(permissions(logs)).isEqualTo("rwx------");
    } finally {
      PrivateFiles.deleteTree(made);
      PrivateFiles.deleteTree(logs);
    }
    assertThat(made).doesNotExist();
    assertThat(logs).doesNotExist();
  }

  @Test
  void a_file_that_exists_is_neither_written_nor_deleted() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "older");

    assertThatThrownBy(() -> PrivateFiles.write(file, new byte[] {1}))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("perhaps you should");
    assertThat(file).hasContent("older");
  }

  @Test
  void links_in_a_tree_are_deleted_and_not_followed() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Path kept = Files.writeString(other.resolve("kept"), "text");
    Path tree = Files.createDirectories(folder.resolve("tree/deep"));
    Files.writeString(tree.resolve("file"), "text");
    Files.createSymbolicLink(tree.resolve("link"), other);

    PrivateFiles.deleteTree(folder.resolve("tree"));

    assertThat(folder.resolve("tree")).doesNotExist();
    assertThat(kept).hasContent("text");
  }

  @Test
  void what_is_missing_needs_no_deletion() {
    Path missing = folder.resolve("missing");

    assertThat(
            warnings(
                () -> {
                  PrivateFiles.delete(missing);
                  PrivateFiles.deleteTree(missing);
                }))
        .isEmpty();
  }

  @Test
  void what_cannot_be_deleted_is_warned_of_and_no_failure() throws IOException {
    Path full = Files.createDirectories(folder.resolve("full"));
    Files.writeString(full.resolve("file"), "text");

    assertThat(warnings(() -> PrivateFiles.delete(full)))
        .singleElement(as(STRING))
        .startsWith(full + " cannot be deleted (")
        .endsWith("), perhaps you should do it");
    assertThat(full.resolve("file")).hasContent("text");
  }

  /** What is logged during an action. */
  private static List<String> warnings(Runnable action) {
    ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(PrivateFiles.class);
    warnings.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(warnings);
    try {
      action.run();
    } finally {
      logger.detachAppender(warnings);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
    return warnings.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
