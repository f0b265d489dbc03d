/**
 * Drives the command lines of Terraform and OpenTofu.
 *
 * <p>{@link dev.groundtruth.provisioning.terraform.Terraform#in} is where to begin. What the tools
 * say is read from their machine formats only: the {@code -json} streams, {@code show -json} and
 * {@code output -json}. What goes wrong is a {@link
 * dev.groundtruth.provisioning.terraform.TerraformException}, told apart by the diagnostics.
 */
@NullMarked
package dev.groundtruth.provisioning.terraform;

import org.jspecify.annotations.NullMarked;
