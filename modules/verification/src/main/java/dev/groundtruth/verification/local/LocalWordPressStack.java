package dev.groundtruth.verification.local;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.localmirror.ComposeMirror;
import dev.groundtruth.localmirror.ImageFact;
import dev.groundtruth.localmirror.MirrorProgress;
import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.verification.Database;
import dev.groundtruth.verification.Exposed;
import dev.groundtruth.verification.Operations;
import dev.groundtruth.verification.PublishedPort;
import dev.groundtruth.verification.Replica;
import dev.groundtruth.verification.Site;
import dev.groundtruth.verification.Topology;
import dev.groundtruth.verification.WordPressStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The WordPress stack on this machine's Docker: {@code compose/compose.yaml}, run by a mirror. */
public final class LocalWordPressStack implements WordPressStack {

  /** A run that is still there after this time belongs to nobody any more. */
  private static final Duration LIFETIME = Duration.ofHours(4);

  private static final String ADMINISTRATOR = "groundtruth";
  private static final String LOAD_BALANCER = "load-balancer";
  private static final String DATABASE = "database";
  private static final List<String> WEB = List.of("web-a", "web-b");
  private static final int HTTP = 80;
  private static final int MYSQL = 3306;

  private final ComposeMirror mirror;
  private final Site site;
  private final List<Replica> replicas;
  private final Database database;
  private final Map<String, Secret> secrets;
  private final LocalTopology topology;
  private final Map<Capability, CapabilityMeasurement> capabilities;

  private LocalWordPressStack(
      ComposeMirror mirror,
      Site site,
      List<Replica> replicas,
      Database database,
      Map<String, Secret> secrets,
      LocalTopology topology) {
    this.mirror = mirror;
    this.site = site;
    this.replicas = List.copyOf(replicas);
    this.database = database;
    this.secrets = Map.copyOf(secrets);
    this.topology = topology;
    this.capabilities =
        Map.of(
            Capability.SECURITY_GROUPS_ENFORCED,
            topology.enforcement(),
            Capability.SERVICES_CAN_BE_STOPPED,
            CapabilityMeasurement.present("the containers are this run's own"),
            Capability.DATABASE_HOST_ACCESSIBLE,
            CapabilityMeasurement.present("programs are run in the database's container"),
            Capability.REPLICAS_ADDRESSABLE,
            CapabilityMeasurement.present(
                replicas.size() + " replicas are reached through the load balancer's namespace"));
  }

  /**
   * Starts the mirror and waits until WordPress is installed and served.
   *
   * @param context the run
   * @param settings which files it is made of
   * @return the running stack
   * @throws dev.groundtruth.localmirror.MirrorStartException if it cannot be started; nothing of it
   *     is left then
   */
  public static LocalWordPressStack start(
      EnvironmentContext context, LocalMirrorSettings settings) {
    SecurityGroups groups = SecurityGroups.read(settings.securityGroups());
    MirrorPhases phases = new MirrorPhases(context.progress());
    RunIdentity run =
        new RunIdentity(context.runId(), owner(), Optional.of(Instant.now().plus(LIFETIME)));
    ComposeMirror mirror = mirror(settings, run, phases).build();
    context.closeLater(mirror);
    try {
      mirror.start();
      return over(mirror, groups, context);
    } finally {
      phases.end();
    }
  }

  /**
   * The mirror the stack runs in.
   *
   * @param settings which files it is made of
   * @param run whose run it is
   * @param progress is told how far the start has come
   * @return the mirror, to be built and started
   */
  public static ComposeMirror.Builder mirror(
      LocalMirrorSettings settings, RunIdentity run, MirrorProgress progress) {
    ComposeMirror.Builder builder =
        ComposeMirror.of(settings.compose().resolve("compose.yaml"))
            .standIns(
                settings.compose().resolve("stand-ins.yaml"),
                "wordpress:6.8.3-php8.4-apache",
                "haproxy:3.0.10")
            .securityGroups(settings.securityGroups())
            .secretFolders("wordpress", DATABASE, LOAD_BALANCER)
            .awaitHealthy(LOAD_BALANCER, WEB.get(0), WEB.get(1), DATABASE)
            .awaitCompleted("install")
            .run(run)
            .progress(progress);
    settings.overlays().forEach(builder::overlay);
    return builder;
  }

  private static LocalWordPressStack over(
      ComposeMirror mirror, SecurityGroups groups, EnvironmentContext context) {
    Map<String, Secret> secrets = secrets(mirror.workFolder().resolve("secrets"));
    secrets.values().forEach(context.redactor()::register);
    Secret adminPassword = named(secrets, "wordpress/wordpress_admin_password");
    Secret wordPressPassword = named(secrets, "database/wordpress_db_password");
    Secret rootPassword = named(secrets, "database/mysql_root_password");
    URI address = URI.create("http://localhost:" + mirror.port());
    Site site = new Site(address, address, ADMINISTRATOR, adminPassword);
    List<Replica> replicas =
        WEB.stream()
            .map(
                web ->
                    new Replica(
                        web,
                        URI.create(
                            "http://127.0.0.1:" + mirror.tunnel(LOAD_BALANCER, web, HTTP).port())))
            .toList();
    Database database =
        new LocalDatabase(
            mirror, mirror.tunnel(WEB.get(0), DATABASE, MYSQL), wordPressPassword, rootPassword);
    LocalTopology topology =
        context
            .progress()
            .during("measuring enforcement", phase -> LocalTopology.of(mirror, groups));
    context.closeLater(topology);
    return new LocalWordPressStack(mirror, site, replicas, database, secrets, topology);
  }

  private static Map<String, Secret> secrets(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, Secret> secrets = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        secrets.put(folder.relativize(file).toString(), Secret.of(Files.readString(file).strip()));
      }
      return secrets;
    } catch (IOException e) {
      throw new UncheckedIOException("The secrets of the mirror cannot be read", e);
    }
  }

  private static Secret named(Map<String, Secret> secrets, String name) {
    Secret secret = secrets.get(name);
    if (secret == null) {
      throw new IllegalStateException(
          "The mirror made no secret %s, only %s".formatted(name, secrets.keySet()));
    }
    return secret;
  }

  private static String owner() {
    return System.getProperty("user.name", "nobody");
  }

  @Override
  public Site site() {
    return site;
  }

  @Override
  public List<Replica> replicas() {
    return replicas;
  }

  @Override
  public Database database() {
    return database;
  }

  @Override
  public Topology topology() {
    return topology.topology();
  }

  @Override
  public Operations operations() {
    return new Operations() {
      @Override
      public void stop(String service) {
        mirror.stop(service);
      }

      @Override
      public void start(String service) {
        mirror.start(service);
      }
    };
  }

  @Override
  public List<PublishedPort> publishedPorts() {
    return mirror.publishedPorts().stream()
        .map(port -> new PublishedPort(port.service(), port.address(), port.containerPort()))
        .toList();
  }

  @Override
  public Map<String, Secret> secrets() {
    return secrets;
  }

  @Override
  public List<Exposed> exposed() {
    return new Exposure(mirror).read();
  }

  @Override
  public Map<Capability, CapabilityMeasurement> capabilities() {
    return capabilities;
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", mirror.run().id());
    CapabilityMeasurement enforcement = topology.enforcement();
    facts.put(
        "security groups enforced",
        (enforcement.present() ? "proven: " : "no: ") + enforcement.observation());
    for (ImageFact image : mirror.imageFacts()) {
      facts.put(
          "image of " + image.service(),
          image.reference()
              + " "
              + image.digest()
              + image
                  .standsInFor()
                  .map(official -> " (stands in for " + official + ")")
                  .orElse(""));
    }
    return facts;
  }

  @Override
  public Map<String, String> failingServiceLogs() {
    return mirror.failingServiceLogs();
  }

  @Override
  public String removalHint() {
    return mirror.removalCommand();
  }

  @Override
  public void keep() {
    mirror.keep();
  }

  @Override
  public void close() {
    mirror.close();
  }
}
