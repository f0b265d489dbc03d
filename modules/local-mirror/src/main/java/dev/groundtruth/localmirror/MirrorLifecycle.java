package dev.groundtruth.localmirror;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start and one removal, whoever asks for the end: the user, a failed start, another thread, or
 * the end of the JVM.
 */
final class MirrorLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(MirrorLifecycle.class);
  private static final long END_OF_START_SECONDS = 20;

  private final MirrorSettings settings;
  private final MirrorStart start;
  private final ContainerStart containers;
  private final MirrorVantages vantages;
  private final MirrorRemoval removal;
  private final TimedProgress progress;
  private final Closing closing;

  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch startEnded = new CountDownLatch(1);
  private final Object oneAtATime = new Object();
  private final Thread shutdownHook;
  private boolean noted;
  private boolean removed;
  private boolean removedTooSoon;
  private volatile boolean kept;

  MirrorLifecycle(
      MirrorSettings settings,
      MirrorStart start,
      ContainerStart containers,
      MirrorVantages vantages,
      MirrorRemoval removal,
      TimedProgress progress,
      Closing closing) {
    this.settings = settings;
    this.start = start;
    this.containers = containers;
    this.vantages = vantages;
    this.removal = removal;
    this.progress = progress;
    this.closing = closing;
    this.shutdownHook =
        new Thread(this::closeAtShutdown, "groundtruth-mirror-" + settings.run().id());
  }

  void start() {
    if (!started.compareAndSet(false, true) || closing.begun()) {
      throw new IllegalStateException(
          "The mirror of run " + settings.run().id() + " was started or closed before");
    }
    progress.begin();
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    try {
      note();
      start.run();
    } catch (Throwable failure) {
      startEnded.countDown();
      RuntimeException told =
          failure instanceof RuntimeException runtime
              ? runtime
              : new MirrorStartException(String.valueOf(failure.getMessage()), failure);
      try {
        closeAfterFailure();
      } catch (RuntimeException problem) {
        told.addSuppressed(problem);
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw told;
    }
    startEnded.countDown();
    progress.told(MirrorProgress.Phase.READY, "everything awaited is there");
  }

  void keep() {
    kept = true;
    settings.ledger().keep(settings.run().id());
  }

  void close() {
    closing.begin();
    containers.interrupt();
    // Who interrupts a thread wants it to end soon, not to leave containers behind.
    boolean interrupted = Thread.interrupted();
    try {
      removeOnce();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Under the lock, so that a removal at the same time sees either nothing or all of it. */
  private void note() {
    synchronized (oneAtATime) {
      closing.requireNotBegun();
      settings.ledger().open(settings.run(), settings.project());
      noted = true;
    }
  }

  private void closeAfterFailure() {
    synchronized (oneAtATime) {
      removed &= !removedTooSoon;
    }
    close();
  }

  /**
   * Nothing may be made, not even the log of a command, after it was removed. Who builds images is
   * not waited for, but removes by himself what he went on to make.
   */
  private void awaitEndOfStart() {
    removal.removeFromDocker();
    try {
      removedTooSoon =
          !containers.begun() || !startEnded.await(END_OF_START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      removedTooSoon = true;
    }
  }

  private void removeOnce() {
    synchronized (oneAtATime) {
      if (removed) {
        return;
      }
      vantages.close();
      if (noted && !kept) {
        progress.begin();
        progress.told(MirrorProgress.Phase.REMOVING, "removing containers, networks and volumes");
        if (start.dockerReached() && startEnded.getCount() > 0) {
          awaitEndOfStart();
        }
        removal.remove(start.dockerReached());
      }
      removed = true;
    }
    try {
      if (Thread.currentThread() != shutdownHook) {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
      }
    } catch (IllegalStateException e) {
      LOG.trace("The JVM is ending already", e);
    }
  }

  private void closeAtShutdown() {
    try {
      close();
    } catch (RuntimeException e) {
      LOG.error("Run {} was not removed at the end of the JVM", settings.run().id(), e);
    }
  }
}
