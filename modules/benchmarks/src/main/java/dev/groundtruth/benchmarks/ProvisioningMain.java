package dev.groundtruth.benchmarks;

import dev.groundtruth.provisioning.command.ToolCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code bin/bench provisioning [--pairs N]}. Ends with 0 when all targets are met, 1 when one is
 * not, 2 when the command line cannot be understood, 3 when it could not be measured.
 */
final class ProvisioningMain {

  private static final int NOT_MET = 1;
  private static final int USAGE = 2;
  private static final int FAILED = 3;

  private ProvisioningMain() {}

  /** Measures with the newest Terraform of the tool cache, or with that on the PATH. */
  public static void main(String[] words) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(List.of(words), Provisioning.PAIRS);
    } catch (Arguments.UsageException e) {
      System.err.println("bin/bench " + Provisioning.NAME + ": " + e.getMessage());
      System.exit(USAGE);
      return;
    }
    Optional<Path> binary = binary();
    if (binary.isEmpty()) {
      System.err.println(
          "bin/bench "
              + Provisioning.NAME
              + ": there is no Terraform, perhaps you should run"
              + " bin/setup --for dev");
      System.exit(FAILED);
      return;
    }
    int code = FAILED;
    try {
      Provisioning.Outcome outcome = new Provisioning(binary.get(), System.out).run(arguments);
      System.out.println();
      System.out.println(outcome.comparison().line());
      code = outcome.isMet() ? 0 : NOT_MET;
    } catch (InterruptedException e) {
      System.err.println("bin/bench " + Provisioning.NAME + ": interrupted");
    } catch (IOException | RuntimeException e) {
      System.err.println("bin/bench " + Provisioning.NAME + ": " + e.getMessage());
    }
    System.exit(code);
  }

  private static Optional<Path> binary() {
    Stream<Path> candidates =
        Stream.concat(
            Stream.of(ToolCache.folder().resolve("terraform/1.13.3/terraform")),
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(entry -> Path.of(entry, "terraform")));
    return candidates.filter(Files::isExecutable).findFirst();
  }
}
