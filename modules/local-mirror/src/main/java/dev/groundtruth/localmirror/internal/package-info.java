/** How the mirror talks to Docker. Not API. */
@NullMarked
package dev.groundtruth.localmirror.internal;

import org.jspecify.annotations.NullMarked;
