/** Side-by-side measurements: what Groundtruth costs on top of the tools it uses. */
@NullMarked
package dev.groundtruth.benchmarks;

import org.jspecify.annotations.NullMarked;
