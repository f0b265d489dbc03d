package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds out whether a reason holds for every packet of a box between two places. */
final class Reasons {

  /** The number of the entry that closes every network ACL. */
  private static final int CLOSING_ENTRY = 32767;

  private static final Map<Integer, Integer> ICMP_ANSWERS = Map.of(8, 0, 13, 14);
  private static final Map<Integer, Integer> ICMPV6_ANSWERS = Map.of(128, 129);
  private static final PortRange EPHEMERAL_OF_LINUX = new PortRange(32768, 61000);
  private static final PortRange EPHEMERAL = new PortRange(1024, 65535);

  private final Network network;
  private final Site from;
  private final Site to;
  private final Ways ways;

  Reasons(Network network, Site from, Site to) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.ways = new Ways(network, from, to);
  }

  /** Whether a reason is true of every packet of a box. */
  boolean hold(Reason reason, Box box) {
    if (reason instanceof Reason.SameAddress) {
      return box.sources().isSingle() && box.sources().equals(box.destinations());
    }
    if (reason instanceof Reason.SecurityGroups groups) {
      return securityGroups(groups.direction(), box);
    }
    if (reason instanceof Reason.NetworkAcl acl) {
      return networkAcl(acl.subnet(), acl.direction(), acl.isForReplies(), box)
          .equals(Optional.of(acl));
    }
    Reason.Routes routes = (Reason.Routes) reason;
    return ways.obstacles(routes.direction(), box).equals(Optional.of(routes));
  }

  /** The first reason that is true of every packet of a box. */
  Optional<Reason> any(Box box) {
    List<Reason> simple =
        List.of(
            new Reason.SameAddress(),
            new Reason.SecurityGroups(Direction.INGRESS),
            new Reason.SecurityGroups(Direction.EGRESS));
    for (Reason reason : simple) {
      if (hold(reason, box)) {
        return Optional.of(reason);
      }
    }
    for (Direction direction : Direction.values()) {
      Optional<Reason.Routes> routes = ways.obstacles(direction, box);
      if (routes.isPresent()) {
        return Optional.of(routes.get());
      }
    }
    for (String subnet : ways.subnets()) {
      for (Direction direction : Direction.values()) {
        for (boolean isForReplies : new boolean[] {false, true}) {
          Optional<Reason.NetworkAcl> acl = networkAcl(subnet, direction, isForReplies, box);
          if (acl.isPresent()) {
            return Optional.of(acl.get());
          }
        }
      }
    }
    return Optional.empty();
  }

  // --- security groups ---

  private boolean securityGroups(Direction direction, Box box) {
    Site own = direction == Direction.EGRESS ? from : to;
    Site other = direction == Direction.EGRESS ? to : from;
    if (own.member().isEmpty() || own.member().get().groupsKnown().known().isEmpty()) {
      return false;
    }
    NetworkInterface member = own.member().get();
    if (member.kind() == NetworkInterface.Kind.NAT_GATEWAY
        || (member.kind() == NetworkInterface.Kind.NETWORK_LOAD_BALANCER
            && member.groups().isEmpty())) {
      return false;
    }
    Range there = direction == Direction.EGRESS ? box.destinations() : box.sources();
    for (String key : member.groups()) {
      Optional<SecurityGroup> group =
          network.securityGroups().stream()
              .filter(each -> each.identity().key().equals(key))
              .findFirst();
      if (group.isEmpty()) {
        return false;
      }
      for (SecurityGroupRule rule : group.get().rules(direction)) {
        TrafficMatch match = rule.match().known().orElse(TrafficMatch.ALL);
        if (Box.of(match, box.sources(), box.destinations()).meets(box)
            && isPeer(rule.peer(), other, there)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a peer is or may be the other place. */
  private boolean isPeer(Peer peer, Site other, Range there) {
    if (peer instanceof Peer.GroupPeer group) {
      return other
          .member()
          .map(
              member ->
                  member.groups().contains(group.group())
                      || member.groupsKnown().known().isEmpty())
          .orElse(!other.isOutside());
    }
    return ways.blocks(peer)
        .map(blocks -> Sites.ranges(blocks).stream().anyMatch(there::meets))
        .orElse(true);
  }

  // --- network ACLs ---

  /** The reason that the ACL of a subnet denies all of a box, if it does. */
  private Optional<Reason.NetworkAcl> networkAcl(
      String subnet, Direction direction, boolean isForReplies, Box box) {
    // An entry names the far address: of what leaves, where it goes; of what enters, where it
    // comes from. Of replies the two are swapped.
    boolean isDestination = (direction == Direction.EGRESS) != isForReplies;
    boolean isBehindNat = ways.natSubnet(box).equals(Optional.of(subnet));
    boolean isOwn =
        (isDestination ? from : to).subnet().map(s -> s.identity().key()).equals(Optional.of(subnet))
            && !from.subnet().equals(to.subnet());
    Optional<String> key = ways.subnet(subnet).flatMap(Subnet::networkAcl);
    Optional<List<NetworkAclEntry>> entries =
        network.networkAcls().stream()
            .filter(acl -> Optional.of(acl.identity().key()).equals(key))
            .map(acl -> acl.entries(direction))
            .findFirst();
    if (!(isOwn || isBehindNat) || key.isEmpty() || entries.isEmpty()) {
      return Optional.empty();
    }
    PortRange ephemeral =
        isBehindNat && direction == Direction.INGRESS ? EPHEMERAL : ephemeral(from);
    List<Box> open = isForReplies ? replies(box, ephemeral) : List.of(box);
    List<Integer> deniedBy = new ArrayList<>();
    for (NetworkAclEntry entry : entries.get()) {
      Range block = entry.cidr().known().map(Range::of).orElse(null);
      Box named =
          Box.of(
              entry.match().known().orElse(TrafficMatch.ALL),
              isDestination || block == null ? box.sources() : block,
              isDestination && block != null ? block : box.destinations());
      if (open.stream().noneMatch(named::meets)) {
        continue;
      }
      if (entry.allow()) {
        return Optional.empty();
      }
      if (block != null && entry.match().known().isPresent()) {
        open = Box.minus(open, named);
        deniedBy.add(entry.number());
      }
    }
    if (!open.isEmpty()) {
      deniedBy.add(CLOSING_ENTRY);
    }
    // Without replies that could be denied, nothing was.
    return deniedBy.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Reason.NetworkAcl(subnet, key.get(), direction, isForReplies, deniedBy));
  }

  private static PortRange ephemeral(Site client) {
    return client
        .member()
        .map(
            member ->
                switch (member.kind()) {
                  case INSTANCE, ECS_TASK, RDS -> EPHEMERAL_OF_LINUX;
                  default -> EPHEMERAL;
                })
        .orElse(EPHEMERAL);
  }

  /** All that may answer a box; nothing if some of it needs no answer. */
  private static List<Box> replies(Box box, PortRange ephemeral) {
    List<Box> replies = new ArrayList<>();
    for (int number = box.protocols().first().intValue();
        number <= box.protocols().last().intValue();
        number++) {
      Protocol protocol = new Protocol(number);
      if (!protocol.isIcmp()) {
        replies.add(
            Box.of(TrafficMatch.of(protocol, ephemeral), box.sources(), box.destinations()));
        continue;
      }
      if (isOfOtherVersion(protocol, box)) {
        continue;
      }
      for (int type = box.ports().first().intValue();
          type <= box.ports().last().intValue();
          type++) {
        Integer answer =
            (protocol.equals(Protocol.ICMP) ? ICMP_ANSWERS : ICMPV6_ANSWERS).get(type);
        if (answer == null) {
          return List.of();
        }
        replies.add(
            Box.of(
                new TrafficMatch(
                    protocol, PortRange.ALL, OptionalInt.of(answer), OptionalInt.of(0)),
                box.sources(),
                box.destinations()));
      }
    }
    return replies;
  }

  /** ICMP is of IPv4 only, and ICMPv6 of IPv6. */
  static boolean isOfOtherVersion(Protocol protocol, Box box) {
    return protocol.isIcmp() && protocol.equals(Protocol.ICMP) != box.sources().isIpv4();
  }
}
