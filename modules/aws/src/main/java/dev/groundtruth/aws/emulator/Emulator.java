package dev.groundtruth.aws.emulator;

import dev.groundtruth.localmirror.ContainerVantage;
import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.localmirror.SidecarImage;
import dev.groundtruth.localmirror.Sweep;
import dev.groundtruth.localmirror.SweepReport;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * An emulated AWS account: started here as a container, or found by its endpoint.
 *
 * <p>One that was started here runs EC2 instances of registered images and ECS tasks as containers
 * in a Docker network that plays the VPC, each behind a network interface of its own that enforces
 * its security groups. Everything of it carries the labels of its run, is in the ledger before it
 * exists, and is removed by {@link #close()} or, if the process is killed, by the next {@link
 * Sweep}.
 *
 * <pre>{@code
 * try (Emulator emulator = Emulator.builder(commands).start()) {
 *   EmulatedSettings.of(emulator.endpoint()).write(terraform.directory());
 *   ...
 * }
 * }</pre>
 */
public final class Emulator implements AutoCloseable {

  /** The property that names the endpoint of an emulator that runs already. */
  public static final String ENDPOINT_PROPERTY = "groundtruth.aws.endpoint";

  private final URI endpoint;
  private final EmulatorIdentity identity;
  private final Optional<Started> started;
  private final Optional<Ec2Client> client;
  private final Optional<SecurityGroupEnforcer> enforcer;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What was started here and has to be removed. */
  record Started(
      CommandRunner commands, RunLedger ledger, RunIdentity run, String network, String cidr) {}

  Emulator(
      URI endpoint,
      EmulatorIdentity identity,
      Optional<Started> started,
      Optional<Ec2Client> client,
      Optional<SecurityGroupEnforcer> enforcer) {
    this.endpoint = endpoint;
    this.identity = identity;
    this.started = started;
    this.client = client;
    this.enforcer = enforcer;
  }

  /**
   * An emulator to be started.
   *
   * @param commands runs the {@code docker} command
   * @return its settings
   */
  public static EmulatorBuilder builder(CommandRunner commands) {
    return new EmulatorBuilder(commands);
  }

  /**
   * An emulator that runs already, of whichever kind. Closing it does nothing.
   *
   * @param endpoint where its API is
   * @return the emulator
   * @throws EmulatorException if nobody answers there
   */
  public static Emulator at(URI endpoint) {
    return new Emulator(
        endpoint,
        EmulatorIdentity.ask(endpoint, Duration.ofSeconds(10)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Where its API is, for this machine.
   *
   * @return an address of HTTP
   */
  public URI endpoint() {
    return endpoint;
  }

  /**
   * What it calls itself.
   *
   * @return a name, {@code unknown} if it was found by its endpoint and does not say
   */
  public String product() {
    return identity.product();
  }

  /**
   * Its version.
   *
   * @return a version, {@code unknown} if it was found by its endpoint and does not say
   */
  public String version() {
    return identity.version();
  }

  /**
   * What it does otherwise than AWS, as far as it is known.
   *
   * @return the gaps; none if it was found by its endpoint and does not say
   */
  public List<Gap> gaps() {
    return identity.gaps();
  }

  /**
   * The block of addresses that a VPC must have for its instances and tasks to be in it.
   *
   * @return a block in CIDR notation; empty if the emulator was not started here
   */
  public Optional<String> vpcCidr() {
    return started.map(Started::cidr);
  }

  /**
   * The Docker network that plays the VPC.
   *
   * @return its name; empty if the emulator was not started here
   */
  public Optional<String> network() {
    return started.map(Started::network);
  }

  /**
   * The run that everything of it is labelled with.
   *
   * @return the run; empty if the emulator was not started here
   */
  public Optional<RunIdentity> run() {
    return started.map(Started::run);
  }

  /**
   * A network interface of what runs in the emulated VPC, from which packets leave as its own do.
   *
   * @param name what it is called in flows and reports
   * @param networkInterface its id
   * @return the vantage
   * @throws IllegalStateException if the emulator was not started here
   */
  public ContainerVantage vantage(String name, String networkInterface) {
    return ContainerVantage.of(startedHere().commands(), name, networkInterface);
  }

  /**
   * Starts a container in the emulated VPC that no security group knows: what is outside the stack,
   * and kept out by rules alone. It goes with the emulator.
   *
   * @param name what it is called in flows and reports
   * @return where its packets leave from
   * @throws IllegalStateException if the emulator was not started here
   */
  public ContainerVantage outsider(String name) {
    Started here = startedHere();
    List<String> command = new ArrayList<>(List.of("run", "--detach", "--init"));
    here.run()
        .labels()
        .forEach((label, value) -> command.addAll(List.of("--label", label + "=" + value)));
    command.addAll(
        List.of("--network", here.network(), SidecarImage.REFERENCE, "sleep", "infinity"));
    String container = new Docker(here.commands()).run(command).strip();
    return ContainerVantage.of(here.commands(), name, container);
  }

  /**
   * The address that this machine sends from into the emulated VPC.
   *
   * @return Docker's gateway
   * @throws IllegalStateException if the emulator was not started here
   */
  public String gateway() {
    return EmulatorBuilder.gateway(startedHere().cidr());
  }

  private Started startedHere() {
    return started.orElseThrow(
        () ->
            new IllegalStateException(
                "The emulator at %s was not started here, perhaps you should leave %s away"
                    .formatted(endpoint, ENDPOINT_PROPERTY)));
  }

  /**
   * Makes a machine image of a container image: instances of it are containers.
   *
   * @param name the name of the machine image, which nobody else has
   * @param reference the container image, which this machine's Docker has
   * @return the machine image's id
   * @throws IllegalStateException if the emulator was not started here
   */
  public String registerImage(String name, String reference) {
    Ec2Client ec2 =
        client.orElseThrow(
            () ->
                new IllegalStateException(
                    "Images of containers are of emulators that were started here, perhaps you should"
                        + " register "
                        + name
                        + " at "
                        + endpoint
                        + " by its own means"));
    return ec2.registerImage(
            r ->
                r.name(name)
                    .imageLocation(reference)
                    .architecture("x86_64")
                    .virtualizationType("hvm"))
        .imageId();
  }

  /**
   * Removes everything of an emulator that was started here: itself, its instances and tasks, and
   * the network.
   *
   * @throws EmulatorException if something is left; the run stays in the ledger then
   */
  @Override
  public void close() {
    if (started.isPresent() && closed.compareAndSet(false, true)) {
      enforcer.ifPresent(SecurityGroupEnforcer::close);
      remove(started.get());
    }
  }

  static void remove(Started started) {
    SweepReport report = new Sweep(started.commands(), started.ledger()).remove(started.run().id());
    if (!report.problems().isEmpty()) {
      throw new EmulatorException(
          "Run %s left something behind, perhaps you should run bin/sweep:%n  %s"
              .formatted(started.run().id(), String.join("\n  ", report.problems())));
    }
  }
}
