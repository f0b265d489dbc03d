package dev.groundtruth.network.securitygroups;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Problem;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.SourceLocation;
import dev.groundtruth.network.Traffic;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The security groups of one network, and exactly which connections they admit.
 *
 * <p>The semantics are those of <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html">AWS security
 * groups</a> and <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html">their
 * rules</a>:
 *
 * <ul>
 *   <li>a rule allows, and nothing denies: what no rule allows is dropped, in both directions;
 *   <li>the rules of all groups attached to an interface are taken together;
 *   <li>a reference to a group means the private addresses of the interfaces it is attached to;
 *   <li>rules are <a
 *       href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html">stateful</a>:
 *       they are about opening a connection, and what answers it is always allowed;
 *   <li>a rule with an IPv4 block never matches IPv6, nor the reverse.
 * </ul>
 *
 * <p>What an interface sends to its own address stays within the host and is not filtered. Neither
 * are AWS's own services that groups do not filter, such as Amazon DNS and instance metadata.
 *
 * <pre>{@code
 * SecurityGroups groups = SecurityGroups.read(Path.of("compose/security-groups.json"));
 * NetworkInterface web = NetworkInterface.of("web-a", Set.of("web"), "10.0.1.4");
 * NetworkInterface database = NetworkInterface.of("database", Set.of("database"), "10.0.2.4");
 * groups.admitted(web, database, Protocol.TCP); // 3306
 * }</pre>
 */
public final class SecurityGroups {

  private final Map<String, SecurityGroup> groups;
  private final String source;
  private final String sha256;

  private SecurityGroups(List<SecurityGroup> groups, String source, String sha256) {
    this.groups = new LinkedHashMap<>();
    groups.forEach(group -> this.groups.put(group.name(), group));
    this.source = source;
    this.sha256 = sha256;
  }

  /**
   * Reads a security groups file.
   *
   * @param file the file, JSON in UTF-8
   * @return its groups
   * @throws MalformedSecurityGroupsException if it is missing, unreadable or malformed; names every
   *     problem
   */
  public static SecurityGroups read(Path file) {
    String source = file.toString().replace('\\', '/');
    try {
      return parse(Files.readAllBytes(file), source);
    } catch (NoSuchFileException e) {
      throw unreadable(source, "there is no such file, perhaps you should check the path", e);
    } catch (IOException e) {
      throw unreadable(
          source,
          "cannot be read (%s), perhaps you should give a readable file".formatted(e.getMessage()),
          e);
    }
  }

  private static MalformedSecurityGroupsException unreadable(
      String source, String message, IOException cause) {
    MalformedSecurityGroupsException exception =
        new MalformedSecurityGroupsException(
            List.of(new Problem(SourceLocation.of(source), "", message)));
    exception.initCause(cause);
    return exception;
  }

  /**
   * Reads security groups from a string.
   *
   * @param json what the file would contain
   * @param sourceName what to call it in locations
   * @return the groups
   * @throws MalformedSecurityGroupsException if it is malformed; names every problem
   */
  public static SecurityGroups parse(String json, String sourceName) {
    return parse(json.getBytes(StandardCharsets.UTF_8), sourceName);
  }

  private static SecurityGroups parse(byte[] json, String source) {
    return new SecurityGroups(
        new SecurityGroupsReader(source).read(json),
        source,
        HexFormat.of().formatHex(sha256Digest().digest(json)));
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * The groups.
   *
   * @return the groups, in the order of the file
   */
  public List<SecurityGroup> groups() {
    return List.copyOf(groups.values());
  }

  /**
   * The group of a name.
   *
   * @param name the name
   * @return the group, or nothing if the file has none of that name
   */
  public Optional<SecurityGroup> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }

  /**
   * The name under which the file was read.
   *
   * @return the path or the name given to {@link #parse(String, String)}
   */
  public String source() {
    return source;
  }

  /**
   * The digest of the file's bytes, by which a rendering is recognised as stale.
   *
   * @return SHA-256 as 64 lower-case hexadecimal digits
   */
  public String sha256() {
    return sha256;
  }

  /**
   * The destination ports on which one interface can open connections to another: its egress rules
   * and the ingress rules of the other allow them for at least one source and destination address
   * of the same IP version.
   *
   * @param from who opens the connection; its egress is unrestricted if no group is attached
   * @param to who receives it; its ingress is unrestricted if no group is attached
   * @param protocol {@link Protocol#TCP} or {@link Protocol#UDP}
   * @return exactly these ports
   * @throws IllegalArgumentException if the protocol has no ports or a group does not exist
   */
  public PortSet admitted(NetworkInterface from, NetworkInterface to, Protocol protocol) {
    if (!protocol.hasPorts()) {
      throw new IllegalArgumentException(
          protocol + " has no ports, perhaps you should call explain with Traffic instead");
    }
    requireKnown(from);
    requireKnown(to);
    PortSet admitted = PortSet.NONE;
    for (AddressPair pair : pairs(from, to, protocol)) {
      admitted =
          admitted.union(
              pair.isLocal()
                  ? PortSet.ALL
                  : ports(protocol, from, Direction.EGRESS, to, pair.destination())
                      .intersection(ports(protocol, to, Direction.INGRESS, from, pair.source())));
    }
    return admitted;
  }

  /**
   * Whether a connection is admitted, and the rules and reasons.
   *
   * @param from who opens the connection
   * @param to who receives it
   * @param traffic what is sent
   * @return the explanation
   * @throws IllegalArgumentException if a group does not exist
   */
  public Admission explain(NetworkInterface from, NetworkInterface to, Traffic traffic) {
    requireKnown(from);
    requireKnown(to);
    Set<SecurityGroupRule> egress = new LinkedHashSet<>();
    Set<SecurityGroupRule> ingress = new LinkedHashSet<>();
    Set<SecurityGroupRule> admittingEgress = new LinkedHashSet<>();
    Set<SecurityGroupRule> admittingIngress = new LinkedHashSet<>();
    Set<Blocker> blockers = EnumSet.noneOf(Blocker.class);
    boolean admitted = false;
    List<AddressPair> pairs = pairs(from, to, traffic.protocol());
    for (AddressPair pair : pairs) {
      List<SecurityGroupRule> out =
          matching(traffic, from, Direction.EGRESS, to, pair.destination());
      List<SecurityGroupRule> in = matching(traffic, to, Direction.INGRESS, from, pair.source());
      boolean mayLeave = pair.isLocal() || from.isOutside() || !out.isEmpty();
      boolean mayEnter = pair.isLocal() || to.isOutside() || !in.isEmpty();
      egress.addAll(out);
      ingress.addAll(in);
      if (mayLeave && mayEnter) {
        admitted = true;
        admittingEgress.addAll(out);
        admittingIngress.addAll(in);
      }
      if (!mayLeave) {
        blockers.add(Blocker.MISSING_EGRESS);
      }
      if (!mayEnter) {
        blockers.add(Blocker.MISSING_INGRESS);
      }
    }
    if (admitted) {
      return new Admission(
          from, to, traffic, List.copyOf(admittingEgress), List.copyOf(admittingIngress), Set.of());
    }
    if (pairs.isEmpty()) {
      blockers.add(Blocker.NO_COMMON_IP_VERSION);
    }
    return new Admission(from, to, traffic, List.copyOf(egress), List.copyOf(ingress), blockers);
  }

  /**
   * The rules that together admit a connection.
   *
   * @param from who opens the connection
   * @param to who receives it
   * @param traffic what is sent
   * @return the rules of both sides; empty if the connection is not admitted, or if neither side
   *     has a group
   * @throws IllegalArgumentException if a group does not exist
   */
  public List<SecurityGroupRule> admitting(
      NetworkInterface from, NetworkInterface to, Traffic traffic) {
    Admission admission = explain(from, to, traffic);
    return admission.isAdmitted() ? admission.rules() : List.of();
  }

  private void requireKnown(NetworkInterface networkInterface) {
    for (String name : networkInterface.groups()) {
      if (!groups.containsKey(name)) {
        throw new IllegalArgumentException(
            "%s has the security group \"%s\", which is not in %s, perhaps you should use one of %s"
                .formatted(
                    networkInterface.name(), name, source, String.join(", ", groups.keySet())));
      }
    }
  }

  private PortSet ports(
      Protocol protocol,
      NetworkInterface own,
      Direction direction,
      NetworkInterface other,
      InetAddress address) {
    if (own.isOutside()) {
      return PortSet.ALL;
    }
    return new PortSet(
        rules(own, direction)
            .filter(rule -> rule.protocol().covers(protocol))
            .filter(rule -> isPeer(rule.peer(), other, address))
            .map(SecurityGroupRule::ports)
            .toList());
  }

  private List<SecurityGroupRule> matching(
      Traffic traffic,
      NetworkInterface own,
      Direction direction,
      NetworkInterface other,
      InetAddress address) {
    return rules(own, direction)
        .filter(rule -> rule.covers(traffic))
        .filter(rule -> isPeer(rule.peer(), other, address))
        .toList();
  }

  private Stream<SecurityGroupRule> rules(NetworkInterface own, Direction direction) {
    return own.groups().stream()
        .flatMap(name -> group(name).stream())
        .flatMap(group -> group.rules(direction).stream());
  }

  private static boolean isPeer(Peer peer, NetworkInterface other, InetAddress address) {
    if (peer instanceof CidrPeer block) {
      return block.cidr().contains(address);
    }
    return other.groups().contains(((GroupPeer) peer).group());
  }

  private static List<AddressPair> pairs(
      NetworkInterface from, NetworkInterface to, Protocol protocol) {
    List<AddressPair> pairs = new ArrayList<>();
    for (InetAddress source : from.addresses()) {
      for (InetAddress destination : to.addresses()) {
        AddressPair pair = new AddressPair(source, destination);
        if (pair.carries(protocol)) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }

  /** The addresses of a packet. */
  private record AddressPair(InetAddress source, InetAddress destination) {

    boolean isLocal() {
      return source.equals(destination);
    }

    boolean carries(Protocol protocol) {
      boolean ipv4 = source instanceof Inet4Address;
      return ipv4 == (destination instanceof Inet4Address)
          && !protocol.equals(ipv4 ? Protocol.ICMPV6 : Protocol.ICMP);
    }
  }
}
