/**
 * What is worth knowing of a network beside the proofs: rules that admit nothing, entries that are
 * never asked, rules wider than needed, quotas.
 */
@NullMarked
package dev.groundtruth.network.finding;

import org.jspecify.annotations.NullMarked;
