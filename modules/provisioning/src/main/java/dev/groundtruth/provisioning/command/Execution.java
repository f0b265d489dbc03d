package dev.groundtruth.provisioning.command;

import dev.groundtruth.provisioning.command.LogFolder.Logs;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a command. */
final class Execution {

  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  /** How long an output may be silent but open after the program's end before it is given up. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** How long a process may take to end after its outputs until both are waited for again. */
  private static final Duration EXIT = Duration.ofMillis(20);

  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private final Command command;
  private final Logs logs;
  private final Launcher launcher;
  private final Redactor redactor;
  private final CompletableFuture<@Nullable Void> closing = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  Execution(Command command, Logs logs, Launcher launcher, Redactor redactor) {
    this.command = command;
    this.logs = logs;
    this.launcher = launcher;
    this.redactor = redactor;
  }

  /** Asks for the end of the command; whoever runs it then stops it. */
  void close() {
    closing.complete(null);
  }

  /** Says that whoever runs the command has nothing more to do with it. */
  void end() {
    ended.complete(null);
  }

  /** Waits until {@link #end} was called. */
  void awaitEnd() {
    ended.join();
  }

  private String commandLine() {
    return redactor.redact(command.toString());
  }

  CommandResult run(ProcessBuilder builder) throws InterruptedException {
    LOG.atDebug().setMessage("Running {}").addArgument(() -> commandLine()).log();
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
    ProcessTree tree = new ProcessTree(process, launcher.sessionLeader().isAvailable());
    End end;
    try {
      stdout.start();
      stderr.start();
      feed(process);
      end = await(process, stdout, stderr, start);
    } catch (RuntimeException | Error e) {
      // For example no more threads: it must not run on with nobody to stop it.
      tree.stop(Duration.ZERO);
      throw e;
    }
    boolean killed = false;
    if (end != End.BY_ITSELF || !command.successCodes().contains(process.exitValue())) {
      killed = !tree.stop(command.grace());
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
        .addArgument(() -> commandLine())
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
              .formatted(commandLine(), redactor.redact(String.valueOf(e.getMessage()))),
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

  private boolean await(CompletableFuture<?> event, Patience patience) throws InterruptedException {
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
        LOG.warn("`{}` ended but left a process behind that keeps its output open", commandLine());
      }
    }
  }

  private CommandResult checked(CommandResult result, End end, boolean killed)
      throws InterruptedException {
    if (end == End.BY_ITSELF && command.successCodes().contains(result.exitCode())) {
      return result;
    }
    String line = commandLine();
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
