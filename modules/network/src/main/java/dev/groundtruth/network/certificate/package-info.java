/** Proofs of isolation that can be checked without the engine that made them. */
@NullMarked
package dev.groundtruth.network.certificate;

import org.jspecify.annotations.NullMarked;
