/**
 * What a region holds beside its network: load balancers and their targets, services and their
 * tasks, instances and their groups, logs, alarms, backup plans, firewalls, and whatever has a tag.
 * Only read, each time it is asked.
 */
@NullMarked
package dev.groundtruth.aws.inventory;

import org.jspecify.annotations.NullMarked;
