package dev.groundtruth.verification.images;

import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.localmirror.Sweep;
import dev.groundtruth.localmirror.SweepReport;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.RunAwareResourceReaper;

/**
 * What one contract test starts: a network, volumes and containers, noted in the ledger before they
 * exist, labelled with the run, and removed at the end - by the next sweep if this process is
 * killed.
 */
final class ContractRun implements AutoCloseable {

  private static final String PREFIX = "groundtruth-";
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final RunIdentity identity =
      RunIdentity.create(System.getProperty("user.name", "nobody"), LIFETIME);
  private final RunLedger ledger = RunLedger.ofThisUser();
  private final CommandRunner commands =
      new ProcessCommandRunner(
          ledger.home().resolve("work").resolve(identity.id()).resolve("logs"), new Redactor());
  private final ImagesInUse images = new ImagesInUse(commands);
  private final String network = PREFIX + identity.id();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread shutdownHook = new Thread(this::remove, "groundtruth-" + identity.id());

  private ContractRun() {}

  /**
   * Begins a run.
   *
   * @return the run; whoever opens it closes it
   */
  static ContractRun open() {
    ContractRun run = new ContractRun();
    run.ledger.open(run.identity, run.network);
    Runtime.getRuntime().addShutdownHook(run.shutdownHook);
    try {
      RunAwareResourceReaper.install(RunIdentity.RUN_LABEL, PREFIX);
      new Sweep(run.commands, run.ledger).sweep();
      DockerClientFactory.lazyClient()
          .createNetworkCmd()
          .withName(run.network)
          .withLabels(run.identity.labels())
          .exec();
      return run;
    } catch (RuntimeException | Error failure) {
      try {
        run.close();
      } catch (RuntimeException problem) {
        failure.addSuppressed(problem);
      }
      throw failure;
    }
  }

  /**
   * The image under test.
   *
   * @param tier the tier
   * @return its reference
   */
  String image(ImagesInUse.Tier tier) {
    return images.provide(tier);
  }

  /**
   * Builds an image; what did not change since the last time is kept by the engine.
   *
   * @param name the name it gets
   * @param folder the folder of its Dockerfile
   * @param arguments arguments of the build by name
   */
  void build(String name, Path folder, Map<String, String> arguments) {
    images.build(name, folder, arguments);
  }

  /**
   * A container of an image, not started yet.
   *
   * @param image its reference
   * @return the container, on the run's network
   */
  ContainerUnderTest container(String image) {
    return new ContainerUnderTest(image, identity.labels(), network);
  }

  /**
   * The signal by which an image is stopped.
   *
   * @param container a container of the image
   * @return the signal's name; empty if the image declares none
   */
  String stopSignal(ContainerUnderTest container) {
    return images.stopSignal(container.getDockerImageName());
  }

  /**
   * An empty volume.
   *
   * @param name tells the run's volumes apart
   * @return the name by which Docker knows it
   */
  String volume(String name) {
    return DockerClientFactory.lazyClient()
        .createVolumeCmd()
        .withName(network + "-" + name)
        .withLabels(identity.labels())
        .exec()
        .getName();
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(shutdownHook);
  }

  private void remove() {
    if (closed.compareAndSet(false, true)) {
      SweepReport report = new Sweep(commands, ledger).remove(identity.id());
      if (!report.problems().isEmpty()) {
        throw new IllegalStateException(
            "Not everything of run %s could be removed: %s"
                .formatted(identity.id(), report.problems()));
      }
    }
  }
}
