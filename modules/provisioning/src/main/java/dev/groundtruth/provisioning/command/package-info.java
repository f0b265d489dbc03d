/**
 * Runs the programs that provision infrastructure, and keeps their secrets.
 *
 * <p>A {@link dev.groundtruth.provisioning.command.Command} says what to run, a {@link
 * dev.groundtruth.provisioning.command.CommandRunner} runs it.
 */
@NullMarked
package dev.groundtruth.provisioning.command;

import org.jspecify.annotations.NullMarked;
