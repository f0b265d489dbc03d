package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandFailedException;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.CommandTimedOutException;
import dev.groundtruth.provisioning.packer.PackerStoppedException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs commands of one binary for one template. */
final class Cli {

  private final Settings settings;
  private final CommandRunner runner;
  private final Template template;
  private final ArtifactReader artifacts;
  private volatile boolean closed;

  Cli(Settings settings, CommandRunner runner, Template template) {
    this.settings = settings;
    this.runner = runner;
    this.template = template;
    this.artifacts = new ArtifactReader(template.directory());
  }

  /** Says that what is stopped from now on is stopped because of that. */
  void closing() {
    closed = true;
  }

  /** Runs a command to its end, whatever that is. An interrupt is told of and not set again. */
  Execution run(Call call) {
    Transcript transcript =
        new Transcript(new SafeListener(settings.listener()), artifacts, System::nanoTime);
    long start = System.nanoTime();
    try (PrivateFolder folder = PrivateFolder.create()) {
      Command command = command(call, folder);
      String line = settings.redactor().redact(command.toString());
      Optional<CommandResult> result = Optional.empty();
      Optional<Failure> failure = Optional.empty();
      Optional<Reason> stopped = Optional.empty();
      try {
        result = Optional.of(runner.run(command, transcript));
      } catch (CommandTimedOutException e) {
        failure = Optional.of(failure(line, transcript, e));
        stopped = Optional.of(Reason.TIMED_OUT);
      } catch (CommandFailedException e) {
        failure = Optional.of(failure(line, transcript, e));
        stopped =
            closed || transcript.wasCancelled() ? Optional.of(Reason.CLOSED) : Optional.empty();
      } catch (InterruptedException e) {
        failure = Optional.of(interrupted(line, transcript, e));
        stopped = Optional.of(Reason.INTERRUPTED);
      }
      Duration duration =
          result
              .map(CommandResult::duration)
              .orElseGet(() -> Duration.ofNanos(System.nanoTime() - start));
      return new Execution(call, transcript, result, failure, stopped, duration);
    }
  }

  private Command command(Call call, PrivateFolder folder) {
    Command.Builder command =
        settings.command(call.phase(), folder.path()).directory(template.directory());
    if (call.isMachineReadable()) {
      command.arguments("-machine-readable");
    }
    command.arguments(call.arguments());
    call.inputs()
        .map(settings.inputs()::with)
        .ifPresent(
            inputs -> {
              VariablesFile.register(inputs.values(), settings.redactor());
              command.arguments(VariablesFile.arguments(folder, inputs, template));
            });
    return command
        .arguments(call.operands())
        .successCodes(call.successCodes().toArray(Integer[]::new))
        .build();
  }

  private static Failure failure(String line, Transcript transcript, CommandFailedException e) {
    List<String> complaints = transcript.complaints();
    return new Failure(
        Optional.of(line),
        OptionalInt.of(e.exitCode()),
        transcript.diagnostics(),
        complaints.isEmpty() ? e.lastLines() : complaints,
        Optional.of(e.log()),
        Optional.of(e));
  }

  private static Failure interrupted(
      String line, Transcript transcript, InterruptedException cause) {
    for (Throwable suppressed : cause.getSuppressed()) {
      if (suppressed instanceof CommandFailedException outcome) {
        return failure(line, transcript, outcome).causedBy(cause);
      }
    }
    return new Failure(
        Optional.of(line),
        OptionalInt.empty(),
        transcript.diagnostics(),
        transcript.complaints(),
        Optional.empty(),
        Optional.of(cause));
  }
}
