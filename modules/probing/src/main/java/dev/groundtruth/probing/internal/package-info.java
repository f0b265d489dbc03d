/** Not API. */
@NullMarked
package dev.groundtruth.probing.internal;

import org.jspecify.annotations.NullMarked;
