/** An environment that is only a note of what happened to it. */
@NullMarked
package dev.groundtruth.junit.fakes;

import org.jspecify.annotations.NullMarked;
