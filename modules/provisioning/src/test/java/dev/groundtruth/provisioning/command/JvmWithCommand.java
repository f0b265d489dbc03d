package dev.groundtruth.provisioning.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The main class of JVMs that tests end while a command runs. */
final class JvmWithCommand {

  private JvmWithCommand() {}

  /**
   * Runs a script.
   *
   * @param arguments the folder to run it in, the script, and {@code plain} to start it in no
   *     session of its own
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    SessionLeader leader =
        List.of(arguments).contains("plain")
            ? new SessionLeader(Optional.empty())
            : SessionLeader.find();
    try (ProcessCommandRunner runner =
        new ProcessCommandRunner(folder.resolve("logs"), new Redactor(), leader)) {
      runner
          .closeOnShutdown()
          .run(Command.builder("sh", "-c", arguments[1]).directory(folder).build());
    }
  }

  /** The words that start such a JVM. */
  static List<String> words(Class<?> main, List<String> options, List<String> arguments) {
    return java.util.stream.Stream.of(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            options,
            List.of("-cp", System.getProperty("java.class.path"), main.getName()),
            arguments)
        .flatMap(List::stream)
        .toList();
  }
}
