package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.DockerThings;
import dev.groundtruth.localmirror.internal.Folders;
import dev.groundtruth.localmirror.internal.Orphans;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what runs left behind whose process was killed, and what is past its expiry.
 *
 * <p>A run of a process that lives is never touched, whatever its expiry; neither is a plain {@code
 * docker compose up} (run {@value RunIdentity#MANUAL}) nor a run that was kept and has not expired.
 */
public final class Sweep {

  private static final Duration WRITING_AN_ENTRY = Duration.ofMinutes(1);

  private final DockerThings things;
  private final RunLedger ledger;
  private final InstantSource clock;

  /**
   * A sweep of this machine.
   *
   * @param commands runs the {@code docker} command
   * @param ledger knows the runs
   */
  public Sweep(CommandRunner commands, RunLedger ledger) {
    this(commands, ledger, InstantSource.system());
  }

  /**
   * A sweep at a chosen time.
   *
   * @param commands runs the {@code docker} command
   * @param ledger knows the runs
   * @param clock says what has expired
   */
  public Sweep(CommandRunner commands, RunLedger ledger, InstantSource clock) {
    this.things = new DockerThings(new DockerCli(commands));
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Sweeps. Problems are reported, not thrown, so that one stubborn thing does not protect the
   * others.
   *
   * @return what was removed and what could not be
   */
  public SweepReport sweep() {
    Instant now = clock.instant();
    List<String> removed = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try {
      ledger
          .removeUnfinished(now.minus(WRITING_AN_ENTRY))
          .forEach(file -> removed.add("unfinished ledger entry " + file));
    } catch (IOException | DirectoryIteratorException e) {
      problems.add("unfinished ledger entries cannot be removed: " + e);
    }
    List<String> untouchable = new ArrayList<>();
    untouchable.add(RunIdentity.MANUAL);
    for (LedgerEntry entry : ledger.entries(problems::add)) {
      if (entry.processLives()
          ? !entry.kept() || !entry.expired(now)
          : entry.kept() && !entry.expired(now)) {
        untouchable.add(entry.run());
      } else {
        remove(entry, removed, problems);
      }
    }
    for (DockerThings.Thing thing : things.ofAllRuns()) {
      boolean expired = thing.expires().map(now::isAfter).orElse(false);
      if (expired && !untouchable.contains(thing.run())) {
        String problem = things.remove(List.of(thing));
        if (problem.isEmpty()) {
          removed.add(thing.toString());
        } else {
          problems.add(thing + ": " + problem.strip());
        }
      }
    }
    return new SweepReport(removed, problems);
  }

  /**
   * Removes one run, even a kept one.
   *
   * @param runId the run
   * @return what was removed and what could not be
   */
  public SweepReport remove(String runId) {
    List<String> removed = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    ledger
        .find(runId)
        .ifPresentOrElse(
            entry -> remove(entry, removed, problems),
            () -> {
              DockerThings.Removal removal = things.removeRun(runId);
              removed.addAll(removal.removed());
              problems.addAll(removal.problems());
            });
    return new SweepReport(removed, problems);
  }

  private void remove(LedgerEntry entry, List<String> removed, List<String> problems) {
    Orphans.end(entry.run())
        .forEach(process -> removed.add("%s of run %s".formatted(process, entry.run())));
    DockerThings.Removal removal = things.removeRun(entry.run());
    removed.addAll(removal.removed());
    problems.addAll(removal.problems());
    if (!removal.problems().isEmpty()) {
      return;
    }
    try {
      if (entry.workFolder().startsWith(ledger.home()) && Folders.delete(entry.workFolder())) {
        removed.add("folder %s of run %s".formatted(entry.workFolder(), entry.run()));
      }
      ledger.remove(entry.run());
    } catch (IOException e) {
      problems.add(
          "folder %s of run %s cannot be removed: %s"
              .formatted(entry.workFolder(), entry.run(), e));
    }
  }
}
