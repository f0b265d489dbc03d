package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.internal.TimeLimits;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What holds for all commands of a {@link Terraform}. Immutable. */
record Settings(
    String program,
    Redactor redactor,
    Map<String, String> environment,
    Map<String, Secret> secretEnvironment,
    Set<String> inherited,
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
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    secretEnvironment = Collections.unmodifiableMap(new LinkedHashMap<>(secretEnvironment));
    inherited = Collections.unmodifiableSet(new LinkedHashSet<>(inherited));
    retries = Map.copyOf(retries);
  }

  /** The binary's name without its folder. */
  String programName() {
    return String.valueOf(Path.of(program).getFileName());
  }

  /** The folder of providers that commands share, whoever named it. */
  Optional<Path> cacheFolder() {
    return pluginCache
        .or(() -> Optional.ofNullable(environment.get(PluginCache.VARIABLE)).map(Path::of))
        .or(() -> Optional.ofNullable(System.getenv(PluginCache.VARIABLE)).map(Path::of));
  }

  Retries retries(Phase phase) {
    return retries.getOrDefault(phase, Retries.none());
  }

  Command.Builder command(Phase phase, boolean streams) {
    Command.Builder command =
        Command.builder(program)
            .inherit(inherited.toArray(String[]::new))
            .environment("TF_IN_AUTOMATION", "1")
            .environment("TF_INPUT", "0")
            .environment("CHECKPOINT_DISABLE", "1")
            .environment(environment)
            .stdoutLimit(streams ? STREAM_LIMIT : STDOUT_LIMIT)
            .installation(
                "install %s, run bin/setup --for dev, or name its path as the binary"
                    .formatted(programName()));
    secretEnvironment.forEach(command::environment);
    pluginCache.ifPresent(folder -> command.environment(PluginCache.VARIABLE, folder.toString()));
    limits.applyTo(command, phase, phase.defaultGrace());
    return command;
  }
}
