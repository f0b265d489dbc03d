package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.ComposeCli;
import dev.groundtruth.localmirror.internal.ContainerCondition;
import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.DockerThings;
import dev.groundtruth.localmirror.internal.Folders;
import dev.groundtruth.localmirror.internal.ImageBuilds;
import dev.groundtruth.localmirror.internal.LocalPorts;
import dev.groundtruth.localmirror.internal.ReadyOrFailed;
import dev.groundtruth.localmirror.internal.Sidecars;
import dev.groundtruth.localmirror.internal.StartDiagnosis;
import dev.groundtruth.network.SecurityGroups;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.utility.RunAwareResourceReaper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

  private static final Logger LOG = LoggerFactory.getLogger(ComposeMirror.class);
  private static final String PROJECT_PREFIX = "groundtruth-";
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration PULL_TIMEOUT = Duration.ofMinutes(20);
  private static final long END_OF_START_SECONDS = 20;

  private final Builder settings;
  private final CommandRunner commands;
  private final DockerCli docker;
  private final DockerThings things;
  private final Sidecars sidecars;
  private final RunIdentity run;
  private final MirrorProgress progress;

  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicReference<@Nullable Thread> starter = new AtomicReference<>();
  private final Object removal = new Object();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Thread shutdownHook;
  private boolean removed;
  private volatile boolean kept;
  private volatile boolean dockerReached;
  private volatile @Nullable LedgerEntry entry;
  private volatile int port;
  private volatile ImageChoice images = ImageChoice.OFFICIAL;
  private volatile Instant began = Instant.now();

  private ComposeMirror(Builder settings) {
    this.settings = settings;
    this.run =
        settings.run != null
            ? settings.run
            : RunIdentity.create(System.getProperty("user.name", "nobody"), Duration.ofHours(4));
    this.commands =
        settings.commands != null
            ? settings.commands
            : new ProcessCommandRunner(
                settings.ledger.home().resolve("work").resolve(run.id()).resolve("logs"),
                new Redactor());
    this.docker = new DockerCli(commands);
    this.things = new DockerThings(docker);
    this.sidecars = new Sidecars(docker, settings.sidecarImage, run.labels());
    MirrorProgress listener = settings.progress;
    Object oneAtATime = new Object();
    this.progress =
        (phase, detail, elapsed) -> {
          synchronized (oneAtATime) {
            listener.on(phase, detail, elapsed);
          }
        };
    this.shutdownHook = new Thread(this::closeAtShutdown, "groundtruth-mirror-" + run.id());
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
  public static final class Builder {
    private final List<Path> composeFiles = new ArrayList<>();
    private final List<Path> standInFiles = new ArrayList<>();
    private final List<String> officialImages = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> healthy = new ArrayList<>();
    private final List<String> completed = new ArrayList<>();
    private final List<String> secretFolders = new ArrayList<>();
    private @Nullable Path securityGroups;
    private @Nullable RunIdentity run;
    private RunLedger ledger = RunLedger.ofThisUser();
    private @Nullable CommandRunner commands;
    private MirrorProgress progress =
        (phase, detail, elapsed) -> LOG.debug("{} {} ({} ms)", phase, detail, elapsed.toMillis());
    private Duration startupTimeout = Duration.ofMinutes(5);
    private OptionalInt port = OptionalInt.empty();
    private String sidecarImage = "groundtruth/sidecar";

    private Builder(Path composeFile) {
      composeFiles.add(composeFile);
    }

    /**
     * Adds a file that is merged over the ones before.
     *
     * @param file a compose file
     * @return this
     */
    public Builder overlay(Path file) {
      composeFiles.add(file.toAbsolutePath().normalize());
      return this;
    }

    /**
     * Names the official images, and the overlay that is used where they cannot be had.
     *
     * @param overlay a compose file with stand-in images
     * @param officialImages references that all have to be here or in a registry
     * @return this
     */
    public Builder standIns(Path overlay, String... officialImages) {
      standInFiles.add(overlay.toAbsolutePath().normalize());
      this.officialImages.addAll(List.of(officialImages));
      return this;
    }

    /**
     * Sets a variable of the compose files.
     *
     * @param name the variable
     * @param value its value; not secret, it may be shown
     * @return this
     */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /**
     * Names the security groups that are enforced. They are read before anything starts; the rules
     * are rendered afresh.
     *
     * @param file the security groups
     * @return this
     */
    public Builder securityGroups(Path file) {
      this.securityGroups = file.toAbsolutePath().normalize();
      return this;
    }

    /**
     * Folders that are made in the run's secrets folder, for services to mount.
     *
     * @param names folder names
     * @return this
     */
    public Builder secretFolders(String... names) {
      secretFolders.addAll(List.of(names));
      return this;
    }

    /**
     * Services that have to be healthy before the mirror counts as started; running, if they have
     * no health check.
     *
     * @param services compose services
     * @return this
     */
    public Builder awaitHealthy(String... services) {
      healthy.addAll(List.of(services));
      return this;
    }

    /**
     * Services that have to end with code 0 before the mirror counts as started.
     *
     * @param services compose services
     * @return this
     */
    public Builder awaitCompleted(String... services) {
      completed.addAll(List.of(services));
      return this;
    }

    /**
     * Sets the identity; without it a new one is made that expires after four hours.
     *
     * @param identity whose run this is
     * @return this
     */
    public Builder run(RunIdentity identity) {
      this.run = identity;
      return this;
    }

    /**
     * Sets the ledger; without it, this user's.
     *
     * @param runs the ledger
     * @return this
     */
    public Builder ledger(RunLedger runs) {
      this.ledger = runs;
      return this;
    }

    /**
     * Sets what runs the {@code docker} command.
     *
     * @param runner runs commands
     * @return this
     */
    public Builder commands(CommandRunner runner) {
      this.commands = runner;
      return this;
    }

    /**
     * Sets who is told of the progress.
     *
     * @param listener is told
     * @return this
     */
    public Builder progress(MirrorProgress listener) {
      this.progress = listener;
      return this;
    }

    /**
     * Sets how long the containers may take to be ready, without building and pulling; five minutes
     * if not set.
     *
     * @param timeout the time
     * @return this
     */
    public Builder startupTimeout(Duration timeout) {
      this.startupTimeout = timeout;
      return this;
    }

    /**
     * Fixes the published port, which the files know as {@code GROUNDTRUTH_PORT}; without it, the
     * property {@value ComposeMirror#PORT_PROPERTY} or a free one.
     *
     * @param number the port
     * @return this
     */
    public Builder port(int number) {
      this.port = OptionalInt.of(number);
      return this;
    }

    /**
     * Sets the image of the containers that observe; {@code groundtruth/sidecar} if not set.
     *
     * @param reference an image with what {@link SidecarImage} has
     * @return this
     */
    public Builder sidecarImage(String reference) {
      this.sidecarImage = reference;
      return this;
    }

    /**
     * The mirror, not started yet.
     *
     * @return the mirror
     */
    public ComposeMirror build() {
      return new ComposeMirror(this);
    }
  }

  /**
   * Starts everything and waits until the awaited services are there. If that fails, everything of
   * the run is removed before the exception is thrown.
   *
   * @throws DockerUnavailableException if Docker is not as it has to be
   * @throws dev.groundtruth.network.MalformedSecurityGroupsException if the security groups are
   *     malformed; nothing was started then
   * @throws MirrorStartException if the start fails
   * @throws IllegalStateException if it was started or closed before
   */
  public void start() {
    if (!started.compareAndSet(false, true) || closing.get()) {
      throw new IllegalStateException(
          "The mirror of run " + run.id() + " was started or closed before");
    }
    began = Instant.now();
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    try {
      LedgerEntry noted = settings.ledger.open(run, PROJECT_PREFIX + run.id());
      entry = noted;
      told(MirrorProgress.Phase.CHECKING_DOCKER, "asking Docker for its version");
      new DockerEngine(commands).check();
      prepareTestcontainers();
      SecurityGroups groups =
          settings.securityGroups == null ? null : SecurityGroups.read(settings.securityGroups);
      OptionalInt fixedPort = fixedPort();
      told(MirrorProgress.Phase.SWEEPING, "removing what killed runs left");
      SweepReport swept = new Sweep(commands, settings.ledger).sweep();
      swept.removed().forEach(line -> LOG.info("Swept {}", line));
      swept.problems().forEach(line -> LOG.warn("Not swept: {}", line));
      dockerReached = true;
      startNoted(noted.workFolder(), groups, fixedPort);
    } catch (Throwable failure) {
      RuntimeException told =
          failure instanceof RuntimeException runtime
              ? runtime
              : new MirrorStartException(String.valueOf(failure.getMessage()), failure);
      try {
        close();
      } catch (RuntimeException problem) {
        told.addSuppressed(problem);
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw told;
    }
    told(MirrorProgress.Phase.READY, "everything awaited is there");
  }

  /**
   * Testcontainers needs up to two seconds for itself before it starts anything. It takes them
   * while the images are looked for.
   */
  private static void prepareTestcontainers() {
    RunAwareResourceReaper.install(RunIdentity.RUN_LABEL, PROJECT_PREFIX);
    Thread thread =
        new Thread(
            () -> {
              try {
                DockerClientFactory.instance().client();
              } catch (RuntimeException e) {
                LOG.debug("Testcontainers will say it again when it is to start something", e);
              }
            },
            "groundtruth-testcontainers");
    thread.setDaemon(true);
    thread.start();
  }

  private void startNoted(Path work, @Nullable SecurityGroups groups, OptionalInt fixedPort) {
    told(MirrorProgress.Phase.PREPARING, "rendering rules");
    Map<String, String> environment = new LinkedHashMap<>(run.environment());
    prepare(work, groups, environment);
    environment.putAll(settings.environment);

    told(MirrorProgress.Phase.PROVIDING_IMAGES, "looking for images");
    List<Path> files = new ArrayList<>(settings.composeFiles);
    if (!settings.standInFiles.isEmpty()) {
      images = ImageChoice.make(commands, settings.officialImages);
      if (images == ImageChoice.STAND_IN) {
        files.addAll(1, settings.standInFiles);
      }
    }
    choosePort(fixedPort, environment);
    provideImages(new ComposeCli(docker, files, environment), files, work);
    // Building takes time, in which somebody else may have taken the port.

    choosePort(fixedPort, environment);
    requireRunning();
    told(MirrorProgress.Phase.STARTING, "starting containers");
    startContainers(files, environment);
  }

  private void choosePort(OptionalInt fixedPort, Map<String, String> environment) {
    if (fixedPort.isPresent()) {
      port = fixedPort.getAsInt();
    } else if (port == 0 || !LocalPorts.isFree(port)) {
      port = LocalPorts.free(new SecureRandom());
    }
    environment.put("GROUNDTRUTH_PORT", Integer.toString(port));
  }

  private void prepare(
      Path work, @Nullable SecurityGroups groups, Map<String, String> environment) {
    try {
      Folders.createPrivate(work);
      Path secrets = work.resolve("secrets");
      Folders.createPrivate(secrets);
      for (String folder : settings.secretFolders) {
        Folders.createPrivate(secrets.resolve(folder));
      }
      environment.put("GROUNDTRUTH_SECRETS", secrets.toString());
      if (groups != null && settings.securityGroups != null) {
        Path rules = work.resolve("rules");
        NftablesRules.write(groups, rules);
        Path model = work.resolve("security-groups.json");
        Files.copy(settings.securityGroups, model);
        environment.put("GROUNDTRUTH_RULES", rules.toString());
        environment.put("GROUNDTRUTH_SECURITY_GROUPS", model.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The run's folder %s cannot be made, perhaps you should point the property %s to a folder that can be written"
              .formatted(work, RunLedger.HOME_PROPERTY),
          e);
    }
  }

  private void provideImages(ComposeCli compose, List<Path> files, Path work) {
    ComposeCli.Model model;
    try {
      model = compose.read();
    } catch (ComposeCli.InvalidFilesException e) {
      throw new MirrorStartException(
          "The compose files %s are not valid: %s"
              .formatted(files, redacted(String.valueOf(e.getMessage()))),
          e);
    }
    files.add(labels(model, work));
    try {
      new ImageBuilds(docker, compose, settings.ledger.home().resolve("images"))
          .provide(model.builds(), line -> told(MirrorProgress.Phase.PROVIDING_IMAGES, line));
    } catch (ImageBuilds.BuildFailedException e) {
      String message = String.valueOf(e.getMessage());
      throw new MirrorStartException(redacted(message) + StartDiagnosis.advice(message), e);
    }
    List<String> built = model.builds().stream().map(ComposeCli.Build::service).toList();
    Map<String, String> others = new LinkedHashMap<>(model.services());
    others.keySet().removeAll(built);
    if (others.isEmpty()) {
      return;
    }
    List<String> look = new ArrayList<>(List.of("image", "inspect", "--format", "{{.Id}}"));
    others.values().stream().distinct().forEach(look::add);
    if (!docker.run(COMMAND_TIMEOUT, look).succeeded()) {
      told(
          MirrorProgress.Phase.PROVIDING_IMAGES,
          "pulling " + others.values().stream().distinct().collect(Collectors.joining(", ")));
      List<String> missing =
          others.entrySet().stream()
              .filter(
                  service ->
                      !docker
                          .run(
                              COMMAND_TIMEOUT,
                              "image",
                              "inspect",
                              "--format",
                              "{{.Id}}",
                              service.getValue())
                          .succeeded())
              .map(Map.Entry::getKey)
              .toList();
      DockerCli.Output pulled =
          compose.pull(
              missing, PULL_TIMEOUT, line -> told(MirrorProgress.Phase.PROVIDING_IMAGES, line));
      if (!pulled.succeeded()) {
        throw new MirrorStartException(
            "The images of %s cannot be pulled: %s%s"
                .formatted(
                    missing, pulled.errors().strip(), StartDiagnosis.advice(pulled.errors())));
      }
    }
  }

  /**
   * An overlay that labels what the files do not label themselves: what is not labelled would not
   * be found again.
   */
  private Path labels(ComposeCli.Model model, Path work) {
    ObjectNode overlay = JsonMapper.shared().createObjectNode();
    ObjectNode labels = JsonMapper.shared().createObjectNode();
    run.labels().forEach(labels::put);
    Map.of(
            "services", model.services().keySet(),
            "networks", model.networks(),
            "volumes", model.volumes())
        .forEach(
            (section, names) ->
                names.stream()
                    .filter(name -> !model.labelled().contains(section + "/" + name))
                    .forEach(
                        name ->
                            overlay
                                .withObject("/" + section)
                                .putObject(name)
                                .set("labels", labels)));
    Path file = work.resolve("labels.yaml");
    try {
      Files.writeString(file, overlay.toPrettyString());
    } catch (IOException e) {
      throw new UncheckedIOException("The labels cannot be written to " + file, e);
    }
    return file;
  }

  private void startContainers(List<Path> files, Map<String, String> environment) {
    ComposeContainer compose =
        new ComposeContainer(
                PROJECT_PREFIX + run.id() + "-",
                files.stream().map(Path::toFile).toArray(File[]::new))
            .withPull(false)
            .withEnv(environment)
            .withStartupTimeout(settings.startupTimeout);
    settings.healthy.forEach(
        service ->
            compose.waitingFor(
                service,
                new ReadyOrFailed(service, false).withStartupTimeout(settings.startupTimeout)));
    settings.completed.forEach(
        service ->
            compose.waitingFor(
                service,
                new ReadyOrFailed(service, true).withStartupTimeout(settings.startupTimeout)));
    FutureTask<@Nullable Void> start =
        new FutureTask<>(
            () -> {
              compose.start();
              return null;
            });
    Thread thread = new Thread(start, "groundtruth-start-" + run.id());
    thread.setDaemon(true);
    starter.set(thread);
    thread.start();
    await(start, thread, files, environment);
    requireRunning();
  }

  private void await(
      FutureTask<@Nullable Void> start,
      Thread thread,
      List<Path> files,
      Map<String, String> environment) {
    Instant end = Instant.now().plus(settings.startupTimeout);
    while (true) {
      try {
        start.get(1, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        requireRunning();
        if (Instant.now().isAfter(end)) {
          thread.interrupt();
          throw new MirrorStartException(
              diagnosis(
                  "The mirror was not ready after %d s"
                      .formatted(settings.startupTimeout.toSeconds())),
              e);
        }
        tellPending();
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
        throw new MirrorStartException("The start of the mirror was interrupted", e);
      } catch (ExecutionException e) {
        requireRunning();
        throw failed(e.getCause() == null ? e : e.getCause(), files, environment);
      }
    }
  }

  private void tellPending() {
    List<ContainerCondition> conditions = conditions();
    String pending =
        conditions.stream()
            .filter(ContainerCondition::pending)
            .map(ContainerCondition::service)
            .sorted()
            .collect(Collectors.joining(", "));
    String detail = pending.isEmpty() ? "waiting for containers" : "waiting for " + pending;
    told(MirrorProgress.Phase.STARTING, detail);
  }

  private MirrorStartException failed(
      Throwable cause, List<Path> files, Map<String, String> environment) {
    List<ContainerCondition> conditions = conditions();
    String headline = "The mirror did not start";
    if (conditions.stream().noneMatch(ContainerCondition::failed)) {
      // Compose's own complaint is only in its output, which Testcontainers logs and does not hand
      // out: ask again.
      DockerCli.Output again =
          new ComposeCli(docker, files, environment)
              .run(
                  COMMAND_TIMEOUT,
                  PROJECT_PREFIX + run.id() + "-again",
                  null,
                  "create",
                  "--no-build");
      headline +=
          ": "
              + (again.succeeded()
                  ? String.valueOf(cause.getMessage())
                  : again.errors().strip() + StartDiagnosis.advice(again.errors()));
    }
    return new MirrorStartException(diagnosis(headline), cause);
  }

  private String diagnosis(String headline) {
    return StartDiagnosis.describe(headline, conditions(), this::lastLogLines, this::redacted);
  }

  private List<String> lastLogLines(String container) {
    DockerCli.Output output =
        docker.run(
            COMMAND_TIMEOUT,
            "logs",
            "--tail",
            Integer.toString(StartDiagnosis.LOG_LINES),
            container);
    return Stream.concat(output.output().lines(), output.errors().lines()).toList();
  }

  /** Masks what the run generated as secrets. */
  private String redacted(String text) {
    Path secrets = workFolder().resolve("secrets");
    Redactor redactor = new Redactor();
    try (Stream<Path> files = Files.walk(secrets)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String value = Files.readString(file).strip();
        if (!value.isEmpty()) {
          redactor.register(Secret.of(value));
        }
      }
    } catch (NoSuchFileException e) {
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The secrets in " + secrets + " cannot be read to mask them", e);
    }
    return redactor.redact(text);
  }

  private OptionalInt fixedPort() {
    String property = System.getProperty(PORT_PROPERTY, "");
    OptionalInt fixed = settings.port;
    if (fixed.isEmpty() && !property.isBlank()) {
      try {
        fixed = OptionalInt.of(Integer.parseInt(property.strip()));
      } catch (NumberFormatException e) {
        throw new MirrorStartException(
            "Property %s is \"%s\", perhaps you should set it to a number from 1 to 65535."
                .formatted(PORT_PROPERTY, property),
            e);
      }
    }
    if (fixed.isPresent() && !LocalPorts.isFree(fixed.getAsInt())) {
      int wanted = fixed.getAsInt();
      Optional<String> container =
          docker
              .run(
                  COMMAND_TIMEOUT,
                  "ps",
                  "--filter",
                  "publish=" + wanted,
                  "--format",
                  "container {{.Names}} of run {{.Label \"" + RunIdentity.RUN_LABEL + "\"}}")
              .output()
              .lines()
              .findFirst();
      String holder =
          container.or(() -> LocalPorts.holder(wanted)).map(name -> " by " + name).orElse("");
      throw new MirrorStartException(
          "Port %d is in use%s, perhaps you should choose another with the property %s, or leave it out to have a free one chosen."
              .formatted(wanted, holder, PORT_PROPERTY));
    }
    return fixed;
  }

  private void requireRunning() {
    if (closing.get()) {
      throw new MirrorStartException(
          "The mirror of run " + run.id() + " was closed while it was starting");
    }
  }

  private void told(MirrorProgress.Phase phase, String detail) {
    progress.on(phase, detail, Duration.between(began, Instant.now()));
  }

  /**
   * The identity of this run.
   *
   * @return the identity
   */
  public RunIdentity run() {
    return run;
  }

  /**
   * The published port on loopback.
   *
   * @return the port; 0 before the start
   */
  public int port() {
    return port;
  }

  /**
   * Which images were chosen.
   *
   * @return the choice
   */
  public ImageChoice images() {
    return images;
  }

  /**
   * The run's folder, with the secrets and the rules.
   *
   * @return an absolute path; the folder is gone after {@link #close()}
   */
  public Path workFolder() {
    return settings.ledger.home().resolve("work").resolve(run.id());
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
    Path file = workFolder().resolve("secrets").resolve(folder).resolve(name);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("The secret " + file + " cannot be read", e);
    }
  }

  /**
   * The container of a service.
   *
   * @param service the compose service
   * @return its id
   * @throws IllegalArgumentException if there is no such service
   */
  public String containerId(String service) {
    return condition(service).id();
  }

  /**
   * The addresses of a service: those of the container whose network namespace it is in.
   *
   * @param service the compose service
   * @return addresses, IPv4 first
   */
  public List<String> addresses(String service) {
    return namespaceOwner(service).addresses();
  }

  /**
   * A container with {@code network_mode: service:...} has no network of its own but shares another
   * one's.
   */
  private ContainerCondition namespaceOwner(String service) {
    ContainerCondition condition = condition(service);
    String shared = "container:";
    if (!condition.networkMode().startsWith(shared)) {
      return condition;
    }
    String owner = condition.networkMode().substring(shared.length());
    return conditions().stream()
        .filter(candidate -> candidate.id().equals(owner))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The container whose network %s shares is gone".formatted(service)));
  }

  /**
   * The address of the host on a network of the mirror: where packets of the host's own programs
   * come from.
   *
   * @param service the compose service whose network it is
   * @return the network's gateway
   */
  public String gateway(String service) {
    return docker
        .successful(
            COMMAND_TIMEOUT,
            List.of(
                "inspect",
                "--format",
                "{{range .NetworkSettings.Networks}}{{.Gateway}}{{println}}{{end}}",
                namespaceOwner(service).id()))
        .output()
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("The network of " + service + " has no gateway"));
  }

  /**
   * What the host publishes of this mirror.
   *
   * @return every published port of every service
   */
  public List<PublishedPort> publishedPorts() {
    List<PublishedPort> published = new ArrayList<>();
    for (ContainerCondition container : conditions()) {
      docker
          .successful(
              COMMAND_TIMEOUT,
              List.of(
                  "inspect",
                  "--format",
                  "{{range $port, $bindings := .NetworkSettings.Ports}}{{range $bindings}}{{.HostIp}} {{.HostPort}} {{$port}}{{println}}{{end}}{{end}}",
                  container.id()))
          .output()
          .lines()
          .filter(line -> !line.isBlank())
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
    List<String> arguments =
        new ArrayList<>(List.of("exec", "--interactive", containerId(service)));
    arguments.addAll(List.of(command));
    DockerCli.Output output = docker.run(COMMAND_TIMEOUT, Map.of(), null, input, arguments);
    if (!output.succeeded()) {
      throw new IllegalStateException(
          redacted(
              "%s in %s ended with code %d: %s"
                  .formatted(command[0], service, output.exitCode(), output.errors().strip())));
    }
    return output.output();
  }

  /**
   * The logs of the services that do not run as they should at this moment.
   *
   * @return what each has logged, by its name; empty when all is well
   */
  public Map<String, String> failingServiceLogs() {
    Map<String, String> logs = new TreeMap<>();
    for (ContainerCondition container : conditions()) {
      if (container.failed()) {
        logs.put(container.service(), logs(container.service()));
      }
    }
    return logs;
  }

  /**
   * Everything a service has logged.
   *
   * @param service the compose service
   * @return its standard output, then its standard error, with this run's secrets masked
   */
  public String logs(String service) {
    DockerCli.Output output =
        docker.successful(COMMAND_TIMEOUT, List.of("logs", containerId(service)));
    return redacted(output.output() + output.errors());
  }

  /**
   * Stops a service as {@code docker stop} does: a signal, and time to end.
   *
   * @param service the compose service
   */
  public void stop(String service) {
    docker.successful(Duration.ofMinutes(2), List.of("stop", containerId(service)));
  }

  /**
   * Starts a stopped service, and waits until it is healthy.
   *
   * @param service the compose service
   * @throws MirrorStartException if it does not become healthy
   */
  public void start(String service) {
    docker.successful(COMMAND_TIMEOUT, List.of("start", containerId(service)));
    Instant end = Instant.now().plus(settings.startupTimeout);
    ContainerCondition condition = condition(service);
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
      condition = condition(service);
    }
    if (!condition.status().equals("running")
        || !(condition.health().isEmpty() || condition.health().equals("healthy"))) {
      throw new MirrorStartException(diagnosis(service + " did not start again"));
    }
  }

  /**
   * Which image each service runs.
   *
   * @return a fact for each service, in the order of their names
   */
  public List<ImageFact> imageFacts() {
    List<ContainerCondition> conditions = conditions();
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
    for (String line : docker.successful(COMMAND_TIMEOUT, command).output().lines().toList()) {
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
    facts.sort(java.util.Comparator.comparing(ImageFact::service));
    return facts;
  }

  /**
   * The place from which a service's packets leave.
   *
   * @param service the compose service
   * @return a vantage in the service's network namespace
   */
  public ContainerVantage vantage(String service) {
    ContainerCondition owner = namespaceOwner(service);
    // An interface is made of the sidecar image: the programs are there already.
    String container =
        owner.imageReference().equals(settings.sidecarImage)
            ? owner.id()
            : sidecars.inNamespaceOf(owner);
    return new ContainerVantage(service, docker, container);
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
    return new ContainerVantage(name, docker, sidecars.outsider(name, network));
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
    Tunnel tunnel = Tunnel.open(vantage(service), host, targetPort);
    synchronized (opened) {
      opened.add(tunnel);
    }
    return tunnel;
  }

  /**
   * A command line that removes everything of this run.
   *
   * @return a line for a POSIX shell
   */
  public String removalCommand() {
    String filter = "--filter label=" + RunIdentity.RUN_LABEL + "=" + run.id();
    return "docker ps -aq %1$s | xargs -r docker rm -fv; docker network ls -q %1$s | xargs -r docker network rm; docker volume ls -q %1$s | xargs -r docker volume rm; rm -rf '%2$s' '%3$s'"
        .formatted(
            filter,
            workFolder(),
            settings.ledger.home().resolve("runs").resolve(run.id() + ".json"));
  }

  /**
   * Leaves everything running after {@link #close()}, until the run expires or {@link
   * #removalCommand()} is called.
   */
  public void keep() {
    kept = true;
    settings.ledger.keep(run.id());
  }

  /**
   * Removes the containers, networks, volumes and files of the run, unless it is kept. Ends a start
   * that is under way. Calling it again, or at the same time, does no harm.
   *
   * @throws LeftoverException if something is left; the message names it
   */
  @Override
  public void close() {
    closing.set(true);
    Thread starting = starter.get();
    if (starting != null && starting.isAlive()) {
      starting.interrupt();
    }
    // Who interrupts a thread wants it to end soon, not to leave containers behind.
    boolean interrupted = Thread.interrupted();
    try {
      removeOnce(starting);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void removeOnce(@Nullable Thread starting) {
    synchronized (removal) {
      if (removed) {
        return;
      }
      closeOpened();
      LedgerEntry noted = entry;
      if (noted != null && !kept) {
        began = Instant.now();
        told(MirrorProgress.Phase.REMOVING, "removing containers, networks and volumes");
        remove(noted, starting);
      }
      removed = true;
    }
    try {
      if (Thread.currentThread() != shutdownHook) {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
      }
    } catch (IllegalStateException e) {
      LOG.trace("The JVM is ending already", e);
    }
  }

  private void remove(LedgerEntry noted, @Nullable Thread starting) {
    List<String> problems = new ArrayList<>();
    if (dockerReached) {
      problems.addAll(things.removeRun(run.id()).problems());
    }
    if (starting != null && starting.isAlive()) {
      try {
        starting.join(TimeUnit.SECONDS.toMillis(END_OF_START_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      problems = new ArrayList<>(things.removeRun(run.id()).problems());
    }
    try {
      Folders.delete(noted.workFolder());
    } catch (IOException e) {
      problems.add("folder " + noted.workFolder() + ": " + e);
    }
    if (!problems.isEmpty()) {
      throw new LeftoverException(
          "Run %s left something behind, perhaps you should run: %s%n  %s"
              .formatted(
                  run.id(),
                  removalCommand(),
                  String.join(System.lineSeparator() + "  ", problems)));
    }
    settings.ledger.remove(run.id());
  }

  private void closeOpened() {
    List<AutoCloseable> all;
    synchronized (opened) {
      all = List.copyOf(opened);
      opened.clear();
    }
    for (AutoCloseable one : all) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.debug("Closing {} failed", one, e);
      }
    }
  }

  private void closeAtShutdown() {
    try {
      close();
    } catch (RuntimeException e) {
      LOG.error("Run {} was not removed at the end of the JVM", run.id(), e);
    }
  }

  private ContainerCondition condition(String service) {
    List<ContainerCondition> conditions = conditions();
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

  private List<ContainerCondition> conditions() {
    List<String> ids =
        docker
            .run(
                COMMAND_TIMEOUT,
                "ps",
                "--all",
                "--quiet",
                "--no-trunc",
                "--filter",
                "label=" + RunIdentity.RUN_LABEL + "=" + run.id(),
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
    String inspected = docker.run(COMMAND_TIMEOUT, command).output();
    JsonMapper.shared()
        .readTree(inspected.isBlank() ? "[]" : inspected)
        .forEach(container -> conditions.add(ContainerCondition.of(container)));
    return conditions;
  }

  @Override
  public String toString() {
    return "mirror of run " + run.id() + " on port " + Objects.toString(port);
  }
}
