/**
 * Drives Packer: plugins, templates, builds, and what comes of them, as types.
 *
 * <p>{@link dev.groundtruth.provisioning.packer.Packer#in} is the entry. Results are read from
 * Packer's <a
 * href="https://developer.hashicorp.com/packer/docs/commands#machine-readable-output">machine-readable
 * output</a> and from the manifest post-processor; variables go through a file that only its owner
 * can read.
 */
@NullMarked
package dev.groundtruth.provisioning.packer;

import org.jspecify.annotations.NullMarked;
