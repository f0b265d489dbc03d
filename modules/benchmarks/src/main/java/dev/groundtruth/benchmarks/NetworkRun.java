package dev.groundtruth.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How fast the network engine is: the proof of the WordPress contract, reading a large plan beside
 * reading its bytes into a tree, an interface with as many rules as AWS allows, and all pairs of
 * many interfaces. Each runs in a JVM of its own whose heap is the limit.
 */
final class NetworkRun {

  static final String NAME = "network";
  static final double TARGET = 1.5;
  static final int HEAP_MIB = 1024;

  private static final Duration CONTRACT = Duration.ofMillis(20);
  private static final Duration QUOTA = Duration.ofSeconds(1);
  private static final Duration PAIRS = Duration.ofSeconds(5);
  private static final int ROUNDS = 5;

  private final PrintStream out;
  private final boolean isQuick;

  /**
   * The benchmark.
   *
   * @param out is printed to
   * @param isQuick whether each figure comes from one iteration only
   */
  NetworkRun(PrintStream out, boolean isQuick) {
    this.out = out;
    this.isQuick = isQuick;
  }

  /**
   * What came out.
   *
   * @param figures what has a limit of its own
   * @param reading reading a plan beside Jackson
   * @param growth how long all pairs take, by the number of interfaces
   */
  record Outcome(List<Figure> figures, Comparison reading, SortedMap<Integer, Duration> growth) {

    boolean isMet() {
      return reading.isMet() && figures.stream().allMatch(Figure::isMet);
    }
  }

  /**
   * Measures.
   *
   * @throws RunnerException if something could not be measured, for example within the heap
   */
  Outcome run() throws RunnerException {
    List<Duration> reads = new ArrayList<>();
    List<Duration> trees = new ArrayList<>();
    // In turns, so that what else the machine does meets both alike. Reading gets faster for ten
    // seconds, as the JVM compiles it.
    for (int round = 0; round < (isQuick ? 1 : ROUNDS); round++) {
      reads.add(measure("read", 10, 5));
      trees.add(measure("tree", 10, 5));
    }
    Comparison reading = Comparison.ofMedians(NAME, reads, trees, TARGET);
    Figure contract = figure("contract of the WordPress stack", "contract", CONTRACT, 5);
    Figure quota = figure("isolation of an interface with 1,000 rules", "quota", QUOTA, 5);
    SortedMap<Integer, Duration> growth = growth();
    int most = growth.lastKey();
    Figure pairs =
        new Figure(
            String.format(
                Locale.ROOT,
                "all pairs of %,d interfaces in %d classes",
                most,
                NetworkBenchmark.CLASSES),
            Objects.requireNonNull(growth.get(most)),
            PAIRS);
    return new Outcome(List.of(contract, quota, pairs), reading, growth);
  }

  private Figure figure(String what, String method, Duration limit, int iterations)
      throws RunnerException {
    return new Figure(what, measure(method, iterations, iterations), limit);
  }

  private SortedMap<Integer, Duration> growth() throws RunnerException {
    SortedMap<Integer, Duration> growth = new TreeMap<>();
    for (RunResult result : results("pairs", 2, 3)) {
      growth.put(Integer.valueOf(result.getParams().getParam("interfaces")), duration(result));
    }
    return growth;
  }

  private Duration measure(String method, int warmUp, int iterations) throws RunnerException {
    return duration(results(method, warmUp, iterations).iterator().next());
  }

  private Iterable<RunResult> results(String method, int warmUp, int iterations)
      throws RunnerException {
    out.println("measuring " + method);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + NetworkBenchmark.class.getSimpleName() + "\\." + method + "$")
            .forks(1)
            .jvmArgs("-Xmx" + HEAP_MIB + "m")
            .warmupIterations(isQuick ? 1 : warmUp)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(isQuick ? 1 : iterations)
            .measurementTime(TimeValue.seconds(1))
            .timeUnit(TimeUnit.NANOSECONDS)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    return new Runner(options.build()).run();
  }

  private static Duration duration(RunResult result) {
    return Duration.ofNanos(Math.round(result.getPrimaryResult().getScore()));
  }
}
