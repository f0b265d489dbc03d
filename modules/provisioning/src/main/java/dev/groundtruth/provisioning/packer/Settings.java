package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.internal.Environment;
import dev.groundtruth.provisioning.internal.TimeLimits;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What holds for all commands of a {@link Packer}. Immutable. */
record Settings(
    String program,
    Redactor redactor,
    Environment environment,
    Inputs inputs,
    TimeLimits<Phase> limits,
    Consumer<PackerEvent> listener) {

  /** Only what people read is not followed while it comes, and it is short. */
  private static final int STDOUT_LIMIT = 4 << 20;

  /** The binary's name without its folder. */
  String programName() {
    return String.valueOf(Path.of(program).getFileName());
  }

  /**
   * The beginning of a command.
   *
   * @param temporary where Packer and its plugins write for the time being
   */
  Command.Builder command(Phase phase, Path temporary) {
    Command.Builder command =
        Command.builder(program)
            .environment("TMPDIR", temporary.toString())
            .stdoutLimit(STDOUT_LIMIT)
            .installation("install Packer or name the binary with binary()");
    environment.applyTo(command);
    // No call home, and no colours in texts.
    command.environment("CHECKPOINT_DISABLE", "1").environment("PACKER_NO_COLOR", "1");
    limits.applyTo(command, phase, phase.defaultGrace());
    return command;
  }
}
