package dev.groundtruth.network.analysis;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.model.NetworkInterface;

/**
 * The ports a client uses for its end of a connection, to which the replies go (<a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports">AWS:
 * Ephemeral ports</a>).
 */
final class Ephemeral {

  /** What Linux uses. */
  private static final PortRange LINUX = new PortRange(32768, 61000);

  /** What load balancers, NAT gateways and functions use, and what clients of all kinds may use. */
  static final PortRange ANY = new PortRange(1024, 65535);

  private Ephemeral() {}

  static PortRange of(Party party) {
    return party.member().map(NetworkInterface::kind).map(Ephemeral::of).orElse(ANY);
  }

  private static PortRange of(NetworkInterface.Kind kind) {
    return switch (kind) {
      case INSTANCE, ECS_TASK, RDS -> LINUX;
      case APPLICATION_LOAD_BALANCER, NETWORK_LOAD_BALANCER, NAT_GATEWAY, VPC_ENDPOINT, OTHER ->
          ANY;
    };
  }
}
