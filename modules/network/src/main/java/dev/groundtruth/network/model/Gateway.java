package dev.groundtruth.network.model;

import java.util.Optional;

/**
 * A gateway of a VPC.
 *
 * @param identity its names
 * @param kind what kind of gateway it is
 * @param vpc the key of the VPC an internet or egress-only gateway is attached to; nothing if it is
 *     detached
 * @param subnet the key of the subnet a NAT gateway is in
 */
public record Gateway(Identity identity, Kind kind, Optional<String> vpc, Optional<String> subnet) {

  /** The kinds of gateways. */
  public enum Kind {
    /** An internet gateway. */
    INTERNET,
    /** An egress-only internet gateway. */
    EGRESS_ONLY,
    /** A NAT gateway with a public address. */
    PUBLIC_NAT,
    /** A NAT gateway without one: it reaches other networks but not the internet. */
    PRIVATE_NAT
  }
}
