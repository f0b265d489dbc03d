/**
 * What Terraform and OpenTofu are going to do. The semantics are those of the page "JSON Output
 * Format" (developer.hashicorp.com/terraform/internals/json-format,
 * opentofu.org/docs/internals/json-format).
 */
@NullMarked
package dev.groundtruth.provisioning.terraform.plan;

import org.jspecify.annotations.NullMarked;
