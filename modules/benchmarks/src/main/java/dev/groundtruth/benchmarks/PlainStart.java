package dev.groundtruth.benchmarks;

import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same compose project started by {@code docker compose up --wait --detach}, by nobody else.
 */
final class PlainStart {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** Compose ends its own children before it ends. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final CommandRunner commands;
  private final RunIdentity run;
  private final List<String> compose;
  private final Path work;

  /**
   * Plain starts.
   *
   * @param commands runs the {@code docker} command
   * @param run labels what is started
   * @param files the compose files
   * @param work a folder for the secrets
   */
  PlainStart(CommandRunner commands, RunIdentity run, List<Path> files, Path work) {
    this.commands = commands;
    this.run = run;
    this.work = work;
    List<String> words = new ArrayList<>(List.of("compose"));
    for (Path file : files) {
      words.add("--file");
      words.add(file.toString());
    }
    words.add("--project-name");
    words.add("groundtruth-" + run.id());
    this.compose = List.copyOf(words);
  }

  /** Starts from scratch, measures, and removes everything again. */
  Start measure() throws InterruptedException, IOException {
    Map<String, String> environment = new HashMap<>(run.environment());
    environment.put("GROUNDTRUTH_SECRETS", secrets().toString());
    environment.put("GROUNDTRUTH_PORT", Integer.toString(freePort()));
    try {
      Instant began = Instant.now();
      long from = System.nanoTime();
      commands.run(command(environment, "up", "--wait", "--detach", "--no-build", "--pull=never"));
      Duration time = Duration.ofNanos(System.nanoTime() - from);
      return new Start(time, Milestone.ofContainers(commands, run.id(), began));
    } finally {
      // Who interrupts wants it to end soon, not to leave containers behind.
      boolean interrupted = Thread.interrupted();
      commands.run(command(environment, "down", "--volumes", "--timeout=2"));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Command command(Map<String, String> environment, String... arguments) {
    return Milestone.docker(compose.toArray(String[]::new))
        .arguments(arguments)
        .environment(environment)
        .timeout(TIMEOUT)
        .grace(GRACE)
        .build();
  }

  /** Secrets nobody has used before. */
  private Path secrets() throws IOException {
    Path secrets =
        Files.createTempDirectory(
            work,
            "secrets",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (String folder : List.of("wordpress", "database", "load-balancer")) {
      Files.createDirectory(secrets.resolve(folder));
    }
    return secrets;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
