/**
 * What Terraform and OpenTofu know of what exists: state and outputs. The semantics are those of
 * the pages "JSON Output Format" (developer.hashicorp.com/terraform/internals/json-format,
 * opentofu.org/docs/internals/json-format) and "terraform output".
 */
@NullMarked
package dev.groundtruth.provisioning.terraform.state;

import org.jspecify.annotations.NullMarked;
