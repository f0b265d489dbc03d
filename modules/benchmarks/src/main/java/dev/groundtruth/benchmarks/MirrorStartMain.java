package dev.groundtruth.benchmarks;

import dev.groundtruth.localmirror.ComposeMirror;
import dev.groundtruth.localmirror.ImageChoice;
import dev.groundtruth.localmirror.ImageFact;
import dev.groundtruth.localmirror.MirrorProgress;
import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.verification.local.LocalMirrorSettings;
import dev.groundtruth.verification.local.LocalWordPressStack;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Starts the local mirror once, says on its standard output how that went, a line a fact, and
 * removes it. A process of its own, as every run of the suite is one: classes are loaded and
 * compiled anew.
 */
final class MirrorStartMain {

  private MirrorStartMain() {}

  /** Arguments: the repository's folder, the run's id, owner and expiry. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path compose = Path.of(arguments[0]).resolve("compose");
    RunIdentity run =
        new RunIdentity(arguments[1], arguments[2], Optional.of(Instant.parse(arguments[3])));
    LocalMirrorSettings settings =
        new LocalMirrorSettings(compose, compose.resolve("security-groups.json"), List.of());
    PrintStream out = System.out;
    try (ComposeMirror mirror =
        LocalWordPressStack.mirror(settings, run, new Reporter(out)).build()) {
      Instant began = Instant.now();
      long from = System.nanoTime();
      mirror.start();
      Duration time = Duration.ofNanos(System.nanoTime() - from);
      ProcessCommandRunner commands =
          new ProcessCommandRunner(mirror.workFolder().resolve("logs"), new Redactor());
      for (Milestone milestone : Milestone.ofContainers(commands, run.id(), began)) {
        out.printf("milestone\t%s\t%d%n", milestone.name(), milestone.at().toMillis());
      }
      for (ImageFact image : mirror.imageFacts()) {
        out.printf("image\t%s %s%n", image.reference(), image.digest());
      }
      out.printf("stand-ins\t%s%n", mirror.images() == ImageChoice.STAND_IN);
      out.printf("time\t%d%n", time.toNanos());
    }
    System.exit(0);
  }

  /** Tells when each phase was entered. */
  private static final class Reporter implements MirrorProgress {
    private final PrintStream out;
    private Optional<Phase> current = Optional.empty();

    Reporter(PrintStream out) {
      this.out = out;
    }

    @Override
    public void on(Phase phase, String detail, Duration elapsed) {
      if (phase == Phase.REMOVING || phase == Phase.READY) {
        return;
      }
      if (current.filter(phase::equals).isEmpty()) {
        current = Optional.of(phase);
        out.printf(
            "milestone\t%s\t%d%n",
            phase.name().toLowerCase(Locale.ROOT).replace('_', ' '), elapsed.toMillis());
      }
      if (detail.startsWith("building") || detail.startsWith("pulling")) {
        out.printf("provided\t%s%n", detail);
      }
    }
  }
}
