package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Direction;
import java.util.List;

/** Why no packet of an atom arrives. */
public sealed interface Reason {

  /** Source and destination are one address, so that nothing is sent over the network. */
  record SameAddress() implements Reason {}

  /**
   * No rule of the interface's security groups allows any of the packets.
   *
   * @param direction {@link Direction#EGRESS}: the sender's groups; {@link Direction#INGRESS}: the
   *     receiver's
   */
  record SecurityGroups(Direction direction) implements Reason {}

  /**
   * A network ACL denies all the packets, or all replies to them.
   *
   * @param subnet the key of the subnet
   * @param acl the key of its ACL
   * @param direction into the subnet or out of it
   * @param isForReplies whether it is the replies that are denied
   * @param entries the numbers of the entries that deny them, in their order; 32767 for the closing
   *     {@code *} entry
   */
  record NetworkAcl(
      String subnet, String acl, Direction direction, boolean isForReplies, List<Integer> entries)
      implements Reason {

    /**
     * Keeps a copy of the list.
     *
     * @param subnet the key of the subnet
     * @param acl the key of its ACL
     * @param direction into the subnet or out of it
     * @param isForReplies whether it is the replies
     * @param entries the numbers
     */
    public NetworkAcl {
      entries = List.copyOf(entries);
    }
  }

  /**
   * No route that may be taken leads there; without any obstacle, there is no route at all.
   *
   * @param direction {@link Direction#EGRESS}: the sender's routes; {@link Direction#INGRESS}: the
   *     receiver's, back to the source
   * @param subnet the key of the subnet whose route table is asked
   * @param obstacles each route that may be taken, and why it does not lead there
   */
  record Routes(Direction direction, String subnet, List<Obstacle> obstacles) implements Reason {

    /**
     * Keeps a copy of the list.
     *
     * @param direction whose routes
     * @param subnet the key of the subnet
     * @param obstacles each route that may be taken
     */
    public Routes {
      obstacles = List.copyOf(obstacles);
    }
  }

  /**
   * A route that does not lead there.
   *
   * @param route its key, or {@code local} for the VPC's own, which are implied
   * @param why why not
   */
  record Obstacle(String route, Why why) {}

  /** Why a route does not lead there. */
  enum Why {
    /** Its target does not exist any more. */
    BLACKHOLE,
    /** Its target leads to other addresses. */
    LEADS_ELSEWHERE,
    /** Its internet gateway is not attached to the VPC. */
    NOT_ATTACHED,
    /** NAT gateways and egress-only gateways take no connections from outside. */
    OUTBOUND_ONLY,
    /** VPC Block Public Access. */
    PUBLIC_ACCESS_BLOCKED,
    /** The addresses are not routed in the internet. */
    NOT_OF_THE_INTERNET,
    /** The interface has no public address. */
    NO_PUBLIC_ADDRESS,
    /** Its gateway is for the other IP version. */
    OTHER_IP_VERSION,
    /** The network ACL of its NAT gateway's subnet denies the packets, or the replies. */
    DENIED_AT_NAT,
    /** Behind the NAT gateway no way leads there. */
    NO_WAY_BEHIND_NAT,
    /** Its peering connection joins other VPCs, and peering is not transitive. */
    PEERING_OF_OTHERS,
    /** Its peering connection is not active. */
    PEERING_INACTIVE
  }
}
