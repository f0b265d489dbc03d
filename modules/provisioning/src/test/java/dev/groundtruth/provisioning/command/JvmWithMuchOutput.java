package dev.groundtruth.provisioning.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The main class of a JVM with little memory and a program that writes much. */
final class JvmWithMuchOutput {

  private JvmWithMuchOutput() {}

  /**
   * Runs a script with three dozen secrets and a listener, and leaves what it counted in the file
   * {@code result}: milliseconds, bytes of the log, bytes heard, and the secrets' masks heard.
   *
   * @param arguments the folder to run it in, and the script
   */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    Path folder = Path.of(arguments[0]);
    Redactor redactor = new Redactor();
    for (int i = 0; i < 36; i++) {
      String value = "Secret/" + i + "+" + UUID.nameUUIDFromBytes(new byte[] {(byte) i});
      redactor.register(Secret.of(value));
    }
    AtomicLong heard = new AtomicLong();
    AtomicLong masks = new AtomicLong();
    try (ProcessCommandRunner runner = new ProcessCommandRunner(folder.resolve("logs"), redactor)) {
      CommandResult result =
          runner.run(
              Command.builder("sh", "-c", arguments[1]).directory(folder).build(),
              (channel, line) -> {
                heard.addAndGet(line.length());
                masks.addAndGet(line.equals(Secret.MASK) ? 1 : 0);
              });
      Files.write(
          folder.resolve("result"),
          "%d %d %d %d"
              .formatted(
                  result.duration().toMillis(),
                  Files.size(result.stdoutLog().orElseThrow()),
                  heard.get(),
                  masks.get())
              .getBytes(StandardCharsets.UTF_8));
    }
  }
}
