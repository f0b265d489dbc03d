package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.DockerThings;
import dev.groundtruth.localmirror.internal.RunContainers;
import dev.groundtruth.localmirror.internal.Sidecars;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A compose project that runs for as long as this object is open: started by Testcontainers,
 * labelled with its run, with ports, secrets and rules of its own, so that any number of them run
 * side by side.
 *
 * <pre>{@code
 * try (ComposeMirror mirror =
 *     ComposeMirror.of(Path.of("compose/compose.yaml"))
 *         .securityGroups(Path.of("compose/security-groups.json"))
 *         .awaitHealthy("load-balancer")
 *         .build()) {
 *   mirror.start();
 *   mirror.vantage("web-a").probe(...);
 * }
 * }</pre>
 *
 * <p>Everything can be called from any thread; {@link #close()} while {@link #start()} is under way
 * ends the start.
 */
public final class ComposeMirror implements AutoCloseable {

  /** The property that fixes the published port; without it a free one is chosen. */
  public static final String PORT_PROPERTY = "groundtruth.port";

  private final MirrorSettings settings;
  private final RunContainers containers;
  private final RunFolder folder;
  private final MirrorServices services;
  private final PortChoice port;
  private final MirrorStart start;
  private final MirrorLifecycle lifecycle;
  private final MirrorVantages vantages;
  private final MirrorRemoval removal;

  private ComposeMirror(MirrorSettings settings) {
    this.settings = settings;
    RunIdentity run = settings.run();
    DockerCli docker = new DockerCli(settings.commands());
    TimedProgress progress = new TimedProgress(settings.progress());
    Closing closing = new Closing(run);
    containers = new RunContainers(docker, run.id());
    folder = new RunFolder(settings.workFolder());
    StartFailures failures =
        new StartFailures(docker, containers, settings.project(), folder::redacted);
    services = new MirrorServices(docker, containers, folder, failures, settings.startupTimeout());
    port = new PortChoice(docker, settings.port());
    ContainerStart containerStart =
        new ContainerStart(settings, containers, failures, progress, closing);
    ImageProvision provision =
        new ImageProvision(
            docker, settings.ledger().home().resolve("images"), progress, folder::redacted);
    start =
        new MirrorStart(
            settings, docker, folder, port, provision, containerStart, progress, closing);
    vantages =
        new MirrorVantages(
            docker,
            containers,
            new Sidecars(docker, settings.sidecarImage(), run.labels()),
            settings.sidecarImage());
    removal = new MirrorRemoval(settings, new DockerThings(docker));
    lifecycle =
        new MirrorLifecycle(settings, start, containerStart, vantages, removal, progress, closing);
  }

  /**
   * A mirror of a compose project.
   *
   * @param composeFile the compose file; its folder is the project's folder
   * @return a builder
   */
  public static Builder of(Path composeFile) {
    return new Builder(composeFile.toAbsolutePath().normalize());
  }

  /** Says what is to be started, and how. */
  public static final class Builder extends MirrorBuilder<Builder> {

    private Builder(Path composeFile) {
      super(composeFile);
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * The mirror, not started yet.
     *
     * @return the mirror
     */
    public ComposeMirror build() {
      return new ComposeMirror(settings());
    }
  }

  /**
   * Starts everything and waits until the awaited services are there. If that fails, everything of
   * the run is removed before the exception is thrown.
   *
   * @throws DockerUnavailableException if Docker is not as it has to be
   * @throws dev.groundtruth.network.securitygroups.MalformedSecurityGroupsException if the security
   *     groups are malformed; nothing was started then
   * @throws MirrorStartException if the start fails
   * @throws IllegalStateException if it was started or closed before
   */
  public void start() {
    lifecycle.start();
  }

  /**
   * The identity of this run.
   *
   * @return the identity
   */
  public RunIdentity run() {
    return settings.run();
  }

  /**
   * The published port on loopback.
   *
   * @return the port; 0 before the start
   */
  public int port() {
    return port.chosen();
  }

  /**
   * Which images were chosen.
   *
   * @return the choice
   */
  public ImageChoice images() {
    return start.images();
  }

  /**
   * The run's folder, with the secrets and the rules.
   *
   * @return an absolute path; the folder is gone after {@link #close()}
   */
  public Path workFolder() {
    return folder.path();
  }

  /**
   * A secret that was generated for this run.
   *
   * @param folder the secret's folder
   * @param name the secret's file
   * @return its content
   * @throws UncheckedIOException if it cannot be read
   */
  public String secret(String folder, String name) {
    return this.folder.secret(folder, name);
  }

  /**
   * The container of a service.
   *
   * @param service the compose service
   * @return its id
   * @throws IllegalArgumentException if there is no such service
   */
  public String containerId(String service) {
    return containers.of(service).id();
  }

  /**
   * The addresses of a service: those of the container whose network namespace it is in.
   *
   * @param service the compose service
   * @return addresses, IPv4 first
   */
  public List<String> addresses(String service) {
    return containers.namespaceOwner(service).addresses();
  }

  /**
   * The address of the host on a network of the mirror: where packets of the host's own programs
   * come from.
   *
   * @param service the compose service whose network it is
   * @return the network's gateway
   */
  public String gateway(String service) {
    return services.gateway(service);
  }

  /**
   * What the host publishes of this mirror.
   *
   * @return every published port of every service
   */
  public List<PublishedPort> publishedPorts() {
    return services.publishedPorts();
  }

  /**
   * Runs a program in a service's container.
   *
   * @param service the compose service
   * @param input what the program reads; secrets go this way, not into the arguments
   * @param command the program and its arguments
   * @return what it wrote to its standard output
   * @throws IllegalStateException if it does not end with code 0; the message has what it wrote to
   *     its standard error, with this run's secrets masked
   */
  public String execute(String service, byte[] input, String... command) {
    return services.execute(service, input, command);
  }

  /**
   * The logs of the services that do not run as they should at this moment.
   *
   * @return what each has logged, by its name; empty when all is well
   */
  public Map<String, String> failingServiceLogs() {
    return services.failingServiceLogs();
  }

  /**
   * Everything a service has logged.
   *
   * @param service the compose service
   * @return its standard output, then its standard error, with this run's secrets masked
   */
  public String logs(String service) {
    return services.logs(service);
  }

  /**
   * Stops a service as {@code docker stop} does: a signal, and time to end.
   *
   * @param service the compose service
   */
  public void stop(String service) {
    services.stop(service);
  }

  /**
   * Starts a stopped service, and waits until it is healthy.
   *
   * @param service the compose service
   * @throws MirrorStartException if it does not become healthy
   */
  public void start(String service) {
    services.start(service);
  }

  /**
   * Which image each service runs.
   *
   * @return a fact for each service, in the order of their names
   */
  public List<ImageFact> imageFacts() {
    return services.imageFacts();
  }

  /**
   * The place from which a service's packets leave.
   *
   * @param service the compose service
   * @return a vantage in the service's network namespace
   */
  public ContainerVantage vantage(String service) {
    return vantages.of(service);
  }

  /**
   * A place with no security group: a container of its own.
   *
   * @param name what the vantage is called
   * @param network a network of the compose files, or another name for a network that is made for
   *     it
   * @return a vantage in that container; the same one for the same name
   */
  public ContainerVantage outsider(String name, String network) {
    return vantages.outsider(name, network);
  }

  /**
   * Where canaries can be opened in a service's network namespace.
   *
   * @param service the compose service
   * @return the host of the canaries
   */
  public ContainerCanaryHost canaries(String service) {
    return vantage(service).canaryHost();
  }

  /**
   * A way for this JVM to what only a service can reach.
   *
   * @param service the compose service through whose network namespace the connections go
   * @param host the host, by a name or address the service knows
   * @param targetPort the TCP port
   * @return an open tunnel; closed with the mirror at the latest
   */
  public Tunnel tunnel(String service, String host, int targetPort) {
    return vantages.tunnel(service, host, targetPort);
  }

  /**
   * A command line that removes everything of this run.
   *
   * @return a line for a POSIX shell
   */
  public String removalCommand() {
    return removal.command();
  }

  /**
   * Leaves everything running after {@link #close()}, until the run expires or {@link
   * #removalCommand()} is called.
   */
  public void keep() {
    lifecycle.keep();
  }

  /**
   * Removes the containers, networks, volumes and files of the run, unless it is kept. Ends a start
   * that is under way. Calling it again, or at the same time, does no harm.
   *
   * @throws LeftoverException if something is left; the message names it
   */
  @Override
  public void close() {
    lifecycle.close();
  }

  @Override
  public String toString() {
    return "mirror of run " + settings.run().id() + " on port " + port.chosen();
  }
}
