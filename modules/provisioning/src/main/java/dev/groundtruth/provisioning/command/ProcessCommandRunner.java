package dev.groundtruth.provisioning.command;

import dev.groundtruth.provisioning.command.OutputListener.Channel;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands as processes of the operating system.
 *
 * <p>Both outputs are streamed, redacted, into two files that only the owner can read, however long
 * they and their lines are; memory use does not grow with them.
 *
 * <p>A command whose time is up, whose thread is interrupted, or whose runner is closed gets one
 * SIGTERM, which the processes below it do not get, so that it can finish with their help. What it
 * leaves behind is then asked to terminate as well. What is still there after the command's grace
 * is killed. A command that fails by itself is cleaned up after in the same way; what one that
 * succeeds leaves behind runs on.
 *
 * <p>Where there is a {@code setsid} program, as on Linux, commands run in sessions of their own.
 * They have no terminal: Ctrl-C reaches this process only, which passes it on as the one SIGTERM,
 * see {@link #closeOnShutdown}. And what loses its parent is still found, unless it began a session
 * itself <em>and</em> was never seen below the command. Without it, as on macOS, Ctrl-C in a
 * terminal reaches commands directly, in addition to the SIGTERM, and processes below a command
 * that ended by itself are not found. On Windows a process cannot be asked, only be killed.
 *
 * <p>A JVM that is killed (SIGKILL) can stop nothing. Its commands run on until they end or write:
 * they then get SIGPIPE, which ends most programs, but not what those started.
 */
public final class ProcessCommandRunner implements CommandRunner, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessCommandRunner.class);

  /** How long an output may be silent but open after the program's end before it is given up. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /**
   * How long the end of a process may take after the end of its outputs until it is asked again.
   */
  private static final Duration EXIT = Duration.ofMillis(20);

  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private final Path logDirectory;
  private final Redactor redactor;
  private final Set<Execution> executions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sequence = new AtomicInteger();
  private final SessionLeader sessionLeader;
  private volatile boolean closed;
  private volatile @Nullable Thread shutdownHook;

  /**
   * A runner.
   *
   * @param logDirectory where the logs are written; created when missing, for the owner only
   * @param redactor knows the secrets; those of commands are registered with it
   */
  public ProcessCommandRunner(Path logDirectory, Redactor redactor) {
    this(logDirectory, redactor, SessionLeader.find());
  }

  /** A runner that may be without a {@code setsid} program. */
  ProcessCommandRunner(Path logDirectory, Redactor redactor, SessionLeader sessionLeader) {
    this.logDirectory = logDirectory;
    this.redactor = redactor;
    this.sessionLeader = sessionLeader;
  }

  /**
   * Closes this runner also when the JVM shuts down, for example after Ctrl-C.
   *
   * @return this
   */
  public synchronized ProcessCommandRunner closeOnShutdown() {
    if (shutdownHook == null && !closed) {
      Thread hook = new Thread(this::stopAll, "groundtruth-stop-commands");
      Runtime.getRuntime().addShutdownHook(hook);
      shutdownHook = hook;
    }
    return this;
  }

  @Override
  public CommandResult run(Command command, OutputListener listener) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before " + commandLine(command));
    }
    command.secretEnvironment().values().forEach(redactor::register);
    requireDirectory(command);
    ProcessBuilder builder = processBuilder(command);
    try (Logs logs = openLogs(command, listener)) {
      Execution execution = new Execution(command, logs);
      executions.add(execution);
      try {
        // Only now: close() either sees the execution or has set this before.
        if (closed) {
          throw new IllegalStateException(
              "The runner is closed, perhaps you should run %s before"
                  .formatted(commandLine(command)));
        }
        return execution.run(builder);
      } finally {
        executions.remove(execution);
        execution.ended.complete(null);
      }
    }
  }

  private String commandLine(Command command) {
    return redactor.redact(command.toString());
  }

  private void requireDirectory(Command command) {
    command
        .directory()
        .filter(directory -> !Files.isDirectory(directory))
        .ifPresent(
            directory -> {
              throw new CommandNotStartedException(
                  "`%s` is to run in %s, which is %s, perhaps you should %s"
                      .formatted(
                          commandLine(command),
                          directory,
                          Files.exists(directory) ? "not a directory" : "missing",
                          Files.exists(directory) ? "name its parent" : "create it"),
                  null);
            });
  }

  private ProcessBuilder processBuilder(Command command) {
    ProcessBuilder builder = new ProcessBuilder();
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(
            name -> command.inherited().stream().noneMatch(pattern -> matches(pattern, name)));
    environment.putAll(command.environment());
    command.secretEnvironment().forEach((name, value) -> environment.put(name, value.reveal()));
    command.directory().map(Path::toFile).ifPresent(builder::directory);
    List<String> words = new ArrayList<>();
    words.add(find(command, environment));
    words.addAll(command.arguments());
    return builder.command(sessionLeader.words(words));
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  /** Looks on the PATH the program will have; the platform would look on that of this process. */
  private static String find(Command command, Map<String, String> environment) {
    String program = command.program();
    String path = environment.getOrDefault("PATH", "");
    boolean isPath = program.indexOf('/') >= 0 || program.indexOf(File.separatorChar) >= 0;
    if (File.separatorChar == '\\' && !isPath) {
      return program;
    }
    Path directory = command.directory().orElse(Path.of("")).toAbsolutePath();
    Stream<Path> candidates =
        isPath
            ? Stream.of(directory.resolve(program))
            : Stream.of(path.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> directory.resolve(entry).resolve(program));
    List<Path> files = candidates.filter(Files::isRegularFile).toList();
    Optional<Path> executable = files.stream().filter(Files::isExecutable).findFirst();
    if (executable.isPresent()) {
      return executable.get().toString();
    }
    if (!files.isEmpty()) {
      throw new CommandNotStartedException(
          "%s is not executable, perhaps you should run chmod +x %s"
              .formatted(files.get(0), files.get(0)),
          null);
    }
    throw new CommandNotFoundException(
        program,
        "%s is not there%s, perhaps you should %s"
            .formatted(
                isPath ? directory.resolve(program) : program,
                isPath ? "" : " (looked in PATH " + path + ")",
                command.installation().orElse("install " + program)));
  }

  private Logs openLogs(Command command, OutputListener listener) {
    try {
      Files.createDirectories(logDirectory, ownerOnly("rwx------"));
      Path program = Path.of(command.program()).getFileName();
      while (true) {
        String name = "%04d-%s".formatted(sequence.incrementAndGet(), program);
        Path stdout = logDirectory.resolve(name + ".stdout.log");
        Path stderr = logDirectory.resolve(name + ".stderr.log");
        try {
          OutputStream out = create(stdout);
          try {
            return new Logs(
                new OutputSink(stdout, out, Channel.STDOUT, listener),
                new OutputSink(stderr, create(stderr), Channel.STDERR, listener));
          } catch (IOException e) {
            out.close();
            throw e;
          }
        } catch (FileAlreadyExistsException e) {
          LOG.trace("{} is of another run", stdout, e);
        }
      }
    } catch (IOException e) {
      throw new CommandNotStartedException(
          "The logs of `%s` cannot be written in %s (%s), perhaps you should choose another folder"
              .formatted(commandLine(command), logDirectory, e),
          e);
    }
  }

  private static OutputStream create(Path file) throws IOException {
    return Channels.newOutputStream(
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly("rw-------")));
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Stops all running commands, waits until they have ended, and runs no more. */
  @Override
  public void close() {
    stopAll();
    Thread hook = shutdownHook;
    if (hook != null) {
      shutdownHook = null;
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        LOG.trace("The JVM is shutting down and has called the hook", e);
      }
    }
  }

  private void stopAll() {
    closed = true;
    List<Execution> running = List.copyOf(executions);
    running.forEach(execution -> execution.closing.complete(null));
    running.forEach(execution -> execution.ended.join());
  }

  /** Where both outputs of a command go. */
  private record Logs(OutputSink stdout, OutputSink stderr) implements AutoCloseable {
    @Override
    public void close() {
      stdout.close();
      stderr.close();
    }
  }

  /** One run of a command. */
  private final class Execution {

    private final Command command;
    private final Logs logs;
    private final CompletableFuture<@Nullable Void> closing = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    Execution(Command command, Logs logs) {
      this.command = command;
      this.logs = logs;
    }

    CommandResult run(ProcessBuilder builder) throws InterruptedException {
      LOG.atDebug().setMessage("Running {}").addArgument(() -> commandLine(command)).log();
      long start = System.nanoTime();
      Process process = start(builder);
      OutputPump stdout =
          new OutputPump(
              "stdout of " + command.program(),
              process.getInputStream(),
              redactor.redacting(logs.stdout()),
              command.stdoutLimit());
      OutputPump stderr =
          new OutputPump(
              "stderr of " + command.program(),
              process.getErrorStream(),
              redactor.redacting(logs.stderr()),
              0);
      stdout.start();
      stderr.start();
      feed(process);
      End end = await(process, stdout, stderr, start);
      boolean killed = false;
      if (end != End.BY_ITSELF || !command.successCodes().contains(process.exitValue())) {
        killed = !new ProcessTree(process, sessionLeader.isAvailable()).stop(command.grace());
      }
      drain(stdout, stderr);
      CommandResult result =
          new CommandResult(
              process.exitValue(),
              Duration.ofNanos(System.nanoTime() - start),
              stdout.kept(),
              stdout.isComplete(),
              Optional.of(logs.stdout().file()),
              Optional.of(logs.stderr().file()));
      LOG.atDebug()
          .setMessage("{} ended with {}")
          .addArgument(() -> commandLine(command))
          .addArgument(result)
          .log();
      return checked(result, end, killed);
    }

    private Process start(ProcessBuilder builder) {
      try {
        return builder.start();
      } catch (IOException e) {
        throw new CommandNotStartedException(
            "`%s` cannot be started (%s), perhaps you should try it in a shell"
                .formatted(commandLine(command), redactor.redact(String.valueOf(e.getMessage()))),
            e);
      }
    }

    /** In a thread of its own: a program may write before it reads. */
    private void feed(Process process) {
      byte[] bytes = command.stdin();
      if (bytes.length == 0) {
        write(process, bytes);
        return;
      }
      Thread thread = new Thread(() -> write(process, bytes), "stdin of " + command.program());
      thread.setDaemon(true);
      thread.start();
    }

    private void write(Process process, byte[] bytes) {
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(bytes);
      } catch (IOException e) {
        LOG.debug("{} did not read all of its input", command.program(), e);
      }
    }

    /** Waits for the end of the process or for a reason to stop it. */
    private End await(Process process, OutputPump stdout, OutputPump stderr, long start) {
      // The end of both outputs is heard of sooner than that of the process, which mostly follows
      // at once; a process left behind may keep them open, and a process may close them.
      CompletableFuture<?> outputs = CompletableFuture.allOf(stdout.ended(), stderr.ended());
      CompletableFuture<?> exit = process.onExit();
      CompletableFuture<?> end = CompletableFuture.anyOf(exit, closing);
      CompletableFuture<?> hint = CompletableFuture.anyOf(end, outputs);
      try {
        while (true) {
          Patience patience = patience(start, stdout, stderr);
          if (patience.isOver()) {
            return process.isAlive() ? patience.end() : End.BY_ITSELF;
          }
          if (await(outputs.isDone() ? end : hint, patience)) {
            if (closing.isDone() && process.isAlive()) {
              return End.CLOSED;
            }
            if (process.waitFor(EXIT.toNanos(), TimeUnit.NANOSECONDS)) {
              return End.BY_ITSELF;
            }
          }
        }
      } catch (InterruptedException e) {
        return End.INTERRUPTED;
      }
    }

    private boolean await(CompletableFuture<?> event, Patience patience)
        throws InterruptedException {
      try {
        event.get(patience.left().toNanos(), TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException("Waiting for a process does not fail", e);
      }
    }

    /** What ends first of the time and the silence that the command may take. */
    private Patience patience(long start, OutputPump stdout, OutputPump stderr) {
      Duration passed = Duration.ofNanos(System.nanoTime() - start);
      Duration left = command.timeout().map(limit -> limit.minus(passed)).orElse(FOR_EVER);
      Duration silence = shorter(passed, shorter(stdout.silence(), stderr.silence()));
      Duration silenceLeft =
          command.inactivityTimeout().map(limit -> limit.minus(silence)).orElse(FOR_EVER);
      return silenceLeft.compareTo(left) < 0
          ? new Patience(silenceLeft, End.INACTIVE)
          : new Patience(left, End.TIMED_OUT);
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }

    private void drain(OutputPump... pumps) {
      for (OutputPump pump : pumps) {
        if (!pump.finish(DRAIN)) {
          LOG.warn(
              "`{}` ended but left a process behind that keeps its output open",
              commandLine(command));
        }
      }
    }

    private CommandResult checked(CommandResult result, End end, boolean killed)
        throws InterruptedException {
      if (end == End.BY_ITSELF && command.successCodes().contains(result.exitCode())) {
        return result;
      }
      String line = commandLine(command);
      OutputSink shown = shown(end);
      List<String> lines = shown.lastLines();
      String outcome =
          outcome(result, end, killed)
              + shown.failure().map(why -> " (its log is incomplete: " + why + ")").orElse("");
      CommandFailedException failure =
          switch (end) {
            case TIMED_OUT ->
                new CommandTimedOutException(line, outcome, result, killed, lines, shown.file());
            case INACTIVE ->
                new CommandInactiveException(line, outcome, result, killed, lines, shown.file());
            case BY_ITSELF, CLOSED, INTERRUPTED ->
                new CommandFailedException(line, outcome, result, killed, lines, shown.file());
          };
      if (end == End.INTERRUPTED) {
        InterruptedException interruption = new InterruptedException("`" + line + "` " + outcome);
        interruption.addSuppressed(failure);
        throw interruption;
      }
      throw failure;
    }

    /** Of a failure the errors count, of something stopped what it did last. */
    private OutputSink shown(End end) {
      boolean stdout =
          end == End.BY_ITSELF
              ? logs.stderr().lastLines().isEmpty()
              : logs.stdout().isNewerThan(logs.stderr());
      return stdout ? logs.stdout() : logs.stderr();
    }

    private String outcome(CommandResult result, End end, boolean killed) {
      String after = " after " + seconds(result.duration());
      String stopped =
          (killed
                  ? " and was killed%s, since not all of it ended in its grace of "
                      + seconds(command.grace())
                  : " and was stopped%s")
              .formatted(after);
      return switch (end) {
        case BY_ITSELF -> "failed with exit code " + result.exitCode() + after;
        case TIMED_OUT ->
            "took longer than its timeout of "
                + command.timeout().map(this::seconds).orElseThrow()
                + stopped;
        case INACTIVE ->
            "wrote nothing for "
                + command.inactivityTimeout().map(this::seconds).orElseThrow()
                + ", its inactivity timeout,"
                + stopped;
        case CLOSED -> "was running when its runner was closed" + stopped;
        case INTERRUPTED -> "was running when its thread was interrupted" + stopped;
      };
    }

    private String seconds(Duration duration) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
  }

  /** Why a command ended. */
  private enum End {
    BY_ITSELF,
    TIMED_OUT,
    INACTIVE,
    CLOSED,
    INTERRUPTED
  }

  /**
   * How long something is waited for yet.
   *
   * @param left the time
   * @param end what comes after it
   */
  private record Patience(Duration left, End end) {
    boolean isOver() {
      return left.isNegative() || left.isZero();
    }
  }
}
