package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.PortSweep;
import dev.groundtruth.probing.Probe;
import dev.groundtruth.probing.ProbeScript;
import dev.groundtruth.probing.Vantage;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A place in a container's network namespace, from which packets leave as the container's own do.
 */
public final class ContainerVantage implements Vantage {

  /** How long starting the program in the container may take, beside the probes themselves. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private static final Duration SWEEP_TIMEOUT = Duration.ofMinutes(10);

  /** How many probes the program has under way at once. */
  private static final int AT_ONCE = 256;

  private final String name;
  private final DockerCli docker;
  private final String container;

  ContainerVantage(String name, DockerCli docker, String container) {
    this.name = name;
    this.docker = docker;
    this.container = container;
  }

  /**
   * A container that this library did not start. It needs what {@link SidecarImage} has.
   *
   * @param commands runs the {@code docker} command
   * @param name what it is called in flows and reports
   * @param container its id or name
   * @return the vantage
   */
  public static ContainerVantage of(CommandRunner commands, String name, String container) {
    return new ContainerVantage(name, new DockerCli(commands), container);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * The container that sends the packets.
   *
   * @return its id
   */
  public String containerId() {
    return container;
  }

  /**
   * The address its packets come from.
   *
   * @return the container's first IPv4 address
   * @throws IllegalStateException if the container shares another one's network or has no address
   */
  public String address() {
    return docker
        .inspect(container, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{println}}{{end}}")
        .stream()
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("The vantage " + name + " has no address of its own"));
  }

  @Override
  public List<Observation> probe(List<Probe> probes) {
    if (probes.isEmpty()) {
      return List.of();
    }
    Duration longest =
        probes.stream().map(Probe::timeout).max(Duration::compareTo).orElse(Duration.ZERO);
    Duration timeout = longest.multipliedBy(1 + probes.size() / AT_ONCE).plus(MARGIN);
    String output = "";
    String failure = "";
    try {
      DockerCli.Output answer =
          docker.run(
              timeout,
              Map.of(),
              null,
              ProbeScript.input(probes).getBytes(StandardCharsets.UTF_8),
              List.of("exec", "--interactive", container, "probe"));
      output = answer.output();
      if (!answer.succeeded()) {
        failure =
            "probe in %s ended with code %d: %s"
                .formatted(name, answer.exitCode(), answer.errors().strip());
      }
    } catch (DockerCli.FailedException | DockerCli.NotInstalledException e) {
      failure = String.valueOf(e.getMessage());
    }
    return ProbeScript.observations(probes, output, failure);
  }

  /**
   * Looks at every port of a host with nmap: the slow second opinion.
   *
   * @return sweeps from this vantage; they throw {@link IllegalStateException} if nmap fails
   */
  public PortSweep portSweep() {
    return PortSweep.nmap(
        command -> {
          List<String> arguments = new ArrayList<>(List.of("exec", container));
          arguments.addAll(command);
          DockerCli.Output output = docker.run(SWEEP_TIMEOUT, arguments);
          if (!output.succeeded()) {
            throw new IllegalStateException(
                "nmap in %s ended with code %d: %s"
                    .formatted(name, output.exitCode(), output.errors().strip()));
          }
          return output.output();
        });
  }

  /**
   * Where canaries can be opened in this namespace.
   *
   * @return the host of the canaries
   */
  public ContainerCanaryHost canaryHost() {
    return new ContainerCanaryHost(name, container);
  }

  @Override
  public String toString() {
    return name;
  }
}
