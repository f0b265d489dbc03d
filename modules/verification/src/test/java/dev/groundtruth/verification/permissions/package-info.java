/**
 * What the role of the nightly run on AWS may do: derived from the configuration, and committed.
 */
@NullMarked
package dev.groundtruth.verification.permissions;

import org.jspecify.annotations.NullMarked;
