package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.ComposeCli;
import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.LabelOverlay;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a start, from asking Docker for its version to the awaited containers. */
final class MirrorStart {

  private static final Logger LOG = LoggerFactory.getLogger(MirrorStart.class);

  private final MirrorSettings settings;
  private final DockerCli docker;
  private final RunFolder folder;
  private final PortChoice port;
  private final ImageProvision provision;
  private final ContainerStart containers;
  private final TimedProgress progress;
  private final Closing closing;
  private volatile boolean dockerReached;
  private volatile ImageChoice images = ImageChoice.OFFICIAL;

  MirrorStart(
      MirrorSettings settings,
      DockerCli docker,
      RunFolder folder,
      PortChoice port,
      ImageProvision provision,
      ContainerStart containers,
      TimedProgress progress,
      Closing closing) {
    this.settings = settings;
    this.docker = docker;
    this.folder = folder;
    this.port = port;
    this.provision = provision;
    this.containers = containers;
    this.progress = progress;
    this.closing = closing;
  }

  /** Whether it came so far that there may be something to remove. */
  boolean dockerReached() {
    return dockerReached;
  }

  /** Which images were chosen. */
  ImageChoice images() {
    return images;
  }

  /** Takes all steps; the first that fails ends it with an exception. */
  void run() {
    progress.told(MirrorProgress.Phase.CHECKING_DOCKER, "asking Docker for its version");
    new DockerEngine(settings.commands()).check();
    ContainerStart.prepare();
    Optional<SecurityGroups> groups = settings.securityGroups().map(SecurityGroups::read);
    OptionalInt fixedPort = port.fixed();
    sweep();
    dockerReached = true;

    progress.told(MirrorProgress.Phase.PREPARING, "rendering rules");
    Map<String, String> environment = new LinkedHashMap<>(settings.run().environment());
    environment.putAll(folder.prepare(settings.secretFolders()));
    groups.ifPresent(
        read -> environment.putAll(folder.render(read, settings.securityGroups().orElseThrow())));
    environment.putAll(settings.environment());

    progress.told(MirrorProgress.Phase.PROVIDING_IMAGES, "looking for images");
    List<Path> files = chooseFiles();
    choosePort(fixedPort, environment);
    ComposeCli compose = new ComposeCli(docker, files, environment);
    ComposeCli.Model model = read(compose, files);
    files.add(new LabelOverlay(settings.run().labels()).write(model, folder.path()));
    provision.provide(compose, model);

    // Building takes time, in which somebody else may have taken the port.
    choosePort(fixedPort, environment);
    closing.requireNotBegun();
    progress.told(MirrorProgress.Phase.STARTING, "starting containers");
    containers.start(files, environment);
  }

  private void sweep() {
    progress.told(MirrorProgress.Phase.SWEEPING, "removing what killed runs left");
    SweepReport swept = new Sweep(settings.commands(), settings.ledger()).sweep();
    swept.removed().forEach(line -> LOG.info("Swept {}", line));
    swept.problems().forEach(line -> LOG.warn("Not swept: {}", line));
  }

  private List<Path> chooseFiles() {
    List<Path> files = new ArrayList<>(settings.composeFiles());
    if (!settings.standInFiles().isEmpty()) {
      images = ImageChoice.make(settings.commands(), settings.officialImages());
      if (images == ImageChoice.STAND_IN) {
        files.addAll(1, settings.standInFiles());
      }
    }
    return files;
  }

  private void choosePort(OptionalInt fixed, Map<String, String> environment) {
    environment.put("GROUNDTRUTH_PORT", Integer.toString(port.choose(fixed)));
  }

  private ComposeCli.Model read(ComposeCli compose, List<Path> files) {
    try {
      return compose.read();
    } catch (ComposeCli.InvalidFilesException e) {
      throw new MirrorStartException(
          "The compose files %s are not valid: %s"
              .formatted(files, folder.redacted(String.valueOf(e.getMessage()))),
          e);
    }
  }
}
