/**
 * A stack of containers on this machine, with its security groups enforced as packet filters.
 *
 * <p>{@link dev.groundtruth.localmirror.ComposeMirror} starts a compose project and watches it;
 * {@link dev.groundtruth.localmirror.NftablesRules} turns security groups into rules; {@link
 * dev.groundtruth.localmirror.ContainerVantage} sends packets from inside a container's network
 * namespace; {@link dev.groundtruth.localmirror.RunLedger} and {@link
 * dev.groundtruth.localmirror.Sweep} make sure that nothing stays behind.
 */
@NullMarked
package dev.groundtruth.localmirror;

import org.jspecify.annotations.NullMarked;
