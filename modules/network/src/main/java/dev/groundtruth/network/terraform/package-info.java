/**
 * Reads a network from what {@code terraform show -json} says of a plan or a state, of Terraform or
 * OpenTofu. {@link dev.groundtruth.network.terraform.TerraformReader} is the entry.
 */
@NullMarked
package dev.groundtruth.network.terraform;

import org.jspecify.annotations.NullMarked;
