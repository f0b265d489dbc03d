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
 * they and their lines are; memory use does not grow with them. A command whose time is up, whose
 * thread is interrupted, or whose runner is closed is asked to terminate once, and after its grace
 * killed with all it started. What a program itself moved out of its process tree cannot be found.
 */
public final class ProcessCommandRunner implements CommandRunner, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessCommandRunner.class);

  /** How long an output may be silent but open after the program's end before it is given up. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final Path logDirectory;
  private final Redactor redactor;
  private final Set<Execution> executions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sequence = new AtomicInteger();
  private volatile boolean closed;
  private volatile @Nullable Thread shutdownHook;

  /**
   * A runner.
   *
   * @param logDirectory where the logs are written; created when missing, for the owner only
   * @param redactor knows the secrets; those of commands are registered with it
   */
  public ProcessCommandRunner(Path logDirectory, Redactor redactor) {
    this.logDirectory = logDirectory;
    this.redactor = redactor;
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

  private static ProcessBuilder processBuilder(Command command) {
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
    return builder.command(words);
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
      LOG.debug("Running {}", commandLine(command));
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
      Optional<String> stopped = await(process);
      drain(stdout, stderr);
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      LOG.debug(
          "{} ended with exit code {} after {}",
          commandLine(command),
          process.exitValue(),
          seconds(duration));
      return result(process.exitValue(), duration, stdout, stopped);
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
      Thread thread =
          new Thread(
              () -> {
                try (OutputStream stdin = process.getOutputStream()) {
                  stdin.write(command.stdin());
                } catch (IOException e) {
                  LOG.debug("{} did not read all of its input", command.program(), e);
                }
              },
              "stdin of " + command.program());
      thread.setDaemon(true);
      thread.start();
    }

    /** Waits for the end of the process; says why it was stopped, if it was. */
    private Optional<String> await(Process process) throws InterruptedException {
      ProcessTree tree = new ProcessTree(process);
      try {
        CompletableFuture<Object> end = CompletableFuture.anyOf(process.onExit(), closing);
        if (command.timeout().isPresent()) {
          end.get(command.timeout().get().toNanos(), TimeUnit.NANOSECONDS);
        } else {
          end.get();
        }
        if (!process.isAlive() || !closing.isDone()) {
          return Optional.empty();
        }
        tree.stop(command.grace());
        return Optional.of("was stopped because its runner was closed");
      } catch (TimeoutException e) {
        tree.stop(command.grace());
        return Optional.of("took longer than its timeout");
      } catch (InterruptedException e) {
        tree.stop(command.grace());
        throw e;
      } catch (ExecutionException e) {
        throw new IllegalStateException("Waiting for a process does not fail", e);
      }
    }

    private void drain(OutputPump... pumps) throws InterruptedException {
      for (OutputPump pump : pumps) {
        if (!pump.finish(DRAIN)) {
          LOG.warn(
              "`{}` ended but left a process behind that keeps its output open",
              commandLine(command));
        }
      }
    }

    private CommandResult result(
        int exitCode, Duration duration, OutputPump stdout, Optional<String> stopped) {
      boolean timedOut = stopped.isPresent() && !closing.isDone();
      if (stopped.isEmpty() && command.successCodes().contains(exitCode)) {
        return new CommandResult(
            exitCode,
            duration,
            stdout.kept(),
            stdout.isComplete(),
            Optional.of(logs.stdout().file()),
            Optional.of(logs.stderr().file()));
      }
      List<String> lines = logs.stderr().lastLines();
      OutputSink shown = lines.isEmpty() ? logs.stdout() : logs.stderr();
      String line = commandLine(command);
      String outcome =
          stopped
              .map(why -> why + " after " + seconds(duration))
              .orElseGet(() -> "failed with exit code " + exitCode + " after " + seconds(duration));
      throw timedOut
          ? new CommandTimedOutException(line, outcome, exitCode, shown.lastLines(), shown.file())
          : new CommandFailedException(line, outcome, exitCode, shown.lastLines(), shown.file());
    }

    private String seconds(Duration duration) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
  }
}
