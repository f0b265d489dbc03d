/** What the readers of machine formats share; not API. */
@NullMarked
package dev.groundtruth.provisioning.value.internal;

import org.jspecify.annotations.NullMarked;
