package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Probe;
import dev.groundtruth.probing.ProbeScript;
import dev.groundtruth.probing.Vantage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A place in a container's network namespace, from which packets leave as the container's own do.
 */
public final class ContainerVantage implements Vantage {

  /** How long starting the program in the container may take, beside the probes themselves. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

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
        .successful(
            MARGIN,
            List.of(
                "inspect",
                "--format",
                "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{println}}{{end}}",
                container))
        .output()
        .lines()
        .filter(line -> !line.isBlank())
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
   * Looks at all TCP ports of a host, half open, as fast as they answer or stay silent.
   *
   * @param host a name the vantage knows, or an address
   * @return what every port did
   * @throws IllegalStateException if nmap cannot be run or does not say
   */
  public PortSweep sweep(String host) {
    return sweep(host, PortSet.of(0).complement());
  }

  /**
   * Looks at TCP ports of a host, half open, as fast as they answer or stay silent.
   *
   * @param host a name the vantage knows, or an address
   * @param ports which ports
   * @return what every port did
   * @throws IllegalStateException if nmap cannot be run or does not say
   */
  public PortSweep sweep(String host, PortSet ports) {
    return PortSweep.with(docker, this, host, ports);
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
