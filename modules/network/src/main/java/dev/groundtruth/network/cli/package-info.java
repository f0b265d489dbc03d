/** The command line {@code bin/network}. */
@NullMarked
package dev.groundtruth.network.cli;

import org.jspecify.annotations.NullMarked;
