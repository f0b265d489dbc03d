package dev.groundtruth.localmirror.internal;

import dev.groundtruth.localmirror.RunIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.RunAwareResourceReaper;

/**
 * Containers of a run from which packets are sent: one in each observed network namespace, started
 * when first needed, removed with the run.
 */
public final class Sidecars {

  private static final String PROJECT_PREFIX = "groundtruth-";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final DockerCli docker;
  private final String image;
  private final Map<String, String> labels;
  private final Map<String, String> containers = new ConcurrentHashMap<>();
  private final Map<String, String> networks = new ConcurrentHashMap<>();

  /**
   * Sidecars of a run.
   *
   * @param docker the engine
   * @param image the sidecar image
   * @param labels the run's
   */
  public Sidecars(DockerCli docker, String image, Map<String, String> labels) {
    this.docker = docker;
    this.image = image;
    this.labels = Map.copyOf(labels);
  }

  /**
   * The sidecar in a container's network namespace.
   *
   * @param owner whose namespace it is
   * @return the sidecar's container id
   */
  public String inNamespaceOf(ContainerCondition owner) {
    return containers.computeIfAbsent(
        owner.id() + " " + owner.startedAt(), key -> start("container:" + owner.id()));
  }

  /**
   * A container of its own.
   *
   * @param name distinguishes it
   * @param network a compose network of the run, or a network made for outsiders
   * @return the container's id
   */
  public String outsider(String name, String network) {
    return containers.computeIfAbsent(
        "outsider " + name + " " + network, key -> start(networkId(network)));
  }

  private String networkId(String network) {
    return networks.computeIfAbsent(
        network,
        name -> {
          List<String> found =
              docker
                  .successful(
                      TIMEOUT,
                      List.of(
                          "network",
                          "ls",
                          "--quiet",
                          "--no-trunc",
                          "--filter",
                          "label="
                              + RunIdentity.RUN_LABEL
                              + "="
                              + labels.get(RunIdentity.RUN_LABEL),
                          "--filter",
                          "label=com.docker.compose.network=" + name))
                  .output()
                  .lines()
                  .toList();
          if (!found.isEmpty()) {
            return found.get(0);
          }
          List<String> create = new ArrayList<>(List.of("network", "create"));
          labels.forEach((label, value) -> create.addAll(List.of("--label", label + "=" + value)));
          create.add(PROJECT_PREFIX + labels.get(RunIdentity.RUN_LABEL) + "-" + name);
          return docker.successful(TIMEOUT, create).output().strip();
        });
  }

  @SuppressWarnings("resource") // Lives as long as the run, and is removed with it by its label.
  private String start(String networkMode) {
    RunAwareResourceReaper.install(RunIdentity.RUN_LABEL, PROJECT_PREFIX);
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withNetworkMode(networkMode)
            .withLabels(labels)
            .withCreateContainerCmdModifier(
                create -> {
                  create.withEntrypoint("sleep", "infinity");
                  if (create.getHostConfig() != null) {
                    create.getHostConfig().withInit(true);
                  }
                });
    container.start();
    return container.getContainerId();
  }

  /**
   * The command line by which a process is run in a container, with its standard input.
   *
   * @param container the container's id
   * @param command the command
   * @return the command line
   */
  public static List<String> exec(String container, String... command) {
    return Stream.concat(
            Stream.of("docker", "exec", "--interactive", container), Stream.of(command))
        .toList();
  }
}
