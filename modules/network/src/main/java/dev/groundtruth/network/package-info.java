/**
 * Security groups and the traffic they admit, exact and in process.
 *
 * <p>{@link dev.groundtruth.network.SecurityGroups} is where to begin: it is read from the neutral
 * JSON file and says which ports of one interface another one reaches.
 */
@NullMarked
package dev.groundtruth.network;

import org.jspecify.annotations.NullMarked;
