package dev.groundtruth.verification.local;

import dev.groundtruth.junit.Progress;
import dev.groundtruth.localmirror.MirrorProgress;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells the run's progress what the mirror tells of its own. */
final class MirrorPhases implements MirrorProgress {

  private final Progress progress;
  private Progress.@Nullable Phase open;
  private MirrorProgress.@Nullable Phase current;

  MirrorPhases(Progress progress) {
    this.progress = progress;
  }

  @Override
  public synchronized void on(MirrorProgress.Phase phase, String detail, Duration elapsed) {
    if (phase != current) {
      end();
      current = phase;
      if (phase == MirrorProgress.Phase.READY) {
        return;
      }
      open = progress.begin(phase.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    if (open != null) {
      open.waitingFor(detail);
    }
  }

  /** The phase that is open has ended. */
  synchronized void end() {
    if (open != null) {
      open.finish();
      open.close();
      open = null;
    }
  }
}
