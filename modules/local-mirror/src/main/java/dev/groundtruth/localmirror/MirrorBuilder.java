package dev.groundtruth.localmirror;

import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the settings of a mirror; public as {@link ComposeMirror.Builder}. */
abstract class MirrorBuilder<B extends MirrorBuilder<B>> {

  private static final Logger LOG = LoggerFactory.getLogger(ComposeMirror.class);

  private final List<Path> composeFiles = new ArrayList<>();
  private final List<Path> standInFiles = new ArrayList<>();
  private final List<String> officialImages = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> healthy = new ArrayList<>();
  private final List<String> completed = new ArrayList<>();
  private final List<String> secretFolders = new ArrayList<>();
  private @Nullable Path securityGroups;
  private @Nullable RunIdentity run;
  private RunLedger ledger = RunLedger.ofThisUser();
  private @Nullable CommandRunner commands;
  private MirrorProgress progress =
      (phase, detail, elapsed) -> LOG.debug("{} {} ({} ms)", phase, detail, elapsed.toMillis());
  private Duration startupTimeout = Duration.ofMinutes(5);
  private OptionalInt port = OptionalInt.empty();
  private String sidecarImage = "groundtruth/sidecar";

  MirrorBuilder(Path composeFile) {
    composeFiles.add(composeFile);
  }

  abstract B self();

  MirrorSettings settings() {
    RunIdentity identity =
        run != null
            ? run
            : RunIdentity.create(System.getProperty("user.name", "nobody"), Duration.ofHours(4));
    return new MirrorSettings(
        List.copyOf(composeFiles),
        List.copyOf(standInFiles),
        List.copyOf(officialImages),
        new LinkedHashMap<>(environment),
        List.copyOf(healthy),
        List.copyOf(completed),
        List.copyOf(secretFolders),
        Optional.ofNullable(securityGroups),
        identity,
        ledger,
        commands != null
            ? commands
            : new ProcessCommandRunner(
                ledger.home().resolve("work").resolve(identity.id()).resolve("logs"),
                new Redactor()),
        progress,
        startupTimeout,
        port,
        sidecarImage);
  }

  /**
   * Adds a file that is merged over the ones before.
   *
   * @param file a compose file
   * @return this
   */
  public B overlay(Path file) {
    composeFiles.add(file.toAbsolutePath().normalize());
    return self();
  }

  /**
   * Names the official images, and the overlay that is used where they cannot be had.
   *
   * @param overlay a compose file with stand-in images
   * @param officialImages references that all have to be here or in a registry
   * @return this
   */
  public B standIns(Path overlay, String... officialImages) {
    standInFiles.add(overlay.toAbsolutePath().normalize());
    this.officialImages.addAll(List.of(officialImages));
    return self();
  }

  /**
   * Sets a variable of the compose files.
   *
   * @param name the variable
   * @param value its value; not secret, it may be shown
   * @return this
   */
  public B environment(String name, String value) {
    environment.put(name, value);
    return self();
  }

  /**
   * Names the security groups that are enforced. They are read before anything starts; the rules
   * are rendered afresh.
   *
   * @param file the security groups
   * @return this
   */
  public B securityGroups(Path file) {
    this.securityGroups = file.toAbsolutePath().normalize();
    return self();
  }

  /**
   * Folders that are made in the run's secrets folder, for services to mount.
   *
   * @param names folder names
   * @return this
   */
  public B secretFolders(String... names) {
    secretFolders.addAll(List.of(names));
    return self();
  }

  /**
   * Services that have to be healthy before the mirror counts as started; running, if they have no
   * health check.
   *
   * @param services compose services
   * @return this
   */
  public B awaitHealthy(String... services) {
    healthy.addAll(List.of(services));
    return self();
  }

  /**
   * Services that have to end with code 0 before the mirror counts as started.
   *
   * @param services compose services
   * @return this
   */
  public B awaitCompleted(String... services) {
    completed.addAll(List.of(services));
    return self();
  }

  /**
   * Sets the identity; without it a new one is made that expires after four hours.
   *
   * @param identity whose run this is
   * @return this
   */
  public B run(RunIdentity identity) {
    this.run = identity;
    return self();
  }

  /**
   * Sets the ledger; without it, this user's.
   *
   * @param runs the ledger
   * @return this
   */
  public B ledger(RunLedger runs) {
    this.ledger = runs;
    return self();
  }

  /**
   * Sets what runs the {@code docker} command.
   *
   * @param runner runs commands
   * @return this
   */
  public B commands(CommandRunner runner) {
    this.commands = runner;
    return self();
  }

  /**
   * Sets who is told of the progress.
   *
   * @param listener is told
   * @return this
   */
  public B progress(MirrorProgress listener) {
    this.progress = listener;
    return self();
  }

  /**
   * Sets how long the containers may take to be ready, without building and pulling; five minutes
   * if not set.
   *
   * @param timeout the time
   * @return this
   */
  public B startupTimeout(Duration timeout) {
    this.startupTimeout = timeout;
    return self();
  }

  /**
   * Fixes the published port, which the files know as {@code GROUNDTRUTH_PORT}; without it, the
   * property {@value ComposeMirror#PORT_PROPERTY} or a free one.
   *
   * @param number the port
   * @return this
   */
  public B port(int number) {
    this.port = OptionalInt.of(number);
    return self();
  }

  /**
   * Sets the image of the containers that observe; {@code groundtruth/sidecar} if not set.
   *
   * @param reference an image with what {@link SidecarImage} has
   * @return this
   */
  public B sidecarImage(String reference) {
    this.sidecarImage = reference;
    return self();
  }
}
