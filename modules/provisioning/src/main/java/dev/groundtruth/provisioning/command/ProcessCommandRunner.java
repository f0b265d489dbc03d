package dev.groundtruth.provisioning.command;

import dev.groundtruth.provisioning.command.LogFolder.Logs;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * they then get SIGPIPE, which ends most programs, but not what those started. Terraform ends so at
 * its next line of progress: its lock remains, and what it was creating is missing in its state.
 */
public final class ProcessCommandRunner implements CommandRunner, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessCommandRunner.class);

  private final LogFolder logFolder;
  private final Redactor redactor;
  private final Set<Execution> executions = ConcurrentHashMap.newKeySet();
  private final Launcher launcher;
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
    this.logFolder = new LogFolder(logDirectory);
    this.redactor = redactor;
    this.launcher = new Launcher(redactor, sessionLeader);
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
    ProcessBuilder builder = launcher.builder(command);
    try (Logs logs = logFolder.open(command, commandLine(command), listener)) {
      Execution execution = new Execution(command, logs, launcher, redactor);
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
        execution.end();
      }
    }
  }

  private String commandLine(Command command) {
    return redactor.redact(command.toString());
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
    running.forEach(Execution::close);
    running.forEach(Execution::awaitEnd);
  }
}
