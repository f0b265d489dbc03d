package dev.groundtruth.aws.emulator;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandFailedException;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The {@code docker} command. */
final class Docker {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final CommandRunner commands;

  Docker(CommandRunner commands) {
    this.commands = commands;
  }

  CommandRunner commands() {
    return commands;
  }

  /**
   * Runs a command.
   *
   * @return what it wrote
   * @throws CommandFailedException if it fails
   */
  String run(List<String> arguments) {
    return run(TIMEOUT, "", arguments);
  }

  String run(String... arguments) {
    return run(List.of(arguments));
  }

  String run(Duration timeout, String input, List<String> arguments) {
    Command command =
        Command.builder("docker")
            .arguments(arguments)
            .inherit("*")
            .stdin(input.getBytes(StandardCharsets.UTF_8))
            .timeout(timeout)
            .installation("run bin/setup --for emulated")
            .build();
    try {
      return commands.run(command).stdout();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("Interrupted during " + command, e);
    }
  }

  /** The last lines that a container wrote to either output. */
  String logs(String container) {
    StringBuilder lines = new StringBuilder();
    Command command =
        Command.builder("docker")
            .arguments("logs", "--tail", "30", container)
            .inherit("*")
            .timeout(TIMEOUT)
            .build();
    try {
      commands.run(
          command,
          (channel, line) -> {
            synchronized (lines) {
              lines.append("  ").append(line).append('\n');
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CommandFailedException e) {
      return "  nothing: " + e.getMessage();
    }
    synchronized (lines) {
      return lines.toString();
    }
  }

  boolean hasImage(String reference) {
    return !run("images", "--quiet", reference).isBlank();
  }
}
