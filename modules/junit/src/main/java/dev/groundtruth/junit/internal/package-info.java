/** How the extension works; not API. */
@NullMarked
package dev.groundtruth.junit.internal;

import org.jspecify.annotations.NullMarked;
