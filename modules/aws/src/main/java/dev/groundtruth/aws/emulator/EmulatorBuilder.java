package dev.groundtruth.aws.emulator;

import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.localmirror.SidecarImage;
import dev.groundtruth.network.Cidr;
import dev.groundtruth.provisioning.command.CommandFailedException;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Settings of an emulator that is to be started. All have defaults. */
public final class EmulatorBuilder {

  private static final Duration LIFETIME = Duration.ofHours(4);
  private static final Duration START = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 200;

  private static final String OFFICIAL_BASE = "debian:trixie-slim";
  private static final String SOCKETS = "/run/groundtruth";
  private static final String OWN_BASE = "groundtruth/debian:trixie";

  /** What databases of RDS are made of, where this machine has it. */
  private static final String DATABASE = "groundtruth/mysql:latest";

  /** Networks of 10.x.0.0/16 that are tried one after the other until one overlaps no other. */
  private static final int NETWORKS = 100;

  /** What Docker says of a network that shares addresses with another one of its. */
  private static final String OVERLAPS = "overlaps";

  private final Docker docker;
  private final Set<String> withoutCures = new LinkedHashSet<>();
  private RunLedger ledger = RunLedger.ofThisUser();
  private Optional<RunIdentity> run = Optional.empty();
  private Optional<String> base = Optional.empty();
  private String region = "eu-west-3";

  EmulatorBuilder(CommandRunner commands) {
    this.docker = new Docker(commands);
  }

  /**
   * Whose run it is; a new one of this user otherwise.
   *
   * @param identity the run
   * @return this
   */
  public EmulatorBuilder run(RunIdentity identity) {
    run = Optional.of(identity);
    return this;
  }

  /**
   * Where the run is written down; this user's ledger otherwise.
   *
   * @param runs the ledger
   * @return this
   */
  public EmulatorBuilder ledger(RunLedger runs) {
    ledger = runs;
    return this;
  }

  /**
   * The Debian image that the emulator's is built on: the official one or, where bin/setup has made
   * a Debian of its own, that.
   *
   * @param image a reference
   * @return this
   */
  public EmulatorBuilder base(String image) {
    base = Optional.of(image);
    return this;
  }

  /**
   * The region of requests that name none; {@code eu-west-3} otherwise.
   *
   * @param name a region
   * @return this
   */
  public EmulatorBuilder region(String name) {
    region = name;
    return this;
  }

  /**
   * Leaves gaps open.
   *
   * @param gaps names of gaps, or {@code all}
   * @return this
   */
  public EmulatorBuilder withoutCures(String... gaps) {
    withoutCures.addAll(List.of(gaps));
    return this;
  }

  /**
   * Builds what is missing, and starts.
   *
   * @return the running emulator
   * @throws EmulatorException if it cannot be started; nothing of it is left then
   */
  public Emulator start() {
    RunIdentity identity =
        run.orElseGet(
            () -> RunIdentity.create(System.getProperty("user.name", "nobody"), LIFETIME));
    String debian = base.orElseGet(() -> docker.hasImage(OWN_BASE) ? OWN_BASE : OFFICIAL_BASE);
    String image = new EmulatorImage(docker).provide(debian);
    new SidecarImage(docker.commands()).provide(debian);
    String name = "groundtruth-" + identity.id();
    ledger.open(identity, name);
    Emulator.Started started =
        new Emulator.Started(docker.commands(), ledger, identity, name + "-vpc", "");
    try {
      String cidr = createNetwork(started);
      Emulator.Started whole =
          new Emulator.Started(docker.commands(), ledger, identity, started.network(), cidr);
      URI endpoint = createContainer(whole, name + "-aws", image);
      EmulatorIdentity who = await(endpoint, name + "-aws");
      Ec2Client ec2 = ec2(endpoint);
      SecurityGroupEnforcer enforcer = new SecurityGroupEnforcer(docker, ec2, identity.id());
      enforcer.start();
      return new Emulator(
          endpoint, who, Optional.of(whole), Optional.of(ec2), Optional.of(enforcer));
    } catch (RuntimeException | Error failure) {
      try {
        Emulator.remove(started);
      } catch (RuntimeException problem) {
        failure.addSuppressed(problem);
      }
      throw failure;
    }
  }

  /**
   * The network's own addresses, of Docker's gateway and of what has no address of a subnet, are in
   * its last sixteenth.
   */
  private String createNetwork(Emulator.Started started) {
    HostNetworks own = HostNetworks.read();
    CommandFailedException last = null;
    for (int second = 0; second < NETWORKS; second++) {
      String prefix = "10." + second;
      if (own.overlap(Cidr.parse(prefix + ".0.0/16"))) {
        continue;
      }
      List<String> command = new ArrayList<>(List.of("network", "create"));
      command.addAll(labels(started.run()));
      command.addAll(
          List.of(
              "--subnet",
              prefix + ".0.0/16",
              "--ip-range",
              prefix + ".240.0/20",
              "--gateway",
              gateway(prefix + ".0.0/16"),
              started.network()));
      try {
        docker.run(command);
        return prefix + ".0.0/16";
      } catch (CommandFailedException e) {
        if (!String.join("\n", e.lastLines()).contains(OVERLAPS)) {
          throw e;
        }
        last = e;
      }
    }
    throw new EmulatorException(
        "No block of 10.0.0.0/8 is left for a VPC, perhaps you should remove networks of Docker",
        last);
  }

  static String gateway(String cidr) {
    return cidr.replace(".0.0/16", ".255.254");
  }

  /**
   * By its files the emulator and the interfaces of its load balancers hand bytes to each other.
   */
  private String createVolume(Emulator.Started started, String name) {
    List<String> command = new ArrayList<>(List.of("volume", "create"));
    command.addAll(labels(started.run()));
    command.add(name);
    return docker.run(command).strip();
  }

  private URI createContainer(Emulator.Started started, String name, String image) {
    List<String> command = new ArrayList<>(List.of("run", "--detach", "--name", name));
    command.addAll(labels(started.run()));
    String sockets = createVolume(started, name);
    started
        .run()
        .environment()
        .forEach((variable, value) -> command.addAll(List.of("--env", variable + "=" + value)));
    command.addAll(
        List.of(
            "--network",
            started.network(),
            "--ip",
            started.cidr().replace(".0.0/16", ".0.10"),
            "--publish",
            "127.0.0.1::4566",
            "--volume",
            "/var/run/docker.sock:/var/run/docker.sock",
            "--volume",
            sockets + ":" + SOCKETS,
            "--env",
            "MINISTACK_REGION=" + region,
            "--env",
            "INTERFACE_IMAGE=" + SidecarImage.REFERENCE,
            "--env",
            "DATABASE_IMAGE=" + DATABASE,
            "--env",
            "WITHOUT_CURES=" + String.join(",", withoutCures),
            image));
    docker.run(command);
    String published = docker.run("port", name, "4566/tcp").lines().findFirst().orElse("");
    return URI.create("http://" + published);
  }

  private EmulatorIdentity await(URI endpoint, String container) {
    Instant end = Instant.now().plus(START);
    while (true) {
      try {
        EmulatorIdentity identity = EmulatorIdentity.ask(endpoint, Duration.ofSeconds(5));
        if (!identity.equals(EmulatorIdentity.UNKNOWN)) {
          return identity;
        }
      } catch (EmulatorException e) {
        if (Instant.now().isAfter(end) || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      String state = docker.run("inspect", "--format", "{{.State.Status}}", container).strip();
      if (!state.equals("running") || Instant.now().isAfter(end)) {
        throw new EmulatorException(
            "The emulator did not start: its container is %s and says:%n%s"
                .formatted(state, docker.logs(container)));
      }
      pause();
    }
  }

  private Ec2Client ec2(URI endpoint) {
    return Ec2Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  private static List<String> labels(RunIdentity run) {
    List<String> labels = new ArrayList<>();
    run.labels().forEach((name, value) -> labels.addAll(List.of("--label", name + "=" + value)));
    return labels;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
