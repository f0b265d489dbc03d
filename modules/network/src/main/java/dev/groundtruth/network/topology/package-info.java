/** Drawings of a network, as SVG and as Mermaid: what is where, and the flows that arrive. */
@NullMarked
package dev.groundtruth.network.topology;

import org.jspecify.annotations.NullMarked;
