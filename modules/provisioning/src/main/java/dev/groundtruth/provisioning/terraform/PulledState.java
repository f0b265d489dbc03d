package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.state.StateFile;

/**
 * A state as its backend keeps it.
 *
 * @param file what tells it from other states
 * @param json the whole of it, which holds secrets
 */
public record PulledState(StateFile file, Secret json) {}
