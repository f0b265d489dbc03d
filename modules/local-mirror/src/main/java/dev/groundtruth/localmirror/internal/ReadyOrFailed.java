package dev.groundtruth.localmirror.internal;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Instant;
import java.util.Objects;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits until a container is healthy - or, for a one-shot, has ended well - and gives up as soon as
 * that cannot happen any more. {@code Wait.forHealthcheck()} would go on until its time is over,
 * asking without a pause.
 */
public final class ReadyOrFailed extends AbstractWaitStrategy {

  private static final long PAUSE_MILLIS = 100;

  private final String service;
  private final boolean oneShot;

  /**
   * Waits for one service.
   *
   * @param service its name, for messages
   * @param oneShot whether the container is to end with code 0, rather than to turn healthy
   */
  public ReadyOrFailed(String service, boolean oneShot) {
    this.service = service;
    this.oneShot = oneShot;
  }

  @Override
  protected void waitUntilReady() {
    Instant end = Instant.now().plus(startupTimeout);
    while (Instant.now().isBefore(end)) {
      if (ready()) {
        return;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ContainerLaunchException("Interrupted while waiting for " + service, e);
      }
    }
    throw new ContainerLaunchException(
        "%s was not ready after %d s".formatted(service, startupTimeout.toSeconds()));
  }

  private boolean ready() {
    InspectContainerResponse.ContainerState state;
    try {
      state = waitStrategyTarget.getCurrentContainerInfo().getState();
    } catch (NotFoundException e) {
      throw new ContainerLaunchException(service + " was removed while it was starting", e);
    }
    String status = Objects.requireNonNullElse(state.getStatus(), "");
    if (status.equals("exited") || status.equals("dead")) {
      long code = Objects.requireNonNullElse(state.getExitCodeLong(), -1L);
      if (oneShot && code == 0) {
        return true;
      }
      throw new ContainerLaunchException("%s exited with code %d".formatted(service, code));
    }
    if (oneShot || !status.equals("running")) {
      return false;
    }
    String health = state.getHealth() == null ? "" : state.getHealth().getStatus();
    if ("unhealthy".equals(health)) {
      throw new ContainerLaunchException(service + " is unhealthy");
    }
    return health.isEmpty() || "healthy".equals(health);
  }
}
