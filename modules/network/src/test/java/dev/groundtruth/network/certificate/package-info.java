/** Tests of certificates and their checker. */
@NullMarked
package dev.groundtruth.network.certificate;

import org.jspecify.annotations.NullMarked;
