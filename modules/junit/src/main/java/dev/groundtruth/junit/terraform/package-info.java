/**
 * Anyone's Terraform configuration as an environment of tests: applied once per run to an emulated
 * AWS account or a real one, and destroyed always.
 */
@NullMarked
package dev.groundtruth.junit.terraform;

import org.jspecify.annotations.NullMarked;
