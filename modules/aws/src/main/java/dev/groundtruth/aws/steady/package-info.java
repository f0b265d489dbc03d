/** Waiting until what was deployed is as it shall stay. */
@NullMarked
package dev.groundtruth.aws.steady;

import org.jspecify.annotations.NullMarked;
