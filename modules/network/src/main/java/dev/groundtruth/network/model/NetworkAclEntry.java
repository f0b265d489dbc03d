package dev.groundtruth.network.model;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;

/**
 * One entry of a network ACL.
 *
 * @param identity where the entry is written
 * @param number its place in the order, 1 to 32766; 32767 for the closing {@code *} entry
 * @param direction into the subnet or out of it
 * @param allow whether it allows or denies
 * @param match the traffic, or the attribute that will tell
 * @param cidr the source of what comes in, the destination of what goes out
 */
public record NetworkAclEntry(
    Identity identity,
    int number,
    Direction direction,
    boolean allow,
    Maybe<TrafficMatch> match,
    Maybe<Cidr> cidr) {}
