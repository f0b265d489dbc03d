package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.ContainerCondition;
import dev.groundtruth.localmirror.internal.ReadyOrFailed;
import dev.groundtruth.localmirror.internal.RunContainers;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.utility.RunAwareResourceReaper;

/** Starts the containers through Testcontainers, and waits until they are what is awaited. */
final class ContainerStart {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerStart.class);

  private final MirrorSettings settings;
  private final RunContainers containers;
  private final StartFailures failures;
  private final TimedProgress progress;
  private final Closing closing;
  private volatile @Nullable Thread thread;

  ContainerStart(
      MirrorSettings settings,
      RunContainers containers,
      StartFailures failures,
      TimedProgress progress,
      Closing closing) {
    this.settings = settings;
    this.containers = containers;
    this.failures = failures;
    this.progress = progress;
    this.closing = closing;
  }

  /**
   * Testcontainers needs up to two seconds for itself before it starts anything. It takes them
   * while the images are looked for.
   */
  static void prepare() {
    RunAwareResourceReaper.install(RunIdentity.RUN_LABEL, MirrorSettings.PROJECT_PREFIX);
    Thread preparation =
        new Thread(
            () -> {
              try {
                DockerClientFactory.instance().client();
              } catch (RuntimeException e) {
                LOG.debug("Testcontainers will say it again when it is to start something", e);
              }
            },
            "groundtruth-testcontainers");
    preparation.setDaemon(true);
    preparation.start();
  }

  /**
   * Starts.
   *
   * @throws MirrorStartException if something awaited does not come, or the mirror is closed
   */
  void start(List<Path> files, Map<String, String> environment) {
    ComposeContainer compose =
        new ComposeContainer(
                settings.project() + "-", files.stream().map(Path::toFile).toArray(File[]::new))
            .withPull(false)
            .withEnv(environment)
            .withStartupTimeout(settings.startupTimeout());
    settings.healthy().forEach(service -> await(compose, service, false));
    settings.completed().forEach(service -> await(compose, service, true));
    FutureTask<@Nullable Void> start =
        new FutureTask<>(
            () -> {
              compose.start();
              return null;
            });
    Thread starter = new Thread(start, "groundtruth-start-" + settings.run().id());
    starter.setDaemon(true);
    thread = starter;
    starter.start();
    try {
      await(start, files, environment);
    } catch (RuntimeException e) {
      starter.interrupt();
      throw e;
    }
    closing.requireNotBegun();
  }

  /** Interrupts a start that is under way. */
  void interrupt() {
    Thread starter = thread;
    if (starter != null) {
      starter.interrupt();
    }
  }

  /** Whether containers may have been made. */
  boolean begun() {
    return thread != null;
  }

  private void await(ComposeContainer compose, String service, boolean oneShot) {
    compose.waitingFor(
        service, new ReadyOrFailed(service, oneShot).withStartupTimeout(settings.startupTimeout()));
  }

  private void await(
      FutureTask<@Nullable Void> start, List<Path> files, Map<String, String> environment) {
    Instant end = Instant.now().plus(settings.startupTimeout());
    while (true) {
      try {
        start.get(1, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        closing.requireNotBegun();
        if (Instant.now().isAfter(end)) {
          throw new MirrorStartException(
              failures.diagnosis(
                  "The mirror was not ready after %d s"
                      .formatted(settings.startupTimeout().toSeconds())),
              e);
        }
        tellPending();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MirrorStartException("The start of the mirror was interrupted", e);
      } catch (ExecutionException e) {
        closing.requireNotBegun();
        throw failures.failed(e.getCause() == null ? e : e.getCause(), files, environment);
      }
    }
  }

  private void tellPending() {
    String pending =
        containers.all().stream()
            .filter(ContainerCondition::pending)
            .map(ContainerCondition::service)
            .sorted()
            .collect(Collectors.joining(", "));
    progress.told(
        MirrorProgress.Phase.STARTING,
        pending.isEmpty() ? "waiting for containers" : "waiting for " + pending);
  }
}
