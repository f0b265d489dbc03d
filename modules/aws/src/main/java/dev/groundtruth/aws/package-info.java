/** An AWS account: how it is reached and what is in it. */
@NullMarked
package dev.groundtruth.aws;

import org.jspecify.annotations.NullMarked;
