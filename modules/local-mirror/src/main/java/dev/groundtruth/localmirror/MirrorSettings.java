package dev.groundtruth.localmirror;

import dev.groundtruth.provisioning.command.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a mirror was asked to be.
 *
 * @param composeFiles the compose file and its overlays
 * @param standInFiles overlays for when the official images cannot be had
 * @param officialImages references that all have to be had, or none is used
 * @param environment variables of the compose files
 * @param healthy services that have to turn healthy
 * @param completed services that have to end with code 0
 * @param secretFolders folders for secrets
 * @param securityGroups what is enforced
 * @param run whose run this is
 * @param ledger where the run is noted
 * @param commands runs the {@code docker} command
 * @param progress is told how far it is
 * @param startupTimeout how long containers may take to be ready
 * @param port the published port, if it is fixed
 * @param sidecarImage the image of the containers that observe
 */
record MirrorSettings(
    List<Path> composeFiles,
    List<Path> standInFiles,
    List<String> officialImages,
    Map<String, String> environment,
    List<String> healthy,
    List<String> completed,
    List<String> secretFolders,
    Optional<Path> securityGroups,
    RunIdentity run,
    RunLedger ledger,
    CommandRunner commands,
    MirrorProgress progress,
    Duration startupTimeout,
    OptionalInt port,
    String sidecarImage) {

  static final String PROJECT_PREFIX = "groundtruth-";

  /** The prefix of the compose project's name. */
  String project() {
    return PROJECT_PREFIX + run.id();
  }

  /** The run's folder. */
  Path workFolder() {
    return ledger.home().resolve("work").resolve(run.id());
  }
}
