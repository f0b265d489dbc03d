/**
 * AssertJ-style assertions of networks: {@link
 * dev.groundtruth.network.assertions.NetworkAssertions}. They need {@code assertj-core} on the
 * class path, which is an optional dependency.
 */
@NullMarked
package dev.groundtruth.network.assertions;

import org.jspecify.annotations.NullMarked;
