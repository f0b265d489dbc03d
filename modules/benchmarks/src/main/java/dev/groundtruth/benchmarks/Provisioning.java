package dev.groundtruth.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What our API adds to the bare command line: the same work on 50 resources and 20 outputs, in
 * turns; how many processes the outputs cost; and whether a command that prints 1 GiB is heard
 * within 32 MiB of heap.
 */
final class Provisioning {

  static final String NAME = "provisioning";
  static final double TARGET = 1.05;
  static final int PAIRS = 15;

  private static final int WARM_UP = 10;
  private static final int MOST_PROCESSES_OF_OUTPUTS = 1;
  private static final int HEAP_MIB = 32;

  private final Path binary;
  private final PrintStream out;

  /**
   * The benchmark.
   *
   * @param binary the Terraform to measure with
   * @param out is printed to
   */
  Provisioning(Path binary, PrintStream out) {
    this.binary = binary;
    this.out = out;
  }

  /**
   * What came out.
   *
   * @param comparison the API beside the command line
   * @param processesOfOutputs how many processes 20 outputs took
   * @param heardWithinHeap whether 1 GiB was heard within the limit
   */
  record Outcome(Comparison comparison, int processesOfOutputs, boolean heardWithinHeap) {

    boolean isMet() {
      return comparison.isMet()
          && processesOfOutputs <= MOST_PROCESSES_OF_OUTPUTS
          && heardWithinHeap;
    }
  }

  /** Measures in a folder that is removed again. */
  Outcome run(Arguments arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("groundtruth-bench-");
    try {
      return run(arguments, folder);
    } finally {
      remove(folder);
    }
  }

  private Outcome run(Arguments arguments, Path folder) throws IOException, InterruptedException {
    BareTerraform bare = new BareTerraform(binary);
    DrivenTerraform driven = new DrivenTerraform(binary);
    Sample sample = Sample.FIFTY;
    List<Laps> bares = new ArrayList<>();
    List<Laps> drivens = new ArrayList<>();
    int processes = 0;
    int ofOutputs = 0;
    out.printf(
        "%d resources, %d outputs; %d rounds to warm up, %d pairs%n",
        sample.resources(), sample.outputs(), WARM_UP, arguments.pairs());
    for (int round = -WARM_UP; round < arguments.pairs(); round++) {
      Path bareFolder = sample.writeTo(folder.resolve("bare" + round));
      Path drivenFolder = sample.writeTo(folder.resolve("driven" + round));
      // In alternating order, so that what else the machine does meets both alike.
      Laps plain = round % 2 == 0 ? bare.measure(bareFolder) : null;
      DrivenTerraform.Round outcome = driven.measure(drivenFolder, sample);
      Laps other = plain == null ? bare.measure(bareFolder) : plain;
      processes = outcome.processes();
      ofOutputs = Math.max(ofOutputs, outcome.processesOfOutputs());
      if (round >= 0) {
        bares.add(other);
        drivens.add(outcome.laps());
        out.printf(
            Locale.ROOT,
            "pair %2d: API %s, command line %s%n",
            round + 1,
            millis(outcome.laps().total()),
            millis(other.total()));
      }
      remove(bareFolder);
      remove(drivenFolder);
    }
    Comparison comparison = Comparison.ofMedians(NAME, totals(drivens), totals(bares), TARGET);
    out.println();
    row("", "API", "command line");
    for (String part : bares.get(0).times().keySet()) {
      row(part, millis(median(drivens, part)), millis(median(bares, part)));
    }
    row("median", millis(comparison.measured()), millis(comparison.reference()));
    row("fastest", millis(extreme(totals(drivens), 0)), millis(extreme(totals(bares), 0)));
    row("slowest", millis(extreme(totals(drivens), -1)), millis(extreme(totals(bares), -1)));
    row("processes", Integer.toString(processes), Integer.toString(BareTerraform.PROCESSES));
    out.printf(
        "processes for %d outputs: %d (at most %d)%n",
        sample.outputs(), ofOutputs, MOST_PROCESSES_OF_OUTPUTS);
    boolean heard = hearsGibibyte(folder);
    out.printf(
        Locale.ROOT,
        "%d cores, Java %s, %s%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        binary.getFileName());
    return new Outcome(comparison, ofOutputs, heard);
  }

  /** In a JVM whose heap is no larger than the limit as a whole. */
  private boolean hearsGibibyte(Path folder) throws IOException, InterruptedException {
    Path output = folder.resolve("gibibyte.log");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "-cp",
                System.getProperty("java.class.path"),
                GibibyteMain.class.getName(),
                folder.resolve("gibibyte").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = java.waitFor();
    String said = Files.readString(output, StandardCharsets.UTF_8).strip();
    String last = said.substring(said.lastIndexOf('\n') + 1);
    boolean heard = code == 0 && last.startsWith((1L << 30) / 128 + " ");
    out.printf(
        "1 GiB of output within a heap of %d MiB: %s%n",
        HEAP_MIB,
        heard
            ? "heard to the end in %s ms".formatted(last.substring(last.indexOf(' ') + 1))
            : "not heard to the end:\n" + said);
    return heard;
  }

  private void row(String name, String driven, String bare) {
    out.printf("%-18s %14s %14s%n", name, driven, bare);
  }

  private static List<Duration> totals(List<Laps> rounds) {
    return rounds.stream().map(Laps::total).toList();
  }

  private static Duration median(List<Laps> rounds, String part) {
    return Comparison.median(
        rounds.stream().map(round -> Objects.requireNonNull(round.times().get(part))).toList());
  }

  private static Duration extreme(List<Duration> times, int index) {
    List<Duration> sorted = times.stream().sorted().toList();
    return sorted.get(Math.floorMod(index, sorted.size()));
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.0f ms", duration.toNanos() / 1e6);
  }

  /** Removes a folder with everything in it. */
  static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
