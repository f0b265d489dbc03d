/** Exact reachability: who can send what to whom, from a model of the network alone. */
@NullMarked
package dev.groundtruth.network.analysis;

import org.jspecify.annotations.NullMarked;
