package dev.groundtruth.network.model;

/**
 * A route: where packets to some destinations go. The longest prefix decides (<a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html">AWS: Route
 * priority</a>).
 *
 * @param identity where the route is written
 * @param destination a {@link Peer.CidrPeer}, {@link Peer.PrefixListPeer} or {@link
 *     Peer.UnknownPeer}
 * @param target where the packets go
 */
public record Route(Identity identity, Peer destination, RouteTarget target) {}
