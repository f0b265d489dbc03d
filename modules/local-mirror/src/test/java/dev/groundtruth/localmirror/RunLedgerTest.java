package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLedgerTest {

  private static final RunIdentity RUN =
      new RunIdentity("run-1", "somebody", Optional.of(Instant.parse("2030-01-01T00:00:00Z")));

  @TempDir Path home;

  @Test
  void a_run_is_on_disk_until_it_is_removed() {
    RunLedger ledger = new RunLedger(home);
    LedgerEntry entry = ledger.open(RUN, "groundtruth-run-1");
    assertThat(new RunLedger(home).entries()).containsExactly(entry);
    assertThat(entry.processLives()).isTrue();
    assertThat(entry.workFolder()).isEqualTo(home.resolve("work/run-1")).doesNotExist();
    ledger.remove("run-1");
    ledger.remove("run-1");
    assertThat(new RunLedger(home).entries()).isEmpty();
  }

  @Test
  void a_kept_run_is_known_as_kept() {
    RunLedger ledger = new RunLedger(home);
    ledger.open(RUN, "groundtruth-run-1");
    ledger.keep("run-1");
    assertThat(ledger.find("run-1").orElseThrow().kept()).isTrue();
  }

  @Test
  void a_later_process_with_the_same_number_is_not_the_one_that_started_the_run() {
    ProcessHandle self = ProcessHandle.current();
    Instant started = self.info().startInstant().orElseThrow();
    LedgerEntry same =
        new LedgerEntry("r", "o", Optional.empty(), self.pid(), started, "p", home, false);
    LedgerEntry earlier =
        new LedgerEntry(
            "r", "o", Optional.empty(), self.pid(), started.minusSeconds(60), "p", home, false);
    assertThat(same.processLives()).isTrue();
    assertThat(earlier.processLives()).isFalse();
  }

  @Test
  void an_unreadable_entry_is_named_and_does_not_hide_the_others() throws Exception {
    RunLedger ledger = new RunLedger(home);
    ledger.open(RUN, "groundtruth-run-1");
    Files.writeString(home.resolve("runs/broken.json"), "{");
    assertThatThrownBy(ledger::entries)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("broken.json is not readable, perhaps you should remove it");
    assertThat(ledger.entries(problem -> assertThat(problem).contains("broken.json")))
        .extracting(LedgerEntry::run)
        .containsExactly("run-1");
  }

  @Test
  void a_ledger_that_cannot_be_written_names_the_property() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");
    assertThatThrownBy(() -> new RunLedger(file).open(RUN, "p"))
        .hasMessageContaining(
            "perhaps you should point the property groundtruth.home to a folder that can be written");
  }

  @Test
  void an_interrupted_run_is_not_begun_and_says_that_it_was_interrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> new RunLedger(home).open(RUN, "p"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("Run run-1 was interrupted before anything of it began");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void an_interruption_does_not_cut_an_entry_short() {
    RunLedger ledger = new RunLedger(home);
    ledger.open(RUN, "groundtruth-run-1");
    Thread.currentThread().interrupt();
    try {
      ledger.keep("run-1");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(ledger.find("run-1").orElseThrow().kept()).isTrue();
    assertThat(home.resolve("runs")).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void an_entry_that_cannot_be_written_leaves_no_temporary_file() throws Exception {
    Files.createDirectories(home.resolve("runs/run-1.json/occupied"));
    assertThatThrownBy(() -> new RunLedger(home).open(RUN, "p"))
        .hasMessageContaining("The run cannot be noted in the ledger");
    assertThat(home.resolve("runs")).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void only_the_owner_can_look_into_the_ledger() throws Exception {
    new RunLedger(home).open(RUN, "groundtruth-run-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("runs"))))
        .isEqualTo("rwx------");
  }

  @Test
  void identities_differ_and_say_their_labels() {
    RunIdentity one = RunIdentity.create("jürgen m", Duration.ofHours(1));
    RunIdentity other = RunIdentity.create("jürgen m", Duration.ofHours(1));
    assertThat(one.id()).isNotEqualTo(other.id()).matches("\\d{8}-\\d{6}-[a-z0-9]{6}");
    assertThat(one.labels())
        .containsEntry("dev.groundtruth.run", one.id())
        .containsEntry("dev.groundtruth.owner", "j-rgen-m")
        .containsEntry("dev.groundtruth.expires", one.expires().orElseThrow().toString());
    assertThatThrownBy(() -> new RunIdentity("Not OK", "o", Optional.empty()))
        .hasMessageContaining(
            "perhaps you should use at most 40 lower-case letters, digits and hyphens");
  }
}
