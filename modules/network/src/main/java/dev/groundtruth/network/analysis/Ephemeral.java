package dev.groundtruth.network.analysis;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.model.NetworkInterface;

/**
 * The ports a client may use for its end of a connection, to which the replies go: "Many Linux
 * kernels (including the Amazon Linux kernel) use ports 32768-61000. Requests originating from
 * Elastic Load Balancing use ports 1024-65535. [...] Windows Server 2008 and later versions use
 * ports 49152-65535. A NAT gateway uses ports 1024-65535. AWS Lambda functions use ports
 * 1024-65535" (<a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports">AWS:
 * Ephemeral ports</a>). What a system really uses is a setting of its own, so that replies to any
 * port of these may be enough; nobody can count on them before all that its kind uses are allowed.
 */
final class Ephemeral {

  /** What any client may use, and what load balancers, NAT gateways and functions do. */
  static final PortRange ANY = new PortRange(1024, 65535);

  /** What Linux and Windows use, of which nothing tells which it is. */
  private static final PortRange LINUX_OR_WINDOWS = new PortRange(32768, 65535);

  private Ephemeral() {}

  /** All ports that the kind of a party uses by default. */
  static PortRange of(Party party) {
    return party.member().map(NetworkInterface::kind).map(Ephemeral::of).orElse(ANY);
  }

  private static PortRange of(NetworkInterface.Kind kind) {
    return switch (kind) {
      case INSTANCE, ECS_TASK, RDS -> LINUX_OR_WINDOWS;
      case APPLICATION_LOAD_BALANCER, NETWORK_LOAD_BALANCER, NAT_GATEWAY, VPC_ENDPOINT, OTHER ->
          ANY;
    };
  }
}
