/** What only an account of AWS has, real or emulated. */
@NullMarked
package dev.groundtruth.verification.cloud;

import org.jspecify.annotations.NullMarked;
