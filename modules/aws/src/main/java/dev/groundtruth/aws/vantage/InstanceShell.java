package dev.groundtruth.aws.vantage;

import dev.groundtruth.aws.AwsClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Programs on an instance, run as root by Systems Manager's Run Command. What they are given is
 * kept by AWS in the history of commands: no secret may be among it.
 */
public final class InstanceShell {

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final String instanceId;
  private final RunCommand commands;

  /**
   * Programs on one instance.
   *
   * @param clients the way to its region
   * @param instanceId its id
   */
  public InstanceShell(AwsClients clients, String instanceId) {
    this(new RunCommand(clients.sdk().ssm(), PAUSE), instanceId);
  }

  InstanceShell(RunCommand commands, String instanceId) {
    this.commands = commands;
    this.instanceId = instanceId;
  }

  /**
   * Runs a program.
   *
   * @param command the program and its arguments
   * @param input what it reads from its standard input
   * @param timeout how long it may run
   * @return what it wrote to its standard output, whole
   * @throws IllegalStateException if it could not be run, or did not end with code 0; says what it
   *     wrote to its standard error
   */
  public String run(List<String> command, String input, Duration timeout) {
    String words = command.stream().map(Scripts::quoted).collect(Collectors.joining(" "));
    String encoded = Base64.getEncoder().encodeToString(input.getBytes(StandardCharsets.UTF_8));
    // Run Command shows little of an output, so it is compressed.
    String script =
        """
        set -eu
        output=$(mktemp)
        trap 'rm -f "$output"' EXIT
        echo %s | base64 -d | %s > "$output"
        gzip -c "$output" | base64 | tr -d '\\n'
        """
            .formatted(encoded, words);
    try {
      return Scripts.unpacked(commands.run(instanceId, script, timeout));
    } catch (RunCommand.FailedException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "%s on %s failed: %s".formatted(command.get(0), instanceId, e.getMessage()), e);
    }
  }
}
