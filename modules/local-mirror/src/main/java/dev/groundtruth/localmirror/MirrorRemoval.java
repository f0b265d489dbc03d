package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerThings;
import dev.groundtruth.localmirror.internal.Folders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Removes everything of one run: what Docker has, the folder, and at last the ledger's entry. */
final class MirrorRemoval {

  private final MirrorSettings settings;
  private final DockerThings things;

  MirrorRemoval(MirrorSettings settings, DockerThings things) {
    this.settings = settings;
    this.things = things;
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
   * Removes containers, networks and volumes.
   *
   * @return what is left, and why
   */
  List<String> removeFromDocker() {
    return things.removeRun(settings.run().id()).problems();
  }

  /**
   * Removes everything.
   *
   * @param dockerReached whether there may be something in Docker
   * @throws LeftoverException if something is left; the run stays in the ledger then
   */
  void remove(boolean dockerReached) {
    String run = settings.run().id();
    List<String> problems = new ArrayList<>();
    if (dockerReached) {
      problems.addAll(removeFromDocker());
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
