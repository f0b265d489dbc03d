package dev.groundtruth.benchmarks;

import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.verification.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code bin/bench local-start [--pairs N]}. Ends with 0 when the target is met, 1 when it is not,
 * 2 when the command line cannot be understood, 3 when it could not be measured.
 */
final class LocalStartMain {

  private static final int NOT_MET = 1;
  private static final int USAGE = 2;
  private static final int FAILED = 3;
  private static final long END_SECONDS = 120;

  private LocalStartMain() {}

  /** Property {@code groundtruth.root} names the repository's folder. */
  public static void main(String[] words) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(List.of(words));
    } catch (Arguments.UsageException e) {
      System.err.println("bin/bench " + LocalStart.NAME + ": " + e.getMessage());
      System.exit(USAGE);
      return;
    }
    Path root =
        Path.of(System.getProperty(RepositoryRoot.PROPERTY, "")).toAbsolutePath().normalize();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(interrupting(Thread.currentThread(), ended));
    int code = FAILED;
    try {
      Comparison comparison =
          new LocalStart(root, RunLedger.ofThisUser(), System.out).run(arguments);
      System.out.println();
      System.out.println(comparison.line());
      code = comparison.isMet() ? 0 : NOT_MET;
    } catch (InterruptedException e) {
      System.err.println("bin/bench " + LocalStart.NAME + ": interrupted, everything was removed");
    } catch (IOException | RuntimeException e) {
      System.err.println("bin/bench " + LocalStart.NAME + ": " + e.getMessage());
    } finally {
      ended.countDown();
    }
    System.exit(code);
  }

  /** When the JVM is told to end, the benchmark is, and has time to remove what it started. */
  private static Thread interrupting(Thread benchmark, CountDownLatch ended) {
    return new Thread(
        () -> {
          if (ended.getCount() == 0) {
            return;
          }
          benchmark.interrupt();
          try {
            if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
              System.err.println(
                  "bin/bench: not all was removed, perhaps you should run bin/sweep");
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "groundtruth-interrupt-benchmark");
  }
}
