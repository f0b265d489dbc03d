package dev.groundtruth.localmirror.internal;

import dev.groundtruth.localmirror.RunIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The compose containers of one run, as Docker sees them at the moment of asking. */
public final class RunContainers {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String SHARED_NETWORK = "container:";

  private final DockerCli docker;
  private final String run;

  /**
   * Containers of a run.
   *
   * @param docker the engine
   * @param run the run's id
   */
  public RunContainers(DockerCli docker, String run) {
    this.docker = docker;
    this.run = run;
  }

  /**
   * How all of them are.
   *
   * @return their conditions; none before they are made
   */
  public List<ContainerCondition> all() {
    List<String> ids =
        docker
            .run(
                TIMEOUT,
                "ps",
                "--all",
                "--quiet",
                "--no-trunc",
                "--filter",
                "label=" + RunIdentity.RUN_LABEL + "=" + run,
                "--filter",
                "label=com.docker.compose.container-number")
            .output()
            .lines()
            .toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    List<String> command = new ArrayList<>(List.of("inspect"));
    command.addAll(ids);
    List<ContainerCondition> conditions = new ArrayList<>();
    String inspected = docker.run(TIMEOUT, command).output();
    JsonMapper.shared()
        .readTree(inspected.isBlank() ? "[]" : inspected)
        .forEach(container -> conditions.add(ContainerCondition.of(container)));
    return conditions;
  }

  /**
   * How one of them is.
   *
   * @param service the compose service
   * @return its condition
   * @throws IllegalArgumentException if there is no such service
   */
  public ContainerCondition of(String service) {
    List<ContainerCondition> conditions = all();
    return conditions.stream()
        .filter(condition -> condition.service().equals(service))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no service \"%s\", perhaps you should name one of %s"
                        .formatted(
                            service,
                            conditions.stream()
                                .map(ContainerCondition::service)
                                .sorted()
                                .toList())));
  }

  /**
   * The container whose network namespace a service is in: with {@code network_mode: service:...}
   * it has no network of its own but shares another one's.
   *
   * @param service the compose service
   * @return its own condition, or that of the other one
   */
  public ContainerCondition namespaceOwner(String service) {
    ContainerCondition condition = of(service);
    if (!condition.networkMode().startsWith(SHARED_NETWORK)) {
      return condition;
    }
    String owner = condition.networkMode().substring(SHARED_NETWORK.length());
    return all().stream()
        .filter(candidate -> candidate.id().equals(owner))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The container whose network %s shares is gone".formatted(service)));
  }
}
