/**
 * Values as Terraform and Packer write them in JSON: exact numbers, values that are known only
 * after an apply, and values that are sensitive.
 *
 * <p>A {@link dev.groundtruth.provisioning.value.Value} is the data itself, a {@link
 * dev.groundtruth.provisioning.value.Located} one with its place, whose accessors say in their
 * errors what is missing or wrong, where, and what is there instead.
 */
@NullMarked
package dev.groundtruth.provisioning.value;

import org.jspecify.annotations.NullMarked;
