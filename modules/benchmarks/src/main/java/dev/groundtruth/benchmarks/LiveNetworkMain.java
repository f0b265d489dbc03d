package dev.groundtruth.benchmarks;

import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code bin/bench live-network [--pairs N]}. Ends with 0 when all targets are met, 1 when one is
 * not, 2 when the command line cannot be understood, 3 when it could not be measured.
 */
final class LiveNetworkMain {

  private static final int NOT_MET = 1;
  private static final int USAGE = 2;
  private static final int FAILED = 3;

  private LiveNetworkMain() {}

  /** Starts an emulator, measures, and removes it. */
  public static void main(String[] words) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(List.of(words));
    } catch (Arguments.UsageException e) {
      System.err.println("bin/bench " + LiveReading.NAME + ": " + e.getMessage());
      System.exit(USAGE);
      return;
    }
    if (!isOnPath("aws")) {
      System.err.println(
          "bin/bench "
              + LiveReading.NAME
              + ": there is no AWS CLI to compare with, perhaps you should install awscli");
      System.exit(FAILED);
      return;
    }
    int code = FAILED;
    try {
      LiveReading.Outcome outcome = measured(arguments);
      System.out.println();
      System.out.println(outcome.figure().line());
      System.out.printf(
          "%d cores, Java %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version());
      System.out.println(outcome.comparison().line());
      code = outcome.isMet() ? 0 : NOT_MET;
    } catch (InterruptedException e) {
      System.err.println("bin/bench " + LiveReading.NAME + ": interrupted");
    } catch (IOException | RuntimeException e) {
      System.err.println("bin/bench " + LiveReading.NAME + ": " + e.getMessage());
    }
    System.exit(code);
  }

  private static LiveReading.Outcome measured(Arguments arguments)
      throws IOException, InterruptedException {
    Path logs = Files.createTempDirectory("groundtruth-bench-");
    ProcessCommandRunner commands = new ProcessCommandRunner(logs, new Redactor());
    try (Emulator emulator = Emulator.builder(commands).start()) {
      System.out.printf("%s %s%n", emulator.product(), emulator.version());
      return new LiveReading(emulator.endpoint(), commands, System.out).run(arguments);
    } finally {
      Provisioning.remove(logs);
    }
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
