/**
 * What the wire says: packets are sent from a {@link dev.groundtruth.probing.Vantage}, and what
 * comes back is compared with what the network should admit.
 *
 * <p>{@link dev.groundtruth.probing.FlowVerification} is where to begin. It takes {@linkplain
 * dev.groundtruth.probing.FlowClaim claims} and returns a {@link dev.groundtruth.probing.Finding}
 * for each. Silence proves nothing by itself: a flow counts as denied only if the vantage reaches
 * something, the target is reached by somebody, and something listens where the silence is.
 */
@NullMarked
package dev.groundtruth.probing;

import org.jspecify.annotations.NullMarked;
