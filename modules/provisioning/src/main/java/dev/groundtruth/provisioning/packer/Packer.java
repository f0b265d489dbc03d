package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.internal.PrivateFiles;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packer, for one template. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Packer packer = Packer.in(Path.of("packer"))
 *     .variable("root_password", Secret.of(password))
 *     .timeout(Phase.BUILD, Duration.ofMinutes(30))
 *     .listener(event -> log.info("{}", event))
 *     .open()) {
 *   packer.init();
 *   BuildResult result = packer.build(BuildOptions.defaults().only("amazon-ebs.mysql"));
 *   String ami = result.artifacts(AmiArtifact.class).get(0).ami("eu-west-3");
 * }
 * }</pre>
 *
 * <p>All commands throw a {@link PackerException} when Packer fails or is stopped, {@link
 * dev.groundtruth.provisioning.command.CommandNotFoundException} when there is no Packer. An
 * interrupted thread stops the command and then is still interrupted.
 */
public final class Packer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Packer.class);

  private static final Path DEFAULT_MANIFEST = Path.of("packer-manifest.json");
  private static final Pattern REQUIRED =
      Pattern.compile("(\\S+) (\\S+) \"((?:[^\"\\\\]|\\\\.)*)\"(.*)", Pattern.DOTALL);
  private static final Pattern BINARY =
      Pattern.compile(
          ".*?([^/\\\\]+)[/\\\\]([^/\\\\]+)[/\\\\]([^/\\\\]+)[/\\\\]packer-plugin-[^/\\\\]+_v([^_/\\\\]+)_x[^/\\\\]+");
  private static final Pattern INSTALLED =
      Pattern.compile("Successfully installed plugin \\S+ from .+ to (.+)", Pattern.DOTALL);

  private final Settings settings;
  private final Cli cli;
  private final Template template;
  private final Failures failures;
  private final List<AutoCloseable> resources;
  private final Optional<Path> temporaryLogs;
  private volatile @Nullable PackerVersion knownVersion;
  private volatile boolean keepsLogs;

  Packer(
      Settings settings,
      Cli cli,
      Template template,
      List<AutoCloseable> resources,
      Optional<Path> temporaryLogs) {
    this.settings = settings;
    this.cli = cli;
    this.template = template;
    this.failures = new Failures(settings, template, this::version);
    this.resources = List.copyOf(resources);
    this.temporaryLogs = temporaryLogs;
  }

  /**
   * Begins with a folder.
   *
   * @param directory the folder of the template, in which Packer runs
   * @return a builder with everything else at its default
   */
  public static PackerBuilder in(Path directory) {
    return new PackerBuilder(directory);
  }

  /**
   * Asks for the version, once.
   *
   * @return the version of the binary
   * @throws PackerFailedException if the binary is no Packer
   */
  public PackerVersion version() {
    PackerVersion known = knownVersion;
    if (known == null) {
      Execution execution = require(run(Call.of(Phase.READ, "version")));
      String number = "";
      String preRelease = "";
      for (MachineLine line : execution.transcript().plainLines()) {
        if (line.type().equals("version")) {
          number = line.datum(0);
        } else if (line.type().equals("version-prelease")) {
          preRelease = line.datum(0);
        }
      }
      try {
        known = PackerVersion.parse(preRelease.isEmpty() ? number : number + "-" + preRelease);
      } catch (IllegalArgumentException e) {
        throw new PackerFailedException(
            "%s tells no version".formatted(settings.program()),
            "check that it is Packer",
            Failure.WITHOUT_COMMAND.causedBy(e));
      }
      knownVersion = known;
    }
    return known;
  }

  /**
   * Installs the plugins that an HCL2 template requires.
   *
   * @return what is installed; also where no registry could be reached but nothing had to be
   *     installed
   * @throws PluginMissingException if a plugin is missing and no registry can be reached
   * @throws InvalidTemplateException if the template is legacy JSON
   */
  public InitResult init() {
    return init(InitOptions.defaults());
  }

  /**
   * Installs the plugins that an HCL2 template requires.
   *
   * @param options how
   * @return what is installed; also where no registry could be reached but nothing had to be
   *     installed
   * @throws PluginMissingException if a plugin is missing and no registry can be reached
   * @throws InvalidTemplateException if the template is legacy JSON
   */
  public InitResult init(InitOptions options) {
    if (template.isLegacy()) {
      throw new InvalidTemplateException(
          "packer init takes HCL2 templates, and %s is legacy JSON".formatted(template.argument()),
          "install what it needs with `packer plugins install`, or with installPlugin()",
          Failure.WITHOUT_COMMAND);
    }
    Execution execution =
        run(
            Call.of(Phase.INIT, "init")
                .with(options.arguments())
                .on(template.argument())
                .needing(Set.of(Feature.INIT)));
    Optional<Failure> failure = execution.failure();
    boolean offline =
        execution.stopped().isEmpty() && failure.filter(Failures::isOffline).isPresent();
    if (failure.isPresent() && !offline) {
      throw failed(execution);
    }
    List<RequiredPlugin> plugins = requiredPlugins();
    List<String> missing =
        plugins.stream().filter(p -> !p.isInstalled()).map(RequiredPlugin::source).toList();
    if (offline && !missing.isEmpty()) {
      keepsLogs = true;
      throw failures.pluginMissing(missing, failure.orElse(Failure.WITHOUT_COMMAND));
    }
    if (offline) {
      LOG.info("packer init reached no registry, and all required plugins are installed");
    }
    return new InitResult(offline, plugins);
  }

  /**
   * The plugins that an HCL2 template requires in its {@code required_plugins}.
   *
   * @return the plugins with their installations; none for a legacy template
   */
  public List<RequiredPlugin> requiredPlugins() {
    if (template.isLegacy()) {
      return List.of();
    }
    Execution execution =
        require(
            run(
                Call.of(Phase.READ, "plugins", "required")
                    .on(template.argument())
                    .needing(Set.of(Feature.PLUGINS))));
    List<RequiredPlugin> plugins = new ArrayList<>();
    for (String text : execution.transcript().texts("message")) {
      Matcher matcher = REQUIRED.matcher(text);
      if (matcher.matches()) {
        List<Path> installations = new ArrayList<>();
        // Paths may contain spaces, but each is absolute.
        for (String path : matcher.group(4).split(" (?=/|[A-Za-z]:\\\\)", -1)) {
          if (!path.isBlank()) {
            installations.add(Path.of(path));
          }
        }
        plugins.add(
            new RequiredPlugin(
                matcher.group(1), matcher.group(2), matcher.group(3), installations));
      }
    }
    return List.copyOf(plugins);
  }

  /**
   * The plugins that are installed.
   *
   * @return the plugins, of all versions
   */
  public List<InstalledPlugin> installedPlugins() {
    Execution execution =
        require(run(Call.of(Phase.READ, "plugins", "installed").needing(Set.of(Feature.PLUGINS))));
    return execution.transcript().texts("message").stream()
        .map(Packer::installed)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<InstalledPlugin> installed(String path) {
    Matcher matcher = BINARY.matcher(path.strip());
    return matcher.matches()
        ? Optional.of(
            new InstalledPlugin(
                "%s/%s/%s".formatted(matcher.group(1), matcher.group(2), matcher.group(3)),
                matcher.group(4),
                Path.of(path.strip())))
        : Optional.empty();
  }

  /**
   * Installs a plugin from a file, for which no network is needed.
   *
   * @param binary the plugin's binary
   * @param source where it comes from, for example {@code github.com/hashicorp/docker}
   * @return the installed plugin
   * @throws UnsupportedPackerException if Packer is older than 1.10.0
   * @throws PackerFailedException if the file is no plugin
   */
  public InstalledPlugin installPlugin(Path binary, String source) {
    if (source.isBlank() || source.startsWith("-")) {
      throw new IllegalArgumentException(
          "'%s' is no source of a plugin, perhaps you should write it like".formatted(source)
              + " github.com/hashicorp/docker");
    }
    Execution execution =
        require(
            run(
                Call.of(Phase.INIT, "plugins", "install")
                    .with(List.of("--path", binary.toAbsolutePath().toString()))
                    .on(source)
                    .needing(Set.of(Feature.PLUGINS, Feature.INSTALL_FROM_FILE))));
    return execution.transcript().texts("say").stream()
        .map(INSTALLED::matcher)
        .filter(Matcher::matches)
        .map(matcher -> installed(matcher.group(1)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new PackerFailedException(
                    "Packer did not say where it installed " + source,
                    "look at installedPlugins()",
                    Failure.WITHOUT_COMMAND));
  }

  /**
   * Checks the template, with the settings of its plugins.
   *
   * @return whether it can be built, and what Packer says of it
   * @throws PluginMissingException if it needs a plugin that is not installed
   */
  public Validation validate() {
    return validate(ValidateOptions.defaults());
  }

  /**
   * Checks the template.
   *
   * @param options what of it
   * @return whether it can be built, and what Packer says of it
   * @throws PluginMissingException if it needs a plugin that is not installed
   */
  public Validation validate(ValidateOptions options) {
    Execution execution =
        run(
            Call.of(Phase.READ, "validate")
                .with(options.arguments())
                .with(options.inputs())
                .on(template.argument())
                .needing(options.features()));
    List<PackerDiagnostic> diagnostics = new ArrayList<>(execution.transcript().diagnostics());
    if (execution.failure().isEmpty()) {
      return new Validation(true, diagnostics);
    }
    PackerException exception = failures.of(execution);
    if (!(exception instanceof InvalidTemplateException)) {
      throw kept(exception);
    }
    if (diagnostics.stream().noneMatch(PackerDiagnostic::isError)) {
      // A legacy template that is no JSON.
      execution.transcript().complaints().stream()
          .map(DiagnosticReader::read)
          .forEach(diagnostics::addAll);
    }
    return new Validation(false, diagnostics);
  }

  /**
   * Looks what the template consists of.
   *
   * @return its variables and builds
   */
  public Inspection inspect() {
    return inspect(InspectOptions.defaults());
  }

  /**
   * Looks what the template consists of.
   *
   * @param options with which variables
   * @return its variables and builds
   */
  public Inspection inspect(InspectOptions options) {
    Call call = Call.of(Phase.READ, "inspect").with(options.inputs()).on(template.argument());
    // Of an HCL2 template, what is written for programs is what is written for people, with
    // escapes that cannot be undone.
    Execution execution = require(run(template.isLegacy() ? call : call.forPeople()));
    return template.isLegacy()
        ? InspectionReader.legacy(execution.transcript().plainLines())
        : InspectionReader.hcl(
            settings
                .redactor()
                .redact(execution.result().map(result -> result.stdout()).orElse("")));
  }

  /**
   * Looks which HCL2 files are not formatted as {@code packer fmt} would.
   *
   * @param options where to look
   * @return the files, absolute; none if all are formatted. JSON is never formatted.
   */
  public List<Path> unformattedFiles(FormatOptions options) {
    if (template.isLegacy()) {
      return List.of();
    }
    Execution execution =
        require(
            run(
                Call.of(Phase.READ, "fmt", "-check")
                    .with(options.arguments())
                    .on(template.argument())
                    .succeedingWith(0, 3)
                    .needing(Set.of(Feature.FORMAT))));
    return execution
        .result()
        .map(result -> result.stdout())
        .orElse("")
        .lines()
        .filter(line -> MachineLine.parse(line).isEmpty() && !line.isBlank())
        .map(template.directory()::resolve)
        .map(Path::normalize)
        .toList();
  }

  /**
   * Builds everything.
   *
   * @return what came of it
   * @throws BuildFailedException if one of the builds failed
   * @throws PackerStoppedException if it was stopped; says what may remain
   * @throws PluginMissingException if a plugin is not installed
   * @throws InvalidTemplateException if the template or a variable is wrong
   */
  public BuildResult build() {
    return build(BuildOptions.defaults());
  }

  /**
   * Builds.
   *
   * @param options what and how
   * @return what came of it
   * @throws BuildFailedException if one of the builds failed
   * @throws PackerStoppedException if it was stopped; says what may remain
   * @throws PluginMissingException if a plugin is not installed
   * @throws InvalidTemplateException if the template or a variable is wrong
   */
  public BuildResult build(BuildOptions options) {
    Call call =
        Call.of(Phase.BUILD, "build")
            .with(options.arguments())
            .with(options.inputs())
            .on(template.argument())
            .needing(options.features());
    boolean warns =
        !template.isLegacy() && !settings.inputs().with(options.inputs()).values().isEmpty();
    if (warns) {
      // Otherwise a slip in a name would go unnoticed.
      call =
          call.with(List.of("-warn-on-undeclared-var"))
              .needing(Set.of(Feature.WARN_OF_UNDECLARED_VARIABLES));
    }
    Manifest manifest =
        new Manifest(
            template.directory().resolve(options.manifest().orElse(DEFAULT_MANIFEST)),
            new ManifestReader(new ArtifactReader(template.directory())));
    Execution execution = run(call);
    Transcript transcript = execution.transcript();
    if (execution.failure().isPresent()) {
      Leftovers leftovers =
          transcript.leftovers(manifest.entries(), execution.stopped().isPresent());
      throw execution.stopped().isPresent()
          ? stopped(execution, leftovers)
          : kept(failures.buildFailed(execution, leftovers, options));
    }
    transcript.incompleteness().ifPresent(what -> incomplete(execution, what));
    List<ManifestEntry> entries =
        options.manifest().isPresent() ? manifest.requiredEntries(execution) : manifest.entries();
    return new BuildResult(
        transcript.artifacts(), entries, transcript.diagnostics(), execution.duration());
  }

  private void incomplete(Execution execution, String what) {
    throw kept(
        new PackerFailedException(
            "Packer's list of artifacts is incomplete: " + what,
            "look at its log",
            new Failure(
                Optional.empty(),
                java.util.OptionalInt.empty(),
                List.of(),
                List.of(),
                execution.result().flatMap(result -> result.stdoutLog()),
                Optional.empty())));
  }

  private Execution run(Call call) {
    PackerVersion known = knownVersion;
    if (known != null) {
      for (Feature feature : call.features()) {
        if (!feature.isIn(known)) {
          throw new UnsupportedPackerException(
              "%s is Packer %s, which has no %s".formatted(settings.program(), known, feature),
              "use Packer %s or newer".formatted(feature.since()),
              Failure.WITHOUT_COMMAND);
        }
      }
    }
    return cli.run(call);
  }

  private Execution require(Execution execution) {
    if (execution.failure().isPresent()) {
      throw failed(execution);
    }
    return execution;
  }

  private PackerException failed(Execution execution) {
    return execution.stopped().isPresent()
        ? stopped(execution, Leftovers.NONE)
        : kept(failures.of(execution));
  }

  private PackerException stopped(Execution execution, Leftovers leftovers) {
    PackerStoppedException exception = failures.stopped(execution, leftovers);
    if (exception.reason() == PackerStoppedException.Reason.INTERRUPTED) {
      // Only now: an interrupted thread cannot even read a manifest.
      Thread.currentThread().interrupt();
    }
    return kept(exception);
  }

  private PackerException kept(PackerException exception) {
    keepsLogs = true;
    return exception;
  }

  /** Stops what is running, with its grace, and removes temporary files. */
  @Override
  public void close() {
    cli.closing();
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("{} cannot be closed", resource, e);
      }
    }
    if (!keepsLogs) {
      temporaryLogs.ifPresent(PrivateFiles::deleteTree);
    }
  }

  /** The manifest of one build. */
  private static final class Manifest {

    private final Path file;
    private final ManifestReader reader;
    private final Optional<String> before;

    Manifest(Path file, ManifestReader reader) {
      this.file = file;
      this.reader = reader;
      Optional<String> last = Optional.empty();
      try {
        last = reader.lastRun(file);
      } catch (IOException | MalformedJsonException | UnexpectedValueException e) {
        LOG.debug("{} cannot be read before the build", file, e);
      }
      this.before = last;
    }

    List<ManifestEntry> entries() {
      try {
        return reader.since(file, before);
      } catch (IOException | MalformedJsonException | UnexpectedValueException e) {
        LOG.warn("{} cannot be read ({}) and is left out", file, e.getMessage());
        return List.of();
      }
    }

    List<ManifestEntry> requiredEntries(Execution execution) {
      List<ManifestEntry> entries = entries();
      if (entries.isEmpty()) {
        throw new PackerFailedException(
            "The build wrote nothing readable to the manifest " + file,
            "name the output of the template's manifest post-processor in manifest()",
            new Failure(
                Optional.empty(),
                java.util.OptionalInt.empty(),
                List.of(),
                List.of(),
                execution.result().flatMap(result -> result.stdoutLog()),
                Optional.empty()));
      }
      return entries;
    }
  }
}
