/** How the services are spoken to; not API. */
@NullMarked
package dev.groundtruth.aws.internal;

import org.jspecify.annotations.NullMarked;
