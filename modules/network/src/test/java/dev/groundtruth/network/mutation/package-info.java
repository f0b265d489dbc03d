/** Tests of mutants and of what contracts make of them. */
@NullMarked
package dev.groundtruth.network.mutation;

import org.jspecify.annotations.NullMarked;
