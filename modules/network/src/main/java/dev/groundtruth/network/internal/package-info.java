/** Not API: how the files are read. */
@NullMarked
package dev.groundtruth.network.internal;

import org.jspecify.annotations.NullMarked;
