package dev.groundtruth.provisioning.terraform;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandFailedException;
import dev.groundtruth.provisioning.command.CommandInactiveException;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.CommandTimedOutException;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.internal.PrivateFiles;
import dev.groundtruth.provisioning.terraform.OperationStoppedException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Runs commands of one binary in one working directory: attempts, time limits, typed failures. */
final class Cli {

  /** What a process that was killed ends with: 128 and the number of SIGKILL. */
  private static final int KILLED = 137;

  private final CommandRunner runner;
  private final Redactor redactor;
  private final Path directory;
  private final Settings settings;
  private final ErrorClassifier classifier;
  private volatile @Nullable TerraformVersion knownVersion;
  private volatile boolean closed;
  private volatile boolean failed;

  /**
   * A command line.
   *
   * @param settings binary, environment, limits and retries
   * @param runner runs the commands
   * @param directory where they run
   */
  Cli(Settings settings, CommandRunner runner, Path directory) {
    this.settings = settings;
    this.runner = runner;
    this.redactor = settings.redactor();
    this.directory = directory;
    this.classifier = new ErrorClassifier(settings.programName(), directory);
  }

  Path directory() {
    return directory;
  }

  Redactor redactor() {
    return redactor;
  }

  /** Says that what is stopped from now on is stopped because of that. */
  void closing() {
    closed = true;
  }

  /** Whether a command failed, so that its log is worth keeping. */
  boolean hasFailed() {
    return failed;
  }

  /** The version, asked for once and only when somebody needs it. */
  TerraformVersion version() {
    TerraformVersion known = knownVersion;
    if (known == null) {
      synchronized (this) {
        known = knownVersion;
        if (known == null) {
          known = VersionReader.read(this);
          knownVersion = known;
        }
      }
    }
    return known;
  }

  Execution run(Invocation invocation) {
    TerraformVersion known = knownVersion;
    if (known != null) {
      requireFeatures(invocation, known, Failure.WITHOUT_COMMAND);
    }
    Retries retries = settings.retries(invocation.phase());
    return retries.attempts() == 1 ? attempt(invocation) : attempts(invocation, retries);
  }

  private Execution attempts(Invocation invocation, Retries retries) {
    List<TerraformException> failures = new ArrayList<>();
    try {
      return Failsafe.with(policy(retries))
          .get(
              () -> {
                try {
                  return attempt(invocation);
                } catch (TerraformException e) {
                  failures.add(e);
                  throw e;
                }
              });
    } catch (TerraformException e) {
      e.after(failures.subList(0, failures.size() - 1));
      throw e;
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        TerraformException stopped =
            new OperationStoppedException(
                "`%s` failed and its next attempt was interrupted"
                    .formatted(redactor.redact(command(invocation).toString())),
                "look at the attempts before",
                Failure.WITHOUT_COMMAND,
                Reason.INTERRUPTED,
                Aftermath.of(directory, true));
        stopped.after(failures);
        throw stopped;
      }
      throw e;
    }
  }

  private static RetryPolicy<Execution> policy(Retries retries) {
    RetryPolicyBuilder<Execution> policy =
        RetryPolicy.<Execution>builder()
            .handleIf(
                failure ->
                    failure instanceof TerraformException e
                        && e.isTransient()
                        && (retries.evenAfterChanges() || !e.changedSomething()))
            .withMaxAttempts(retries.attempts());
    Duration first = retries.firstDelay();
    if (!first.isZero()) {
      if (retries.longestDelay().compareTo(first) > 0) {
        policy.withBackoff(first, retries.longestDelay(), 2);
      } else {
        policy.withDelay(first);
      }
      policy.withJitter(retries.jitter());
    }
    return policy.build();
  }

  private Execution attempt(Invocation invocation) {
    Command command = command(invocation);
    Transcript transcript = new Transcript(invocation.streams(), settings.listener());
    String line = redactor.redact(command.toString());
    try {
      CommandResult result = runner.run(command, transcript);
      forget(invocation, result);
      return new Execution(line, result, transcript);
    } catch (CommandTimedOutException e) {
      failed = true;
      forget(invocation, e.result());
      throw stopped(invocation, Reason.TIMED_OUT, failure(line, transcript, e), e.exitCode());
    } catch (CommandFailedException e) {
      failed = true;
      forget(invocation, e.result());
      Failure failure = failure(line, transcript, e);
      if (closed) {
        throw stopped(invocation, Reason.CLOSED, failure, e.exitCode());
      }
      throw classified(invocation, failure);
    } catch (InterruptedException e) {
      failed = true;
      Thread.currentThread().interrupt();
      // What came of the command, if it had begun.
      Optional<CommandFailedException> end =
          Arrays.stream(e.getSuppressed())
              .filter(CommandFailedException.class::isInstance)
              .map(CommandFailedException.class::cast)
              .findFirst();
      end.ifPresent(failure -> forget(invocation, failure.result()));
      Failure failure =
          end.map(failed -> failure(line, transcript, failed))
              .orElseGet(() -> Failure.notBegun(line))
              .causedBy(e);
      throw stopped(
          invocation,
          Reason.INTERRUPTED,
          failure,
          end.map(CommandFailedException::exitCode).orElse(0));
    }
  }

  /** Removes a log with secrets: the runner could redact only those that were known before. */
  private static void forget(Invocation invocation, CommandResult result) {
    if (invocation.secretOutput()) {
      result.stdoutLog().ifPresent(PrivateFiles::delete);
    }
  }

  private Command command(Invocation invocation) {
    return settings
        .command(invocation.phase(), invocation.streams())
        .arguments(invocation.arguments().words())
        .directory(directory)
        .successCodes(invocation.successCodes().toArray(Integer[]::new))
        .build();
  }

  private static Failure failure(String line, Transcript transcript, CommandFailedException e) {
    return new Failure(
        Optional.of(line),
        OptionalInt.of(e.exitCode()),
        transcript.diagnostics(),
        e.lastLines(),
        log(transcript, e).filter(Files::exists),
        false,
        transcript.changedSomething(),
        Optional.of(e));
  }

  /** That of the events, if there are some, though a warning may stand on the standard error. */
  private static Optional<Path> log(Transcript transcript, CommandFailedException e) {
    return transcript.hasErrors()
        ? e.result().stdoutLog().or(() -> Optional.of(e.log()))
        : Optional.of(e.log());
  }

  private void requireFeatures(Invocation invocation, TerraformVersion binary, Failure failure) {
    for (Feature feature : invocation.features()) {
      if (!feature.isIn(binary)) {
        throw new UnsupportedVersionException(binary, feature, failure);
      }
    }
  }

  private OperationStoppedException stopped(
      Invocation invocation, Reason reason, Failure failure, int exitCode) {
    Aftermath aftermath = Aftermath.of(directory, exitCode != KILLED);
    boolean silent = failure.cause().filter(CommandInactiveException.class::isInstance).isPresent();
    String why =
        switch (reason) {
          case TIMED_OUT ->
              silent
                  ? "wrote nothing for longer than its %s"
                      .formatted(settings.limits().inactivityTimeout().orElse(Duration.ZERO))
                  : "took longer than its %s"
                      .formatted(
                          settings.limits().timeout(invocation.phase()).orElse(Duration.ZERO));
          case INTERRUPTED -> "was interrupted";
          case CLOSED -> "was stopped since this Terraform was closed or the JVM is shutting down";
        };
    boolean changes = invocation.phase() != Phase.READ && invocation.phase() != Phase.INIT;
    return new OperationStoppedException(
        "`%s` %s%s"
            .formatted(
                failure.commandLine().orElse(settings.program()),
                why,
                changes ? ": " + aftermath.description() : ""),
        reason == Reason.TIMED_OUT && !failure.changedSomething()
            ? "raise the "
                + (silent ? "inactivity timeout" : "timeout of Phase." + invocation.phase())
            : aftermath.advice(),
        failure,
        reason,
        aftermath);
  }

  /** The failure of a command that ended with a code of success all the same. */
  TerraformException failure(Invocation invocation, Execution execution) {
    failed = true;
    return classified(invocation, failureOf(execution));
  }

  private TerraformException classified(Invocation invocation, Failure failure) {
    if (!invocation.features().isEmpty() && ErrorClassifier.isWrongUse(failure)) {
      requireFeatures(invocation, version(), failure);
    }
    return classifier.classify(invocation.phase(), failure);
  }

  /** Output that is not what it should be. */
  UnreadableOutputException unreadable(Execution execution, String why, Throwable cause) {
    failed = true;
    return new UnreadableOutputException(
        "`%s` wrote no %s".formatted(execution.commandLine(), redactor.redact(why)),
        "check that %s is Terraform 0.15.4 or newer, or OpenTofu".formatted(settings.program()),
        failureOf(execution).causedBy(cause));
  }

  private static Failure failureOf(Execution execution) {
    return new Failure(
        Optional.of(execution.commandLine()),
        OptionalInt.of(execution.exitCode()),
        execution.transcript().diagnostics(),
        List.of(),
        // That of an output with secrets is removed.
        execution.result().stdoutLog().filter(Files::exists),
        false,
        execution.transcript().changedSomething(),
        Optional.empty());
  }
}
