package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.ContainerCondition;
import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.RunContainers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What can be asked of the services of a running mirror, and done to them. */
final class MirrorServices {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final DockerCli docker;
  private final RunContainers containers;
  private final RunFolder folder;
  private final StartFailures failures;
  private final Duration startupTimeout;

  MirrorServices(
      DockerCli docker,
      RunContainers containers,
      RunFolder folder,
      StartFailures failures,
      Duration startupTimeout) {
    this.docker = docker;
    this.containers = containers;
    this.folder = folder;
    this.failures = failures;
    this.startupTimeout = startupTimeout;
  }

  String gateway(String service) {
    return docker
        .inspect(
            containers.namespaceOwner(service).id(),
            "{{range .NetworkSettings.Networks}}{{.Gateway}}{{println}}{{end}}")
        .stream()
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("The network of " + service + " has no gateway"));
  }

  List<PublishedPort> publishedPorts() {
    List<PublishedPort> published = new ArrayList<>();
    for (ContainerCondition container : containers.all()) {
      docker
          .inspect(
              container.id(),
              "{{range $port, $bindings := .NetworkSettings.Ports}}{{range $bindings}}{{.HostIp}} {{.HostPort}} {{$port}}{{println}}{{end}}{{end}}")
          .stream()
          .map(line -> line.split(" ", -1))
          .forEach(
              parts ->
                  published.add(
                      new PublishedPort(
                          container.service(),
                          parts[0],
                          Integer.parseInt(parts[1]),
                          Integer.parseInt(parts[2].replaceFirst("/.*", "")))));
    }
    return List.copyOf(published);
  }

  String execute(String service, byte[] input, String... command) {
    List<String> arguments =
        new ArrayList<>(List.of("exec", "--interactive", containers.of(service).id()));
    arguments.addAll(List.of(command));
    DockerCli.Output output = docker.run(TIMEOUT, Map.of(), null, input, arguments);
    if (!output.succeeded()) {
      throw new IllegalStateException(
          folder.redacted(
              "%s in %s ended with code %d: %s"
                  .formatted(command[0], service, output.exitCode(), output.errors().strip())));
    }
    return output.output();
  }

  Map<String, String> failingServiceLogs() {
    Map<String, String> logs = new TreeMap<>();
    for (ContainerCondition container : containers.all()) {
      if (container.failed()) {
        logs.put(container.service(), logs(container.service()));
      }
    }
    return logs;
  }

  String logs(String service) {
    DockerCli.Output output =
        docker.successful(TIMEOUT, List.of("logs", containers.of(service).id()));
    return folder.redacted(output.output() + output.errors());
  }

  void stop(String service) {
    docker.successful(Duration.ofMinutes(2), List.of("stop", containers.of(service).id()));
  }

  void start(String service) {
    docker.successful(TIMEOUT, List.of("start", containers.of(service).id()));
    Instant end = Instant.now().plus(startupTimeout);
    ContainerCondition condition = containers.of(service);
    while (!condition.status().equals("running") || condition.health().equals("starting")) {
      if (condition.failed() || Instant.now().isAfter(end)) {
        break;
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MirrorStartException("Interrupted while waiting for " + service, e);
      }
      condition = containers.of(service);
    }
    if (!condition.status().equals("running")
        || !(condition.health().isEmpty() || condition.health().equals("healthy"))) {
      throw new MirrorStartException(failures.diagnosis(service + " did not start again"));
    }
  }

  List<ImageFact> imageFacts() {
    List<ContainerCondition> conditions = containers.all();
    List<ImageFact> facts = new ArrayList<>();
    Map<String, String> digests = new LinkedHashMap<>();
    Map<String, String> standsIn = new LinkedHashMap<>();
    List<String> command =
        new ArrayList<>(
            List.of(
                "image",
                "inspect",
                "--format",
                "{{.Id}}\t{{if .RepoDigests}}{{index .RepoDigests 0}}{{end}}\t{{index .Config.Labels \""
                    + SidecarImage.STANDS_IN_FOR_LABEL
                    + "\"}}"));
    conditions.stream().map(ContainerCondition::imageId).distinct().forEach(command::add);
    for (String line : docker.successful(TIMEOUT, command).output().lines().toList()) {
      String[] columns = line.split("\t", -1);
      digests.put(columns[0], columns[1].isEmpty() ? columns[0] : columns[1]);
      standsIn.put(columns[0], columns[2].equals("<no value>") ? "" : columns[2]);
    }
    for (ContainerCondition condition : conditions) {
      String original = standsIn.getOrDefault(condition.imageId(), "");
      facts.add(
          new ImageFact(
              condition.service(),
              condition.imageReference(),
              digests.getOrDefault(condition.imageId(), condition.imageId()),
              original.isEmpty() ? Optional.empty() : Optional.of(original)));
    }
    facts.sort(Comparator.comparing(ImageFact::service));
    return facts;
  }
}
