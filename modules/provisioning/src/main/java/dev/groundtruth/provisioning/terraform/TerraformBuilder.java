package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.internal.Environment;
import dev.groundtruth.provisioning.internal.PrivateFiles;
import dev.groundtruth.provisioning.internal.TimeLimits;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link Terraform}; all of them have defaults. */
public final class TerraformBuilder {

  /**
   * The variables Terraform gets from this process besides those that every command gets:
   * credentials of AWS and of registries, and what says where providers come from.
   */
  private static final Environment INHERITED =
      Environment.inheriting(
          "AWS_*",
          "TF_TOKEN_*",
          "TF_CLI_CONFIG_FILE",
          PluginCache.VARIABLE,
          "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE",
          "SSH_AUTH_SOCK");

  private static final Pattern SECRET_VARIABLE =
      Pattern.compile("AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_SECURITY_TOKEN|TF_TOKEN_.*");

  private static final Pattern MANAGED =
      Pattern.compile("TF_IN_AUTOMATION|TF_INPUT|TF_VAR_.*|TF_CLI_ARGS.*|TF_WORKSPACE");

  /** One for each kind, to be found by a pattern of a caller. */
  private static final List<String> MANAGED_NAMES =
      List.of("TF_IN_AUTOMATION", "TF_INPUT", "TF_VAR_", "TF_CLI_ARGS", "TF_WORKSPACE");

  private final Path directory;
  private final Map<Phase, Retries> retries = new EnumMap<>(Phase.class);
  private Environment environment = INHERITED;
  private TimeLimits<Phase> limits = TimeLimits.none();
  private String binary = "terraform";
  private @Nullable CommandRunner runner;
  private Redactor redactor = new Redactor();
  private Optional<Path> logs = Optional.empty();
  private Optional<String> workspace = Optional.empty();
  private Optional<Path> pluginCache = Optional.empty();
  private Variables variables = Variables.none();
  private Optional<Consumer<TerraformEvent>> listener = Optional.empty();
  private boolean isolated;
  private boolean kept;
  private Optional<Path> copyRoot = Optional.empty();

  TerraformBuilder(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /**
   * Sets which binary is run.
   *
   * @param nameOrPath {@code terraform} (the default), {@code tofu}, or a path; a relative one
   *     starts at the folder of this process
   * @return this
   */
  public TerraformBuilder binary(String nameOrPath) {
    boolean isPath = nameOrPath.indexOf('/') >= 0 || nameOrPath.indexOf(File.separatorChar) >= 0;
    binary = isPath ? Path.of(nameOrPath).toAbsolutePath().toString() : nameOrPath;
    return this;
  }

  /**
   * Sets what runs the commands. It is not closed with the {@link Terraform}.
   *
   * @param runner the runner
   * @param redactor what the runner redacts with, so that sensitive values become known to it
   * @return this
   */
  public TerraformBuilder runner(CommandRunner runner, Redactor redactor) {
    this.runner = runner;
    this.redactor = redactor;
    return this;
  }

  /**
   * Sets where the logs of the commands are written. Without it they are in a temporary folder that
   * is removed on close, unless a command failed. Of no use with a {@link #runner} of one's own.
   *
   * @param folder the folder; made when missing
   * @return this
   */
  public TerraformBuilder logs(Path folder) {
    logs = Optional.of(folder);
    return this;
  }

  /**
   * Sets a variable of the environment of all commands.
   *
   * @param name its name
   * @param value its value
   * @return this
   * @throws IllegalArgumentException if it is one that is set by this library
   */
  public TerraformBuilder environment(String name, String value) {
    environment = environment.with(unmanaged(name), value);
    return this;
  }

  /**
   * Sets a variable of the environment of all commands whose value is secret.
   *
   * @param name its name
   * @param value its value
   * @return this
   * @throws IllegalArgumentException if it is one that is set by this library
   */
  public TerraformBuilder environment(String name, Secret value) {
    environment = environment.with(unmanaged(name), value);
    return this;
  }

  private static String unmanaged(String name) {
    boolean isPattern = name.endsWith("*");
    String begin = isPattern ? name.substring(0, name.length() - 1) : name;
    if (MANAGED.matcher(name).matches()
        || (isPattern && MANAGED_NAMES.stream().anyMatch(managed -> managed.startsWith(begin)))) {
      throw new IllegalArgumentException(
          "%s is set by this library, perhaps you should use %s"
              .formatted(
                  name,
                  name.startsWith("TF_VAR_")
                      ? "variables()"
                      : name.equals("TF_WORKSPACE") ? "workspace()" : "the options of a command"));
    }
    return name;
  }

  /**
   * Lets the commands have more variables of the environment of this process. They have few: what
   * finds programs, homes and proxies, {@code AWS_*}, {@code TF_TOKEN_*}, {@code
   * TF_CLI_CONFIG_FILE}, {@code TF_PLUGIN_CACHE_DIR} and {@code SSH_AUTH_SOCK}. Never {@code
   * TF_VAR_*}, {@code TF_CLI_ARGS*}, {@code TF_WORKSPACE} and the like, which would change what a
   * command does behind one's back.
   *
   * @param names their names; a {@code *} at the end stands for any rest
   * @return this
   * @throws IllegalArgumentException if one is set by this library
   */
  public TerraformBuilder inherit(String... names) {
    for (String name : names) {
      environment = environment.inherit(unmanaged(name));
    }
    return this;
  }

  /**
   * Sets variables of the configuration for all commands that take some.
   *
   * @param more the variables; they win over earlier ones with the same name
   * @return this
   */
  public TerraformBuilder variables(Variables more) {
    variables = variables.with(more);
    return this;
  }

  /**
   * Sets a variable of the configuration for all commands that take some.
   *
   * @param name its name
   * @param value its value, as for {@link Variables#with(String, Object)}
   * @return this
   */
  public TerraformBuilder variable(String name, @Nullable Object value) {
    variables = variables.with(name, value);
    return this;
  }

  /**
   * Runs all commands in a workspace ({@code TF_WORKSPACE}), without selecting it for others that
   * use the same working directory.
   *
   * @param name its name
   * @return this
   */
  public TerraformBuilder workspace(String name) {
    workspace = Optional.of(Arguments.operand("workspace", name));
    return this;
  }

  /**
   * Limits how long commands of a phase may run.
   *
   * @param phase the phase
   * @param limit a positive time; there is none by default
   * @return this
   * @throws IllegalArgumentException if the time is not positive
   */
  public TerraformBuilder timeout(Phase phase, Duration limit) {
    limits = limits.timeout(phase, limit);
    return this;
  }

  /**
   * Limits how long any command may write nothing at all. Terraform writes every ten seconds while
   * an apply goes on, but may be silent for long while it reads.
   *
   * @param limit a positive time; there is none by default
   * @return this
   * @throws IllegalArgumentException if the time is not positive
   */
  public TerraformBuilder inactivityTimeout(Duration limit) {
    limits = limits.inactivityTimeout(limit);
    return this;
  }

  /**
   * Sets how long an interrupted command of a phase may take to save its state before it is killed.
   *
   * @param phase the phase
   * @param limit a time; {@link Phase#defaultGrace()} by default, and with none it is killed at
   *     once
   * @return this
   * @throws IllegalArgumentException if the time is negative
   */
  public TerraformBuilder grace(Phase phase, Duration limit) {
    limits = limits.grace(phase, limit);
    return this;
  }

  /**
   * Runs commands of a phase again that failed for a passing reason.
   *
   * @param phase the phase
   * @param policy how often; never by default
   * @return this
   */
  public TerraformBuilder retries(Phase phase, Retries policy) {
    retries.put(phase, policy);
    return this;
  }

  /**
   * Sets who hears the events of {@code init}, {@code plan}, {@code apply}, {@code destroy} and
   * {@code test} as they happen.
   *
   * @param hearer called by a thread of its own, one event after the other, redacted; must not
   *     block
   * @return this
   */
  public TerraformBuilder listener(Consumer<TerraformEvent> hearer) {
    listener = Optional.of(hearer);
    return this;
  }

  /**
   * Sets a folder in which providers are kept between runs. Only one {@code init} at a time uses
   * it, also of other processes that use this library, since Terraform itself does not guard it.
   * The folder that {@code TF_PLUGIN_CACHE_DIR} names is guarded the same way.
   *
   * @param folder the folder; made when missing
   * @return this
   */
  public TerraformBuilder pluginCache(Path folder) {
    pluginCache = Optional.of(folder.toAbsolutePath());
    return this;
  }

  /**
   * Runs in a copy of the folder, so that several runs do not meet and nothing is left in it. The
   * copy has the folder and the local modules it uses ({@code ../modules/x}), in the same places
   * relative to each other; not {@code .terraform}, states and what belongs to version control. It
   * is removed on close.
   *
   * @return this
   */
  public TerraformBuilder isolated() {
    isolated = true;
    return this;
  }

  /**
   * Like {@link #isolated()}, with all that is in a folder above: for a configuration that reads
   * files from there ({@code file("../keys/x")}).
   *
   * @param root the folder to copy; contains the working directory
   * @return this
   */
  public TerraformBuilder isolatedWith(Path root) {
    copyRoot = Optional.of(root.toAbsolutePath().normalize());
    return isolated();
  }

  /**
   * Keeps the isolated copy on close, with its state; {@link Terraform#directory()} says where.
   *
   * @return this
   */
  public TerraformBuilder keepingCopy() {
    kept = true;
    return this;
  }

  /**
   * Makes what was set usable.
   *
   * @return what runs commands, to be closed
   * @throws InvalidConfigurationException if the folder is missing or has no configuration
   */
  public Terraform open() {
    requireConfiguration();
    Environment.registerCredentials(SECRET_VARIABLE, redactor);
    Environment all =
        workspace.map(name -> environment.with("TF_WORKSPACE", name)).orElse(environment);
    Settings settings =
        new Settings(binary, redactor, all, variables, limits, retries, listener, pluginCache);
    List<AutoCloseable> resources = new ArrayList<>();
    WorkingCopy copy =
        isolated ? WorkingCopy.of(directory, copyRoot, kept) : WorkingCopy.inPlace(directory);
    CommandRunner used = runner;
    Optional<Path> temporaryLogs = Optional.empty();
    if (used == null) {
      Path folder = logs.orElseGet(PrivateFiles::temporaryLogs);
      temporaryLogs = logs.isPresent() ? Optional.empty() : Optional.of(folder);
      ProcessCommandRunner own = new ProcessCommandRunner(folder, redactor);
      resources.add(own);
      used = own;
    }
    return new Terraform(settings, used, copy, resources, temporaryLogs);
  }

  private void requireConfiguration() {
    if (!Files.isDirectory(directory)) {
      throw new InvalidConfigurationException(
          "%s is %s".formatted(directory, Files.exists(directory) ? "no folder" : "missing"),
          "name the folder that contains the .tf files",
          Failure.WITHOUT_COMMAND);
    }
    try (Stream<Path> files = Files.list(directory)) {
      if (files.noneMatch(LocalModules::isConfiguration)) {
        throw new InvalidConfigurationException(
            directory + " has no .tf, .tf.json, .tofu or .tofu.json file",
            "name the folder of the root module",
            Failure.WITHOUT_COMMAND);
      }
    } catch (IOException e) {
      throw new InvalidConfigurationException(
          "%s cannot be read (%s)".formatted(directory, e.getMessage()),
          "check its permissions",
          Failure.WITHOUT_COMMAND);
    }
  }
}
