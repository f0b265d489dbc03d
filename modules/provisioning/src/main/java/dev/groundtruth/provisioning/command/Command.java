package dev.groundtruth.provisioning.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program to run, and how. Immutable.
 *
 * <pre>{@code
 * Command plan = Command.builder("terraform", "plan", "-input=false")
 *     .directory(Path.of("terraform"))
 *     .environment("TF_IN_AUTOMATION", "1")
 *     .environment("TF_VAR_password", Secret.of(password))
 *     .timeout(Duration.ofMinutes(10))
 *     .successCodes(0, 2)
 *     .build();
 * }</pre>
 */
public final class Command {

  /**
   * The variables a program gets from this process unless the command says otherwise: what finds
   * programs, homes and temporary folders, sets the language and time zone, and leads through
   * proxies. A {@code *} at the end stands for any rest of the name.
   */
  public static final Set<String> DEFAULT_INHERITED =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  "PATH",
                  "HOME",
                  "USER",
                  "LOGNAME",
                  "TMPDIR",
                  "LANG",
                  "LC_*",
                  "TZ",
                  "XDG_*",
                  "SSL_CERT_FILE",
                  "SSL_CERT_DIR",
                  "HTTP_PROXY",
                  "HTTPS_PROXY",
                  "NO_PROXY",
                  "http_proxy",
                  "https_proxy",
                  "no_proxy")));

  private final String program;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Map<String, Secret> secretEnvironment;
  private final Set<String> inherited;
  private final Optional<Path> directory;
  private final Optional<Duration> timeout;
  private final Optional<Duration> inactivityTimeout;
  private final Duration grace;
  private final byte[] stdin;
  private final Set<Integer> successCodes;
  private final int stdoutLimit;
  private final Optional<String> installation;

  private Command(Builder builder) {
    program = builder.program;
    arguments = List.copyOf(builder.arguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
    secretEnvironment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.secretEnvironment));
    inherited = Collections.unmodifiableSet(new LinkedHashSet<>(builder.inherited));
    directory = builder.directory;
    timeout = builder.timeout;
    inactivityTimeout = builder.inactivityTimeout;
    grace = builder.grace;
    stdin = builder.stdin.clone();
    successCodes = Set.copyOf(builder.successCodes);
    stdoutLimit = builder.stdoutLimit;
    installation = builder.installation;
  }

  /**
   * Begins a command.
   *
   * @param program a name to be found on the {@code PATH}, or a path
   * @param arguments the first arguments; never a secret, since other users can read them
   * @return a builder with everything else at its default
   */
  public static Builder builder(String program, String... arguments) {
    return new Builder(program).arguments(arguments);
  }

  /**
   * A command with everything but the arguments at its default.
   *
   * @param program a name to be found on the {@code PATH}, or a path
   * @param arguments the arguments; never a secret, since other users can read them
   * @return the command
   */
  public static Command of(String program, String... arguments) {
    return builder(program, arguments).build();
  }

  /**
   * The program.
   *
   * @return a name to be found on the {@code PATH}, or a path
   */
  public String program() {
    return program;
  }

  /**
   * The arguments.
   *
   * @return the arguments, without the program
   */
  public List<String> arguments() {
    return arguments;
  }

  /**
   * The variables set in addition to the inherited ones.
   *
   * @return name to value, without the secret ones
   */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * The secret variables set in addition to the inherited ones.
   *
   * @return name to value
   */
  public Map<String, Secret> secretEnvironment() {
    return secretEnvironment;
  }

  /**
   * The only variables the program gets from this process, where they are set.
   *
   * @return names; a {@code *} at the end stands for any rest
   */
  public Set<String> inherited() {
    return inherited;
  }

  /**
   * Where the program runs.
   *
   * @return the directory, or nothing for that of this process
   */
  public Optional<Path> directory() {
    return directory;
  }

  /**
   * How long the program may run before it is stopped.
   *
   * @return the time, or nothing for as long as it takes
   */
  public Optional<Duration> timeout() {
    return timeout;
  }

  /**
   * How long the program may write nothing on either output before it is stopped.
   *
   * @return the time, or nothing for as long as it likes
   */
  public Optional<Duration> inactivityTimeout() {
    return inactivityTimeout;
  }

  /**
   * How long a program that was asked to stop may take before it is killed.
   *
   * @return 30 seconds unless the command says otherwise
   */
  public Duration grace() {
    return grace;
  }

  /**
   * What the program reads on its standard input.
   *
   * @return a copy of the bytes; the end of input comes after them, also after none
   */
  public byte[] stdin() {
    return stdin.clone();
  }

  /**
   * The exit codes that are no failure.
   *
   * @return 0 only unless the command says otherwise
   */
  public Set<Integer> successCodes() {
    return successCodes;
  }

  /**
   * How much of the standard output is kept in memory for {@link CommandResult#stdout()}.
   *
   * @return a number of bytes, 4 MiB unless the command says otherwise
   */
  public int stdoutLimit() {
    return stdoutLimit;
  }

  /**
   * What to do when the program is missing.
   *
   * @return the rest of a sentence that begins "perhaps you should", or nothing for "install" and
   *     the program's name
   */
  public Optional<String> installation() {
    return installation;
  }

  /** The command line as a shell would read it. */
  @Override
  public String toString() {
    return Stream.concat(Stream.of(program), arguments.stream())
        .map(Command::quoted)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Collects what a command is made of. */
  public static final class Builder {

    private final String program;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, Secret> secretEnvironment = new LinkedHashMap<>();
    private final Set<String> inherited = new LinkedHashSet<>(DEFAULT_INHERITED);
    private Optional<Path> directory = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<Duration> inactivityTimeout = Optional.empty();
    private Duration grace = Duration.ofSeconds(30);
    private byte[] stdin = new byte[0];
    private Set<Integer> successCodes = Set.of(0);
    private int stdoutLimit = 4 << 20;
    private Optional<String> installation = Optional.empty();

    private Builder(String program) {
      if (program.isBlank()) {
        throw new IllegalArgumentException(
            "The program is blank, perhaps you should name the one to run");
      }
      this.program = program;
    }

    /**
     * Adds arguments.
     *
     * @param more the arguments; never a secret, since other users can read them
     * @return this
     */
    public Builder arguments(String... more) {
      return arguments(List.of(more));
    }

    /**
     * Adds arguments.
     *
     * @param more the arguments; never a secret, since other users can read them
     * @return this
     */
    public Builder arguments(Collection<String> more) {
      arguments.addAll(more);
      return this;
    }

    /**
     * Sets a variable.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      secretEnvironment.remove(name);
      return this;
    }

    /**
     * Sets variables.
     *
     * @param variables name to value
     * @return this
     */
    public Builder environment(Map<String, String> variables) {
      variables.forEach(this::environment);
      return this;
    }

    /**
     * Sets a variable whose value is redacted from everything the program writes.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public Builder environment(String name, Secret value) {
      secretEnvironment.put(name, value);
      environment.remove(name);
      return this;
    }

    /**
     * Lets the program get more variables from this process than {@link #DEFAULT_INHERITED}.
     *
     * @param names their names; a {@code *} at the end stands for any rest, {@code *} alone for all
     * @return this
     */
    public Builder inherit(String... names) {
      inherited.addAll(List.of(names));
      return this;
    }

    /**
     * Lets the program get these variables only from this process.
     *
     * @param names their names; a {@code *} at the end stands for any rest; none for an empty
     *     environment
     * @return this
     */
    public Builder inheritOnly(String... names) {
      inherited.clear();
      return inherit(names);
    }

    /**
     * Sets where the program runs.
     *
     * @param path the directory
     * @return this
     */
    public Builder directory(Path path) {
      directory = Optional.of(path);
      return this;
    }

    /**
     * Limits how long the program may run.
     *
     * @param limit a positive time
     * @return this
     * @throws IllegalArgumentException if the time is not positive
     */
    public Builder timeout(Duration limit) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException(
            "The timeout " + limit + " is not positive, perhaps you should leave it out");
      }
      timeout = Optional.of(limit);
      return this;
    }

    /**
     * Limits how long the program may write not a single byte, neither on its standard output nor
     * on its standard error. The time in which a listener holds the program up does not count.
     *
     * @param limit a positive time
     * @return this
     * @throws IllegalArgumentException if the time is not positive
     */
    public Builder inactivityTimeout(Duration limit) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException(
            "The inactivity timeout "
                + limit
                + " is not positive, perhaps you should leave it out");
      }
      inactivityTimeout = Optional.of(limit);
      return this;
    }

    /**
     * Sets how long the program may take to stop once it was asked to: by SIGTERM, once, and only
     * the program itself. After that time it is killed with all it started.
     *
     * @param limit a time; zero to kill it at once
     * @return this
     * @throws IllegalArgumentException if the time is negative
     */
    public Builder grace(Duration limit) {
      if (limit.isNegative()) {
        throw new IllegalArgumentException(
            "The grace " + limit + " is negative, perhaps you should write Duration.ZERO");
      }
      grace = limit;
      return this;
    }

    /**
     * Sets what the program reads on its standard input.
     *
     * @param bytes the bytes
     * @return this
     */
    public Builder stdin(byte[] bytes) {
      stdin = bytes.clone();
      return this;
    }

    /**
     * Sets the exit codes that are no failure, instead of 0.
     *
     * @param codes the codes, at least one
     * @return this
     * @throws IllegalArgumentException if there is none
     */
    public Builder successCodes(Integer... codes) {
      if (codes.length == 0) {
        throw new IllegalArgumentException(
            "There is no success code, perhaps you should name at least 0");
      }
      successCodes = Set.of(codes);
      return this;
    }

    /**
     * Sets how much of the standard output is kept in memory. The log has all of it in any case.
     *
     * @param bytes a number of bytes, not negative
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder stdoutLimit(int bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException(
            "The limit " + bytes + " is negative, perhaps you should write 0");
      }
      stdoutLimit = bytes;
      return this;
    }

    /**
     * Says what to do when the program is missing.
     *
     * @param advice the rest of a sentence that begins "perhaps you should", for example {@code run
     *     bin/setup --for local}
     * @return this
     */
    public Builder installation(String advice) {
      installation = Optional.of(advice);
      return this;
    }

    /**
     * The command.
     *
     * @return a command that later calls of this builder do not change
     */
    public Command build() {
      return new Command(this);
    }
  }
}
