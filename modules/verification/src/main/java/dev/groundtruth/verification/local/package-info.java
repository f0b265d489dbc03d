/** The WordPress stack as the local mirror carries it: {@code compose/compose.yaml}. */
@NullMarked
package dev.groundtruth.verification.local;

import org.jspecify.annotations.NullMarked;
