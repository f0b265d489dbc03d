package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.internal.Environment;
import dev.groundtruth.provisioning.internal.PrivateFiles;
import dev.groundtruth.provisioning.internal.TimeLimits;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link Packer}; all of them have defaults. */
public final class PackerBuilder {

  /**
   * The variables Packer gets from this process besides those that every command gets: where its
   * plugins and its configuration are, credentials of AWS, what leads to Docker, and a token for
   * the downloads of {@code init}.
   */
  private static final Environment INHERITED =
      Environment.inheriting(
          "PACKER_PLUGIN_PATH",
          "PACKER_CONFIG_DIR",
          "PACKER_GITHUB_API_TOKEN",
          "AWS_*",
          "DOCKER_*",
          "SSH_AUTH_SOCK");

  private static final Pattern SECRET_VARIABLE =
      Pattern.compile(
          "AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_SECURITY_TOKEN|PACKER_GITHUB_API_TOKEN");

  private static final Pattern MANAGED =
      Pattern.compile("PKR_VAR_.*|PACKER_NO_COLOR|PACKER_RUN_UUID|CHECKPOINT_DISABLE");

  private final Path directory;
  private Environment environment = INHERITED;
  private TimeLimits<Phase> limits = TimeLimits.none();
  private Optional<Path> template = Optional.empty();
  private String binary = "packer";
  private @Nullable CommandRunner runner;
  private Redactor redactor = new Redactor();
  private Optional<Path> logs = Optional.empty();
  private Inputs inputs = Inputs.NONE;
  private Consumer<PackerEvent> listener = event -> {};

  PackerBuilder(Path directory) {
    this.directory = directory;
  }

  /**
   * Sets which template of the folder is used. Without it, all HCL2 files of the folder are one.
   *
   * @param file an HCL2 file ({@code .pkr.hcl}, {@code .pkr.json}) or a legacy JSON template with
   *     any other ending; a relative one starts at the folder
   * @return this
   */
  public PackerBuilder template(Path file) {
    template = Optional.of(file);
    return this;
  }

  /**
   * Sets which binary is run.
   *
   * @param nameOrPath {@code packer} (the default), or a path; a relative one starts at the folder
   *     of this process
   * @return this
   */
  public PackerBuilder binary(String nameOrPath) {
    boolean isPath = nameOrPath.indexOf('/') >= 0 || nameOrPath.indexOf(File.separatorChar) >= 0;
    binary = isPath ? Path.of(nameOrPath).toAbsolutePath().toString() : nameOrPath;
    return this;
  }

  /**
   * Sets what runs the commands. It is not closed with the {@link Packer}.
   *
   * @param runner the runner
   * @param redactor what the runner redacts with, so that secret variables become known to it
   * @return this
   */
  public PackerBuilder runner(CommandRunner runner, Redactor redactor) {
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
  public PackerBuilder logs(Path folder) {
    logs = Optional.of(folder);
    return this;
  }

  /**
   * Sets where plugins are installed and looked for ({@code PACKER_PLUGIN_PATH}).
   *
   * @param folder the folder
   * @return this
   */
  public PackerBuilder pluginPath(Path folder) {
    return environment("PACKER_PLUGIN_PATH", folder.toAbsolutePath().toString());
  }

  /**
   * Sets a variable of the environment of all commands.
   *
   * @param name its name
   * @param value its value
   * @return this
   * @throws IllegalArgumentException if it is one that is set by this library
   */
  public PackerBuilder environment(String name, String value) {
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
  public PackerBuilder environment(String name, Secret value) {
    environment = environment.with(unmanaged(name), value);
    return this;
  }

  /**
   * Lets the commands have more variables of the environment of this process. They have few: what
   * finds programs, homes and proxies, {@code PACKER_PLUGIN_PATH}, {@code PACKER_CONFIG_DIR},
   * {@code PACKER_GITHUB_API_TOKEN}, {@code AWS_*}, {@code DOCKER_*} and {@code SSH_AUTH_SOCK}.
   * Never {@code PKR_VAR_*}, which would change what is built behind one's back.
   *
   * @param names their names; a {@code *} at the end stands for any rest
   * @return this
   * @throws IllegalArgumentException if one is set by this library
   */
  public PackerBuilder inherit(String... names) {
    for (String name : names) {
      if (name.endsWith("*") && "PKR_VAR_".startsWith(name.substring(0, name.length() - 1))) {
        throw new IllegalArgumentException(
            name + " would let PKR_VAR_* in, perhaps you should name more of it");
      }
      environment = environment.inherit(unmanaged(name));
    }
    return this;
  }

  private static String unmanaged(String name) {
    if (MANAGED.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s is set by this library, perhaps you should %s"
              .formatted(name, name.startsWith("PKR_VAR_") ? "use variable()" : "leave it out"));
    }
    return name;
  }

  /**
   * Sets a variable of the template for all commands that take some. It goes to Packer in a file
   * that only its owner can read, and is removed afterwards.
   *
   * @param name its name
   * @param value a text, number, boolean, collection or map, or a {@link Secret}, which is redacted
   *     from everything Packer writes (from four characters on), also where the template does not
   *     call it sensitive: Packer itself does not mask secrets in its machine-readable output. A
   *     legacy JSON template takes texts, numbers, booleans and secrets only.
   * @return this
   * @throws IllegalArgumentException if the value is of another type
   */
  public PackerBuilder variable(String name, @Nullable Object value) {
    inputs = inputs.variable(name, value);
    return this;
  }

  /**
   * Sets variables of the template for all commands that take some.
   *
   * @param values name to value, as for {@link #variable}
   * @return this
   * @throws IllegalArgumentException if a value is of another type
   */
  public PackerBuilder variables(Map<String, ?> values) {
    inputs = inputs.variables(values);
    return this;
  }

  /**
   * Reads variables from a file, for all commands that take some; single variables win over it.
   *
   * @param file a file with the ending {@code .hcl} or {@code .json}; a relative one starts at the
   *     template's folder
   * @return this
   */
  public PackerBuilder variablesFile(Path file) {
    inputs = inputs.file(file);
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
  public PackerBuilder timeout(Phase phase, Duration limit) {
    limits = limits.timeout(phase, limit);
    return this;
  }

  /**
   * Limits how long any command may write nothing at all. A builder may be silent for long: one
   * that makes an image of a disk says so once and waits for it.
   *
   * @param limit a positive time; there is none by default
   * @return this
   * @throws IllegalArgumentException if the time is not positive
   */
  public PackerBuilder inactivityTimeout(Duration limit) {
    limits = limits.inactivityTimeout(limit);
    return this;
  }

  /**
   * Sets how long a command of a phase that was asked to stop may take to clean up before it is
   * killed.
   *
   * @param phase the phase
   * @param limit a time; {@link Phase#defaultGrace()} by default, and with none it is killed at
   *     once
   * @return this
   * @throws IllegalArgumentException if the time is negative
   */
  public PackerBuilder grace(Phase phase, Duration limit) {
    limits = limits.grace(phase, limit);
    return this;
  }

  /**
   * Sets who hears the events of all commands as they happen.
   *
   * @param hearer called by a thread of its own, one event after the other, redacted; must not
   *     block
   * @return this
   */
  public PackerBuilder listener(Consumer<PackerEvent> hearer) {
    listener = hearer;
    return this;
  }

  /**
   * Makes what was set usable.
   *
   * @return what runs commands, to be closed
   * @throws InvalidTemplateException if there is no template
   */
  public Packer open() {
    Template found = Template.of(directory, template);
    Environment.registerCredentials(SECRET_VARIABLE, redactor);
    Settings settings = new Settings(binary, redactor, environment, inputs, limits, listener);
    CommandRunner used = runner;
    Optional<Path> temporaryLogs = Optional.empty();
    List<AutoCloseable> resources = new ArrayList<>();
    if (used == null) {
      Path folder = logs.orElseGet(PrivateFiles::temporaryLogs);
      temporaryLogs = logs.isPresent() ? Optional.empty() : Optional.of(folder);
      ProcessCommandRunner own = new ProcessCommandRunner(folder, redactor).closeOnShutdown();
      resources.add(own);
      used = own;
    }
    return new Packer(settings, new Cli(settings, used, found), found, resources, temporaryLogs);
  }
}
