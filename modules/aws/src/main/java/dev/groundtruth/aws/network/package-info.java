/** The network of a region as it is, in the model that plans are read into too. */
@NullMarked
package dev.groundtruth.aws.network;

import org.jspecify.annotations.NullMarked;
