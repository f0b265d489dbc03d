package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerThings;
import dev.groundtruth.localmirror.internal.Folders;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Removes everything of one run: what Docker has, the folder, and at last the ledger's entry. */
final class MirrorRemoval {

  private static final Duration END_OF_START = Duration.ofSeconds(20);

  private final MirrorSettings settings;
  private final DockerThings things;
  private final ContainerStart containers;

  MirrorRemoval(MirrorSettings settings, DockerThings things, ContainerStart containers) {
    this.settings = settings;
    this.things = things;
    this.containers = containers;
  }

  /**
   * A command line that does the same.
   *
   * @return a line for a POSIX shell
   */
  String command() {
    String filter = "--filter label=" + RunIdentity.RUN_LABEL + "=" + settings.run().id();
    return "docker ps -aq %1$s | xargs -r docker rm -fv; docker network ls -q %1$s | xargs -r docker network rm; docker volume ls -q %1$s | xargs -r docker volume rm; rm -rf '%2$s' '%3$s'"
        .formatted(
            filter,
            settings.workFolder(),
            settings.ledger().home().resolve("runs").resolve(settings.run().id() + ".json"));
  }

  /**
   * Removes.
   *
   * @param dockerReached whether there may be something in Docker
   * @throws LeftoverException if something is left; the run stays in the ledger then
   */
  void remove(boolean dockerReached) {
    String run = settings.run().id();
    List<String> problems = new ArrayList<>();
    if (dockerReached) {
      problems.addAll(things.removeRun(run).problems());
    }
    if (containers.awaitEnd(END_OF_START)) {
      problems = new ArrayList<>(things.removeRun(run).problems());
    }
    try {
      Folders.delete(settings.workFolder());
    } catch (IOException e) {
      problems.add("folder " + settings.workFolder() + ": " + e);
    }
    if (!problems.isEmpty()) {
      throw new LeftoverException(
          "Run %s left something behind, perhaps you should run: %s%n  %s"
              .formatted(run, command(), String.join(System.lineSeparator() + "  ", problems)));
    }
    settings.ledger().remove(run);
  }
}
