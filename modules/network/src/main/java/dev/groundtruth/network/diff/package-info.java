/**
 * What became reachable and what no longer is, between two networks. An empty {@link
 * dev.groundtruth.network.diff.NetworkDiff} proves a change neutral.
 */
@NullMarked
package dev.groundtruth.network.diff;

import org.jspecify.annotations.NullMarked;
