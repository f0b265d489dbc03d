package dev.groundtruth.benchmarks;

import dev.groundtruth.localmirror.DockerEngine;
import dev.groundtruth.localmirror.LedgerEntry;
import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.localmirror.Sweep;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How long the local mirror takes until all its tiers are healthy and WordPress is installed,
 * beside {@code docker compose up --wait} of the same files and images. Both start from nothing, in
 * turns.
 */
final class LocalStart {

  static final String NAME = "local-start";
  static final double TARGET = 1.25;

  private static final Duration LIFETIME = Duration.ofHours(4);
  private static final int ATTEMPTS = 3;

  private final Path root;
  private final RunLedger ledger;
  private final PrintStream out;

  /**
   * The benchmark.
   *
   * @param root the repository's folder
   * @param ledger knows the runs
   * @param out is printed to
   */
  LocalStart(Path root, RunLedger ledger, PrintStream out) {
    this.root = root;
    this.ledger = ledger;
    this.out = out;
  }

  /** Measures; nothing that was started is left when this returns or throws. */
  Comparison run(Arguments arguments) throws InterruptedException, IOException {
    RunIdentity run = RunIdentity.create(System.getProperty("user.name", "nobody"), LIFETIME);
    LedgerEntry entry = ledger.open(run, "groundtruth-" + run.id());
    ProcessCommandRunner commands =
        new ProcessCommandRunner(entry.workFolder().resolve("logs"), new Redactor());
    try {
      Files.createDirectories(entry.workFolder());
      return run(arguments, run, entry.workFolder(), commands);
    } finally {
      boolean interrupted = Thread.interrupted();
      List<String> problems = new Sweep(commands, ledger).remove(run.id()).problems();
      problems.forEach(out::println);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Comparison run(
      Arguments arguments, RunIdentity run, Path work, ProcessCommandRunner commands)
      throws InterruptedException, IOException {
    DockerEngine.Facts docker = new DockerEngine(commands).check();
    MirrorStart mirror =
        new MirrorStart(commands, ledger, root, line -> out.println("    " + line));
    out.println("warm-up, not measured: mirror ...");
    MirrorStart.Outcome warm = mirror.measure();
    out.println("warm-up, not measured: mirror " + warm.start());
    Path compose = root.resolve("compose");
    List<Path> files = new ArrayList<>(List.of(compose.resolve("compose.yaml")));
    if (warm.standIns()) {
      files.add(compose.resolve("stand-ins.yaml"));
    }
    PlainStart plain = new PlainStart(commands, run, files, work);

    List<Start> mirrors = new ArrayList<>();
    List<Start> plains = new ArrayList<>();
    for (int pair = 1; pair <= arguments.pairs(); pair++) {
      String turn = " " + pair + "/" + arguments.pairs() + " ";
      mirrors.add(withWarmImages(mirror, "mirror" + turn));
      out.println("plain " + turn + "...");
      plains.add(plain.measure());
      out.println("plain " + turn + plains.get(pair - 1));
    }
    Comparison comparison = Comparison.ofMedians(NAME, times(mirrors), times(plains), TARGET);
    out.println();
    printTable(mirrors, plains, comparison);
    printMachine(docker, warm.images());
    return comparison;
  }

  /** A start in which images had to be provided, as somebody changed them meanwhile, is not one. */
  private Start withWarmImages(MirrorStart mirror, String turn) throws InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      out.println(turn + "...");
      MirrorStart.Outcome outcome = mirror.measure();
      if (!outcome.provided()) {
        out.println(turn + outcome.start());
        return outcome.start();
      }
      out.println(turn + "does not count, images had to be built or pulled");
    }
    throw new IllegalStateException(
        "Images change all the time, perhaps you should wait until nobody else builds them");
  }

  private void printTable(List<Start> mirrors, List<Start> plains, Comparison comparison) {
    String row = "%-26s %10s %10s%n";
    out.printf(
        "Seconds since the call, medians of %d starts from nothing with warm images%n",
        mirrors.size());
    out.printf(row, "", "mirror", "plain");
    Set<String> names = new LinkedHashSet<>();
    Stream.concat(mirrors.stream(), plains.stream())
        .flatMap(start -> start.milestones().stream())
        .forEach(milestone -> names.add(milestone.name()));
    for (String name : names) {
      out.printf(row, name, reached(mirrors, name), reached(plains, name));
    }
    out.printf(
        row,
        "everything healthy",
        Start.seconds(comparison.measured()),
        Start.seconds(comparison.reference()));
    out.printf(row, "  fastest", extreme(mirrors, 0), extreme(plains, 0));
    out.printf(
        row, "  slowest", extreme(mirrors, mirrors.size() - 1), extreme(plains, plains.size() - 1));
    out.println();
  }

  private void printMachine(DockerEngine.Facts docker, List<String> images) {
    out.printf(
        Locale.ROOT,
        "%d cores, %.1f GiB, Docker Engine %s, Compose %s, Java %s%n",
        docker.processors(),
        docker.memoryBytes() / (double) (1L << 30),
        docker.engineVersion(),
        docker.composeVersion(),
        Runtime.version());
    images.forEach(image -> out.println("image " + image));
  }

  private static String reached(List<Start> starts, String milestone) {
    List<Duration> times =
        starts.stream()
            .map(
                start ->
                    start.milestones().stream()
                        .filter(candidate -> candidate.name().equals(milestone))
                        .map(Milestone::at)
                        .findFirst())
            .flatMap(Optional::stream)
            .toList();
    return times.isEmpty() ? "" : Start.seconds(Comparison.median(times));
  }

  private static String extreme(List<Start> starts, int index) {
    return Start.seconds(times(starts).stream().sorted().toList().get(index));
  }

  private static List<Duration> times(List<Start> starts) {
    return starts.stream().map(Start::time).toList();
  }
}
