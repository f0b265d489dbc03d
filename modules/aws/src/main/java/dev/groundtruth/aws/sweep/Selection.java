package dev.groundtruth.aws.sweep;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * What is swept: always of one project, as its tag says, so that what others tag alike is left
 * alone. The names of the tags are those of the stack.
 */
public final class Selection {

  /** The tag of the project. */
  public static final String PROJECT = "Project";

  /** The tag of the run. */
  public static final String RUN = "Run";

  /** The tag of who is asked. */
  public static final String OWNER = "Owner";

  /** The tag of when a sweep may remove it: RFC 3339, or {@code never}. */
  public static final String EXPIRES = "Expires";

  private final String project;
  private final Optional<String> run;
  private final Optional<Instant> before;

  private Selection(String project, Optional<String> run, Optional<Instant> before) {
    this.project = project;
    this.run = run;
    this.before = before;
  }

  /**
   * All of one run, be it expired or not.
   *
   * @param project the project
   * @param id the run's id
   * @return the selection
   */
  public static Selection run(String project, String id) {
    return new Selection(project, Optional.of(id), Optional.empty());
  }

  /**
   * All of runs that have expired. What says {@code never}, or nothing that is a time, has not.
   *
   * @param project the project
   * @param now the time
   * @return the selection
   */
  public static Selection expired(String project, Instant now) {
    return new Selection(project, Optional.empty(), Optional.of(now));
  }

  /** The project, with which the names of its roles and groups begin. */
  String project() {
    return project;
  }

  /** The tags that AWS is asked for: name to value, or to nothing for any. */
  Map<String, Optional<String>> filters() {
    return run.isPresent()
        ? Map.of(PROJECT, Optional.of(project), RUN, run)
        : Map.of(PROJECT, Optional.of(project), EXPIRES, Optional.empty());
  }

  /** Whether something is meant. */
  boolean includes(Map<String, String> tags) {
    if (!project.equals(tags.get(PROJECT))) {
      return false;
    }
    if (run.isPresent()) {
      return run.get().equals(tags.get(RUN));
    }
    return expiry(tags.getOrDefault(EXPIRES, ""))
        .filter(time -> time.isBefore(before.orElseThrow()))
        .isPresent();
  }

  private static Optional<Instant> expiry(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
