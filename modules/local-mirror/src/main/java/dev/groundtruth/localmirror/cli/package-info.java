/** What {@code bin/sweep} and {@code bin/security-groups} run. */
@NullMarked
package dev.groundtruth.localmirror.cli;

import org.jspecify.annotations.NullMarked;
