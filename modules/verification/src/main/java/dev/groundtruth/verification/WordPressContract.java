package dev.groundtruth.verification;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import java.util.List;
import java.util.Locale;

/**
 * Who may talk to whom on what, and nothing else: the table of the reference stack, written down a
 * second time and on purpose. The rules that are enforced come from a file or a plan; what they
 * must amount to comes from here, so that a wrong rule is found however it was spelled.
 */
public final class WordPressContract {

  /** The tiers of the stack, and everything that is not one of them. */
  public enum Tier {
    /** Whatever is no interface of the stack. */
    OUTSIDE,
    /** The load balancer. */
    LOAD_BALANCER,
    /** The WordPress containers. */
    WEB,
    /** MySQL. */
    DATABASE;

    /**
     * The security group of its interfaces.
     *
     * @return its name, without that of the stack: {@code load-balancer}
     */
    public String group() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private record Permission(Tier from, Tier to, PortSet ports) {}

  private static final List<Permission> PERMISSIONS =
      List.of(
          new Permission(Tier.OUTSIDE, Tier.LOAD_BALANCER, PortSet.of(80, 443)),
          new Permission(Tier.LOAD_BALANCER, Tier.WEB, PortSet.of(80)),
          new Permission(Tier.WEB, Tier.DATABASE, PortSet.of(3306)),
          new Permission(Tier.WEB, Tier.OUTSIDE, PortSet.of(443)),
          new Permission(Tier.DATABASE, Tier.OUTSIDE, PortSet.of(443)));

  private WordPressContract() {}

  /**
   * The destination ports on which {@code from} may open a connection to {@code to}.
   *
   * <p>A rule towards {@link Cidr} {@code 0.0.0.0/0} reaches the stack's own interfaces as well: a
   * group that may talk to the whole internet on 443 may send to the load balancer on 443, whose
   * group admits everybody there. The contract therefore treats every tier as part of the outside
   * where it is a client of the load balancer.
   *
   * @param from where the connection starts
   * @param to where it goes
   * @param protocol the transport protocol; the contract permits TCP only
   * @return the permitted ports, empty when nothing is
   */
  public static PortSet permitted(Tier from, Tier to, Protocol protocol) {
    if (!protocol.equals(Protocol.TCP)) {
      return PortSet.NONE;
    }
    PortSet direct = declared(from, to);
    if (from == Tier.OUTSIDE || to != Tier.LOAD_BALANCER) {
      return direct;
    }
    PortSet outwards = declared(from, Tier.OUTSIDE);
    return direct.union(outwards.intersection(declared(Tier.OUTSIDE, to)));
  }

  private static PortSet declared(Tier from, Tier to) {
    return PERMISSIONS.stream()
        .filter(permission -> permission.from() == from && permission.to() == to)
        .map(Permission::ports)
        .reduce(PortSet.NONE, PortSet::union);
  }
}
