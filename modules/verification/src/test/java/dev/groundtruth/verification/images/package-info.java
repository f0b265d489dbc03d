/**
 * What the official images promise, pinned down on whatever image is in use: the official one, or
 * the stand-in where no container registry can be reached.
 */
@NullMarked
package dev.groundtruth.verification.images;

import org.jspecify.annotations.NullMarked;
