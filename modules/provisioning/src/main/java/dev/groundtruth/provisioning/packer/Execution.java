package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.packer.PackerStoppedException.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * A command that ended, well or not.
 *
 * @param call the command
 * @param transcript what was heard of it, redacted
 * @param result its result, not redacted; nothing if it failed
 * @param failure what is known of its failure; nothing if it succeeded
 * @param stopped why it was stopped; nothing if it ended by itself
 * @param duration how long it took
 */
record Execution(
    Call call,
    Transcript transcript,
    Optional<CommandResult> result,
    Optional<Failure> failure,
    Optional<Reason> stopped,
    Duration duration) {}
