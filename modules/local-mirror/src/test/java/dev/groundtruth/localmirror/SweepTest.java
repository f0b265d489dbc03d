package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final String PAST = "2029-12-31T00:00:00Z";
  private static final String FUTURE = "2030-01-02T00:00:00Z";

  @TempDir Path home;

  @Test
  void expired_things_go_and_others_stay() {
    FakeDocker docker =
        new FakeDocker()
            .answering(
                "ps",
                0,
                """
                c1\tone\told-run\t%s
                c2\ttwo\tyoung-run\t%s
                c3\tthree\tendless-run\tnever
                c4\tfour\tmanual\t%s
                """
                    .formatted(PAST, FUTURE, PAST),
                "");
    SweepReport report = new Sweep(docker, new RunLedger(home), () -> NOW).sweep();
    assertThat(report.removed()).containsExactly("container one of run old-run");
    assertThat(docker.asked)
        .filteredOn(line -> line.startsWith("rm"))
        .containsExactly("rm --force --volumes c1");
  }

  @Test
  void a_run_of_a_living_process_is_never_touched_even_when_it_has_expired() {
    RunLedger ledger = new RunLedger(home);
    ledger.open(new RunIdentity("mine", "me", Optional.of(Instant.parse(PAST))), "p");
    FakeDocker docker = new FakeDocker().answering("ps", 0, "c1\tone\tmine\t" + PAST + "\n", "");
    SweepReport report = new Sweep(docker, ledger, () -> NOW).sweep();
    assertThat(report.removed()).isEmpty();
    assertThat(docker.asked).noneMatch(line -> line.startsWith("rm"));
    assertThat(ledger.entries()).hasSize(1);
  }

  @Test
  void entries_that_were_not_finished_go_once_nobody_can_be_writing_them() throws Exception {
    Path runs = Files.createDirectories(home.resolve("runs"));
    Path stray = Files.writeString(runs.resolve("killed.tmp"), "{");
    Path fresh = Files.writeString(runs.resolve("written-now.tmp"), "{");
    Files.setLastModifiedTime(stray, FileTime.from(NOW.minusSeconds(61)));
    Files.setLastModifiedTime(fresh, FileTime.from(NOW.minusSeconds(59)));
    SweepReport report = new Sweep(new FakeDocker(), new RunLedger(home), () -> NOW).sweep();
    assertThat(report.removed()).containsExactly("unfinished ledger entry " + stray);
    assertThat(report.problems()).isEmpty();
    assertThat(stray).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void what_cannot_be_removed_is_reported_with_the_reason() {
    FakeDocker docker =
        new FakeDocker()
            .answering("ps", 0, "c1\tone\told-run\t" + PAST + "\n", "")
            .answering("rm", 1, "", "device or resource busy");
    SweepReport report = new Sweep(docker, new RunLedger(home), () -> NOW).sweep();
    assertThat(report.problems())
        .containsExactly("container one of run old-run: device or resource busy");
  }
}
