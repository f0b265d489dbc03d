/**
 * What Terraform and OpenTofu tell while they work: the lines of the {@code -json} stream, and
 * diagnostics. The semantics are those of the pages "Machine-Readable UI"
 * (developer.hashicorp.com/terraform/internals/machine-readable-ui,
 * opentofu.org/docs/internals/machine-readable-ui) and "terraform validate"
 * (developer.hashicorp.com/terraform/cli/commands/validate#json).
 */
@NullMarked
package dev.groundtruth.provisioning.terraform.event;

import org.jspecify.annotations.NullMarked;
