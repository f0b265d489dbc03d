/**
 * The neutral JSON file of security groups that the local mirror enforces.
 *
 * <p>{@link dev.groundtruth.network.securitygroups.SecurityGroups} is where to begin: it is read
 * from the file and says which ports of one interface another one reaches.
 */
@NullMarked
package dev.groundtruth.network.securitygroups;

import org.jspecify.annotations.NullMarked;
