package dev.groundtruth.localmirror.internal;

import dev.groundtruth.localmirror.RunIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Containers, networks and volumes that carry a run's label: finds and removes them. */
public final class DockerThings {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 250;

  /** What Docker calls an object. In the order in which things can be removed. */
  public enum Kind {
    /** A container. */
    CONTAINER("ps --all --no-trunc", "{{.ID}}\t{{.Names}}", "rm --force --volumes"),
    /** A network. */
    NETWORK("network ls --no-trunc", "{{.ID}}\t{{.Name}}", "network rm"),
    /** A volume. */
    VOLUME("volume ls", "{{.Name}}\t{{.Name}}", "volume rm --force");

    private final String list;
    private final String names;
    private final String remove;

    Kind(String list, String names, String remove) {
      this.list = list;
      this.names = names;
      this.remove = remove;
    }
  }

  /**
   * One of them.
   *
   * @param kind what it is
   * @param id by which Docker knows it
   * @param name by which people know it
   * @param run the run it belongs to
   * @param expires when it may be removed; empty means never
   */
  public record Thing(Kind kind, String id, String name, String run, Optional<Instant> expires) {
    @Override
    public String toString() {
      return "%s %s of run %s".formatted(kind.name().toLowerCase(Locale.ROOT), name, run);
    }
  }

  private final DockerCli docker;

  /**
   * Things of one engine.
   *
   * @param docker the engine
   */
  public DockerThings(DockerCli docker) {
    this.docker = docker;
  }

  /**
   * Everything that belongs to any run.
   *
   * @return containers first, then networks, then volumes
   */
  public List<Thing> ofAllRuns() {
    return list("label=" + RunIdentity.RUN_LABEL);
  }

  /**
   * Everything that belongs to one run.
   *
   * @param run the run's id
   * @return containers first, then networks, then volumes
   */
  public List<Thing> ofRun(String run) {
    return list("label=" + RunIdentity.RUN_LABEL + "=" + run);
  }

  /**
   * Removes everything of a run, and looks again until nothing is there: something that is still
   * starting containers may add to it meanwhile.
   *
   * @param run the run's id
   * @return what was removed, and what is left and why
   */
  public Removal removeRun(String run) {
    List<String> removed = new ArrayList<>();
    String problem = "";
    List<Thing> left = ofRun(run);
    for (int attempt = 0; !left.isEmpty() && attempt < ATTEMPTS; attempt++) {
      if (attempt > 0 && !pause()) {
        break;
      }
      problem = remove(left);
      List<Thing> before = left;
      left = ofRun(run);
      for (Thing thing : before) {
        if (!left.contains(thing)) {
          removed.add(thing.toString());
        }
      }
    }
    List<String> problems = new ArrayList<>();
    for (Thing thing : left) {
      problems.add(
          thing + (problem.isBlank() ? " is still there" : " is still there: " + problem.strip()));
    }
    return new Removal(removed, problems);
  }

  /**
   * Removes things once.
   *
   * @param things what to remove, containers first
   * @return what Docker complained about; empty when it did not
   */
  public String remove(List<Thing> things) {
    StringBuilder problems = new StringBuilder();
    for (Kind kind : Kind.values()) {
      List<String> command = words(kind.remove);
      things.stream().filter(thing -> thing.kind() == kind).map(Thing::id).forEach(command::add);
      if (command.size() > words(kind.remove).size()) {
        DockerCli.Output output = docker.run(TIMEOUT, command);
        if (!output.succeeded()) {
          problems.append(output.errors());
        }
      }
    }
    return problems.toString();
  }

  /**
   * How a removal ended.
   *
   * @param removed what is gone
   * @param problems what is not, with the reason
   */
  public record Removal(List<String> removed, List<String> problems) {}

  private List<Thing> list(String filter) {
    List<Thing> things = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<String> command = words(kind.list);
      command.addAll(
          List.of(
              "--filter",
              filter,
              "--format",
              kind.names
                  + "\t{{.Label \""
                  + RunIdentity.RUN_LABEL
                  + "\"}}\t{{.Label \""
                  + RunIdentity.EXPIRES_LABEL
                  + "\"}}"));
      for (String line : docker.successful(TIMEOUT, command).output().lines().toList()) {
        String[] columns = line.split("\t", -1);
        if (columns.length == 4) {
          things.add(new Thing(kind, columns[0], columns[1], columns[2], expiry(columns[3])));
        }
      }
    }
    return things;
  }

  private static List<String> words(String command) {
    return new ArrayList<>(List.of(command.split(" ", -1)));
  }

  private static Optional<Instant> expiry(String label) {
    try {
      return Optional.of(Instant.parse(label));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
