package dev.groundtruth.benchmarks;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.OutputListener;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Hears a command that prints 1 GiB, and tells how many lines came. Run in a JVM whose whole heap
 * is the limit, so that reaching the end shows that it was not exceeded.
 */
final class GibibyteMain {

  private GibibyteMain() {}

  /** The first word is the folder for the logs; nothing is left in it. */
  public static void main(String[] words) throws InterruptedException {
    Redactor redactor =
        new Redactor(
            IntStream.range(0, 20).mapToObj(n -> Secret.of("not-in-the-output-" + n)).toList());
    AtomicLong lines = new AtomicLong();
    OutputListener counting = (channel, line) -> lines.incrementAndGet();
    try (ProcessCommandRunner runner = new ProcessCommandRunner(Path.of(words[0]), redactor)) {
      long from = System.nanoTime();
      // 128 bytes a line
      Command command =
          Command.builder(
                  "sh", "-c", "yes " + "0123456789abcde".repeat(8) + "0123456 | head -c 1073741824")
              .build();
      runner.run(command, counting);
      System.out.printf("%d %d%n", lines.get(), (System.nanoTime() - from) / 1_000_000);
    }
  }
}
