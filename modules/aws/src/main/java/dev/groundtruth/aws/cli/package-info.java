/** Commands of {@code bin/}; not API. */
@NullMarked
package dev.groundtruth.aws.cli;

import org.jspecify.annotations.NullMarked;
