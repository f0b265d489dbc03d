package dev.groundtruth.network.securitygroups;

import dev.groundtruth.network.Cidr;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An elastic network interface: what security groups are attached to. One without groups stands for
 * the outside, on which no rule of ours is enforced.
 *
 * @param name what it is called in reports
 * @param groups the names of the attached security groups
 * @param addresses its private addresses, IPv4 and IPv6; at least one
 */
public record NetworkInterface(String name, Set<String> groups, Set<InetAddress> addresses) {

  /**
   * Keeps copies of the sets, in their order.
   *
   * @param name what it is called in reports
   * @param groups the names of the attached security groups
   * @param addresses its private addresses
   * @throws IllegalArgumentException if there is no address
   */
  public NetworkInterface {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(
          "the interface " + name + " has no address, perhaps you should give at least one");
    }
    groups = Collections.unmodifiableSet(new LinkedHashSet<>(groups));
    addresses = Collections.unmodifiableSet(new LinkedHashSet<>(addresses));
  }

  /**
   * An interface with addresses given as text.
   *
   * @param name what it is called in reports
   * @param groups the names of the attached security groups; none for the outside
   * @param addresses its addresses, such as {@code 10.0.0.4} and {@code 2001:db8::4}
   * @return the interface
   * @throws IllegalArgumentException if there is no address or one is none
   */
  public static NetworkInterface of(String name, Set<String> groups, String... addresses) {
    return new NetworkInterface(
        name,
        groups,
        Arrays.stream(addresses)
            .map(Cidr::parseAddress)
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  /**
   * Whether no rule is enforced on this interface.
   *
   * @return true if no security group is attached
   */
  public boolean isOutside() {
    return groups.isEmpty();
  }
}
