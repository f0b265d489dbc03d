/** Tests of the engine, against an evaluator that shares no code with it. */
@NullMarked
package dev.groundtruth.network.analysis;

import org.jspecify.annotations.NullMarked;
