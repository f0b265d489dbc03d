/**
 * Assertions about plans, states and outputs in the style of AssertJ, which those who use them have
 * to have on their class path. Every failure names the address, the attribute, what was expected
 * and what is there, with sensitive values masked.
 */
@NullMarked
package dev.groundtruth.provisioning.terraform.assertions;

import org.jspecify.annotations.NullMarked;
