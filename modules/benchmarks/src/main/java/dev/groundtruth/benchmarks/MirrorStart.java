package dev.groundtruth.benchmarks;

import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.localmirror.Sweep;
import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.OutputListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The local mirror as the suite starts it, each time in a JVM of its own. */
final class MirrorStart {

  private static final Duration LIFETIME = Duration.ofHours(1);

  /** Building and pulling images is part of the first start. */
  private static final Duration TIMEOUT = Duration.ofMinutes(30);

  /** Time to remove a mirror. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final CommandRunner commands;
  private final RunLedger ledger;
  private final Path root;
  private final Consumer<String> notice;

  /**
   * Starts of the mirror.
   *
   * @param commands runs {@code java}
   * @param ledger knows the runs
   * @param root the repository's folder
   * @param notice is told of images that are built or pulled
   */
  MirrorStart(CommandRunner commands, RunLedger ledger, Path root, Consumer<String> notice) {
    this.commands = commands;
    this.ledger = ledger;
    this.root = root;
    this.notice = notice;
  }

  /**
   * What is known after a start.
   *
   * @param start how long it took
   * @param standIns whether images stand in for the official ones
   * @param provided whether images were built or pulled on the way
   * @param images references and digests
   */
  record Outcome(Start start, boolean standIns, boolean provided, List<String> images) {

    static Outcome parse(List<String> lines) {
      Duration time = Duration.ZERO;
      boolean standIns = false;
      boolean provided = false;
      List<Milestone> milestones = new ArrayList<>();
      List<String> images = new ArrayList<>();
      for (String line : lines) {
        String[] columns = line.split("\t", -1);
        switch (columns[0]) {
          case "time" -> time = Duration.ofNanos(Long.parseLong(columns[1]));
          case "stand-ins" -> standIns = Boolean.parseBoolean(columns[1]);
          case "provided" -> provided = true;
          case "image" -> images.add(columns[1]);
          case "milestone" ->
              milestones.add(
                  new Milestone(columns[1], Duration.ofMillis(Long.parseLong(columns[2]))));
          default -> {}
        }
      }
      if (time.isZero()) {
        throw new IllegalStateException("The mirror's process did not say how long it took");
      }
      milestones.sort(Comparator.comparing(Milestone::at));
      return new Outcome(
          new Start(time, milestones),
          standIns,
          provided,
          images.stream().distinct().sorted().toList());
    }
  }

  /** Starts from scratch, measures, and removes everything again. */
  Outcome measure() throws InterruptedException {
    RunIdentity run = RunIdentity.create(System.getProperty("user.name", "nobody"), LIFETIME);
    Command command =
        Command.builder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the suite's JVM is started, see modules/verification/pom.xml.
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-D%s=%s".formatted(RunLedger.HOME_PROPERTY, ledger.home()),
                "-cp",
                System.getProperty("java.class.path"),
                MirrorStartMain.class.getName(),
                root.toString(),
                run.id(),
                run.owner(),
                run.expires().orElseThrow().toString())
            .inherit("*")
            .timeout(TIMEOUT)
            .grace(GRACE)
            .build();
    try {
      return Outcome.parse(
          commands
              .run(
                  command,
                  (channel, line) -> {
                    if (channel == OutputListener.Channel.STDOUT && line.startsWith("provided\t")) {
                      notice.accept(line.substring(line.indexOf('\t') + 1));
                    }
                  })
              .stdout()
              .lines()
              .toList());
    } finally {
      // Removes nothing unless that process could not do so itself.
      boolean interrupted = Thread.interrupted();
      new Sweep(commands, ledger).remove(run.id());
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
