/**
 * What a network must let through, and nothing else: a {@link
 * dev.groundtruth.network.contract.NetworkContract} names tiers and who may talk to whom on what.
 * Checking it against a network says, for every address and port, what is missing and what is in
 * excess.
 */
@NullMarked
package dev.groundtruth.network.contract;

import org.jspecify.annotations.NullMarked;
