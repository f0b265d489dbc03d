/**
 * How much a contract notices: a {@link dev.groundtruth.network.mutation.Mutant} is a network with
 * one rule, entry, route or membership changed as people get them wrong, and a {@link
 * dev.groundtruth.network.mutation.MutationReport} tells which of those that change who can send
 * what to whom a contract finds.
 */
@NullMarked
package dev.groundtruth.network.mutation;

import org.jspecify.annotations.NullMarked;
