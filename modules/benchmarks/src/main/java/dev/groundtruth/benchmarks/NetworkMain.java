package dev.groundtruth.benchmarks;

import dev.groundtruth.verification.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * {@code bin/bench network [--quick]}. Ends with 0 when all targets are met, 1 when one is not, 2
 * when the command line cannot be understood, 3 when it could not be measured.
 */
final class NetworkMain {

  private static final int NOT_MET = 1;
  private static final int USAGE = 2;
  private static final int FAILED = 3;
  private static final String QUICK = "--quick";

  private NetworkMain() {}

  /** Property {@code groundtruth.root} names the repository's folder. */
  public static void main(String[] words) {
    List<String> wrong = List.of(words).stream().filter(word -> !word.equals(QUICK)).toList();
    if (!wrong.isEmpty()) {
      System.err.printf(
          "bin/bench %s: \"%s\" is not an option, perhaps you should use %s%n",
          NetworkRun.NAME, wrong.get(0), QUICK);
      System.exit(USAGE);
      return;
    }
    Path plot =
        Path.of(System.getProperty(RepositoryRoot.PROPERTY, ""))
            .toAbsolutePath()
            .normalize()
            .resolve("reports/benchmarks/network-growth.svg");
    int code = FAILED;
    try {
      NetworkRun.Outcome outcome = new NetworkRun(System.out, words.length > 0).run();
      Files.createDirectories(plot.getParent());
      Files.writeString(plot, GrowthPlot.svg(outcome.growth()));
      print(outcome, plot);
      code = outcome.isMet() ? 0 : NOT_MET;
    } catch (RunnerException | IOException | RuntimeException e) {
      System.err.println("bin/bench " + NetworkRun.NAME + ": " + e.getMessage());
    }
    System.exit(code);
  }

  private static void print(NetworkRun.Outcome outcome, Path plot) {
    System.out.println();
    outcome
        .growth()
        .forEach(
            (interfaces, time) ->
                System.out.printf(
                    "all pairs of %,6d interfaces: %s%n", interfaces, Figure.text(time)));
    System.out.println("plotted in " + plot);
    System.out.println();
    outcome.figures().forEach(figure -> System.out.println(figure.line()));
    System.out.printf(
        "reading a plan of 10 MB: %s, into a tree: %s%n",
        Figure.text(outcome.reading().measured()), Figure.text(outcome.reading().reference()));
    System.out.printf(
        "%d cores, Java %s, heap %d MiB%n%n",
        Runtime.getRuntime().availableProcessors(), Runtime.version(), NetworkRun.HEAP_MIB);
    System.out.println(outcome.reading().line());
  }
}
