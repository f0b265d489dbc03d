package dev.groundtruth.localmirror;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the ledger knows of a run.
 *
 * @param run the run's id
 * @param owner whom it belongs to
 * @param expires when it may be removed even if it was kept on purpose
 * @param pid the process that started the run
 * @param processStarted when that process started, which tells it from a later process with the
 *     same number
 * @param project the prefix of the compose project's name
 * @param workFolder the run's folder with rendered rules and generated secrets
 * @param kept whether the run was left running on purpose when its process ended
 */
public record LedgerEntry(
    String run,
    String owner,
    Optional<Instant> expires,
    long pid,
    Instant processStarted,
    String project,
    Path workFolder,
    boolean kept) {

  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  /**
   * Whether the process that started the run still lives.
   *
   * @return false when there is no such process, or when its number belongs to a later process
   */
  public boolean processLives() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(
            process ->
                process
                    .info()
                    .startInstant()
                    .map(
                        started ->
                            Duration.between(started, processStarted)
                                    .abs()
                                    .compareTo(CLOCK_TOLERANCE)
                                <= 0)
                    .orElse(true))
        .orElse(false);
  }

  /**
   * Whether the run's time is over.
   *
   * @param now the present
   * @return true when {@link #expires()} is in the past
   */
  public boolean expired(Instant now) {
    return expires.map(now::isAfter).orElse(false);
  }

  LedgerEntry asKept() {
    return new LedgerEntry(run, owner, expires, pid, processStarted, project, workFolder, true);
  }
}
