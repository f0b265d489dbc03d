package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.List;
import java.util.Optional;

/** Finds out whether a reason holds for every packet of a box between two places. */
final class Reasons {

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
    for (Direction direction : Direction.values()) {
      Optional<Reason.Routes> routes = ways.obstacles(direction, box);
      if (routes.isPresent()) {
        return Optional.of(routes.get());
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
                  member.groups().contains(group.group()) || member.groupsKnown().known().isEmpty())
          .orElseGet(
              () ->
                  !other.isOutside()
                      || (isHidden(group.group())
                          && !Range.minus(List.of(there), Sites.INTERNET).isEmpty()));
    }
    return ways.blocks(peer)
        .map(blocks -> Sites.ranges(blocks).stream().anyMatch(there::meets))
        .orElse(true);
  }

  /** Whether the network does not show a group, which then can be that of a peered VPC. */
  private boolean isHidden(String group) {
    return network.securityGroups().stream().noneMatch(each -> each.identity().key().equals(group));
  }

  // --- network ACLs ---

  /** The reason that the ACL of a subnet denies all of a box, if it does. */
  private Optional<Reason.NetworkAcl> networkAcl(
      String subnet, Direction direction, boolean isForReplies, Box box) {
    Site near = Denials.isAboutDestinations(direction, isForReplies) ? from : to;
    boolean isOwn =
        near.place().subnet().equals(Optional.of(subnet)) && !from.subnet().equals(to.subnet());
    if (!isOwn && !ways.natSubnet(box).equals(Optional.of(subnet))) {
      return Optional.empty();
    }
    Optional<String> acl = ways.subnet(subnet).flatMap(Subnet::networkAcl);
    return acl.isEmpty()
        ? Optional.empty()
        : new Denials(network)
            .deniedBy(acl.get(), direction, isForReplies, box)
            .map(
                entries ->
                    new Reason.NetworkAcl(subnet, acl.get(), direction, isForReplies, entries));
  }
}
