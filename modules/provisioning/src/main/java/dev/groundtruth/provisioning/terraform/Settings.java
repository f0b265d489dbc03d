package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.internal.Environment;
import dev.groundtruth.provisioning.internal.TimeLimits;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What holds for all commands of a {@link Terraform}. Immutable. */
record Settings(
    String program,
    Redactor redactor,
    Environment environment,
    Variables variables,
    TimeLimits<Phase> limits,
    Map<Phase, Retries> retries,
    Optional<Consumer<TerraformEvent>> listener,
    Optional<Path> pluginCache) {

  /**
   * How much of an output is kept in memory at most; less is used for less. Only a plan or a state
   * is large, and is needed as a whole.
   */
  private static final int STDOUT_LIMIT = 1 << 30;

  /** A stream of events is followed while it comes; only its outputs are needed at its end. */
  private static final int STREAM_LIMIT = 8 << 20;

  Settings {
    retries = Map.copyOf(retries);
  }

  /** The binary's name without its folder. */
  String programName() {
    return String.valueOf(Path.of(program).getFileName());
  }

  /** The folder of providers that commands share, whoever named it. */
  Optional<Path> cacheFolder() {
    return pluginCache.or(() -> environment.find(PluginCache.VARIABLE).map(Path::of));
  }

  Retries retries(Phase phase) {
    return retries.getOrDefault(phase, Retries.none());
  }

  Command.Builder command(Phase phase, boolean streams) {
    Command.Builder command =
        Command.builder(program)
            .environment("TF_IN_AUTOMATION", "1")
            .environment("TF_INPUT", "0")
            .environment("CHECKPOINT_DISABLE", "1")
            .stdoutLimit(streams ? STREAM_LIMIT : STDOUT_LIMIT)
            .installation(
                "install %s, run bin/setup --for dev, or name its path as the binary"
                    .formatted(programName()));
    environment.applyTo(command);
    pluginCache.ifPresent(folder -> command.environment(PluginCache.VARIABLE, folder.toString()));
    limits.applyTo(command, phase, phase.defaultGrace());
    return command;
  }
}
