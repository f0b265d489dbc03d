package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.model.Vpc;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one packet through a network, as the AWS guides tell it: plain loops over the records,
 * and no class of the engine. It decides networks in which the addresses of interfaces and subnets
 * are known; rules, entries and the state of a peering may be unknown.
 */
final class PacketByPacket {

  private final Network network;

  /** Whether what is unknown lets packets pass. */
  private final boolean generous;

  PacketByPacket(Network network, boolean generous) {
    this.network = network;
    this.generous = generous;
  }

  /** Null stands for the outside. */
  boolean arrives(
      @Nullable NetworkInterface from,
      @Nullable NetworkInterface to,
      InetAddress source,
      InetAddress destination,
      Traffic traffic) {
    boolean ipv4 = source instanceof Inet4Address;
    if (ipv4 != destination instanceof Inet4Address
        || (ipv4 && traffic.protocol().number() == 58)
        || (!ipv4 && traffic.protocol().number() == 1)) {
      return false;
    }
    if (from != null && from.equals(to)) {
      return false;
    }
    if (from != null && !groupsLet(from, to, destination, traffic, Direction.EGRESS)) {
      return false;
    }
    if (to != null && !groupsLet(to, from, source, traffic, Direction.INGRESS)) {
      return false;
    }
    Subnet subnetOfSender = from == null ? null : subnet(from.subnets().get(0));
    Subnet subnetOfReceiver = to == null ? null : subnet(to.subnets().get(0));
    int firstReply = from != null && from.kind() == NetworkInterface.Kind.INSTANCE ? 32768 : 1024;
    int lastReply = from != null && from.kind() == NetworkInterface.Kind.INSTANCE ? 61000 : 65535;
    boolean crosses =
        subnetOfSender == null
            || subnetOfReceiver == null
            || !subnetOfSender.identity().key().equals(subnetOfReceiver.identity().key());
    if (crosses && subnetOfSender != null) {
      if (!aclLets(subnetOfSender, Direction.EGRESS, destination, traffic)
          || !aclLetsReply(
              subnetOfSender, Direction.INGRESS, destination, traffic, firstReply, lastReply)) {
        return false;
      }
    }
    if (crosses && subnetOfReceiver != null) {
      if (!aclLets(subnetOfReceiver, Direction.INGRESS, source, traffic)
          || !aclLetsReply(
              subnetOfReceiver, Direction.EGRESS, source, traffic, firstReply, lastReply)) {
        return false;
      }
    }
    if (from != null
        && !goes(from, subnetOfSender, source, destination, subnetOfReceiver, true, traffic)) {
      return false;
    }
    return to == null
        || goes(to, subnetOfReceiver, destination, source, subnetOfSender, false, traffic);
  }

  // --- security groups ---

  private boolean groupsLet(
      NetworkInterface own,
      @Nullable NetworkInterface other,
      InetAddress address,
      Traffic traffic,
      Direction direction) {
    if (own.groupsKnown().known().isEmpty() && generous) {
      return true;
    }
    for (SecurityGroup group : network.securityGroups()) {
      if (!own.groups().contains(group.identity().key())) {
        continue;
      }
      for (SecurityGroupRule rule : group.rules()) {
        if (rule.direction() != direction) {
          continue;
        }
        boolean matches =
            rule.match().known().isPresent() ? fits(rule.match().known().get(), traffic) : generous;
        if (matches && isPeer(rule.peer(), other, address)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isPeer(Peer peer, @Nullable NetworkInterface other, InetAddress address) {
    if (peer instanceof Peer.CidrPeer block) {
      return in(block.cidr(), address);
    }
    if (peer instanceof Peer.GroupPeer group) {
      return other != null
          && (other.groups().contains(group.group())
              || (generous && other.groupsKnown().known().isEmpty()));
    }
    if (peer instanceof Peer.PrefixListPeer named) {
      for (PrefixList list : network.prefixLists()) {
        if (list.identity().key().equals(named.prefixList())
            && list.entries().known().isPresent()) {
          for (Cidr block : list.entries().known().get()) {
            if (in(block, address)) {
              return true;
            }
          }
          return false;
        }
      }
    }
    return generous;
  }

  // --- network ACLs ---

  private boolean aclLets(
      Subnet subnet, Direction direction, InetAddress address, Traffic traffic) {
    for (NetworkAcl acl : network.networkAcls()) {
      if (!acl.identity().key().equals(subnet.networkAcl().orElse(""))) {
        continue;
      }
      List<NetworkAclEntry> entries = new ArrayList<>(acl.entries());
      entries.sort((a, b) -> Integer.compare(a.number(), b.number()));
      for (NetworkAclEntry entry : entries) {
        if (entry.direction() != direction) {
          continue;
        }
        boolean known = entry.match().known().isPresent() && entry.cidr().known().isPresent();
        boolean canMatch =
            (entry.match().known().isEmpty() || fits(entry.match().known().get(), traffic))
                && (entry.cidr().known().isEmpty() || in(entry.cidr().known().get(), address));
        // What is unknown turns out as the mode wants it.
        if (canMatch && (known || entry.allow() == generous)) {
          return entry.allow();
        }
      }
      return false;
    }
    return true;
  }

  private boolean aclLetsReply(
      Subnet subnet,
      Direction direction,
      InetAddress address,
      Traffic traffic,
      int firstPort,
      int lastPort) {
    int number = traffic.protocol().number();
    if (number == 1 || number == 58) {
      int type = traffic.icmpType().getAsInt();
      int answer = number == 1 ? (type == 8 ? 0 : type == 13 ? 14 : -1) : (type == 128 ? 129 : -1);
      return answer < 0
          || aclLets(subnet, direction, address, Traffic.icmp(traffic.protocol(), answer, 0));
    }
    if (number != 6 && number != 17) {
      return aclLets(subnet, direction, address, traffic);
    }
    // Between the ports that entries name nothing changes; so these and their neighbours do.
    List<Integer> ports = new ArrayList<>(List.of(firstPort, lastPort));
    for (NetworkAcl acl : network.networkAcls()) {
      for (NetworkAclEntry entry : acl.entries()) {
        if (entry.match().known().isPresent()) {
          int first = entry.match().known().get().ports().first();
          int last = entry.match().known().get().ports().last();
          ports.addAll(List.of(first - 1, first, last, last + 1));
        }
      }
    }
    boolean any = false;
    boolean every = true;
    for (int port : ports) {
      if (port >= firstPort && port <= lastPort) {
        boolean lets = aclLets(subnet, direction, address, Traffic.to(traffic.protocol(), port));
        any |= lets;
        every &= lets;
      }
    }
    return generous ? any : every;
  }

  // --- routes ---

  private boolean goes(
      NetworkInterface own,
      Subnet subnet,
      InetAddress ownAddress,
      InetAddress address,
      @Nullable Subnet otherSubnet,
      boolean outgoing,
      Traffic traffic) {
    RouteTarget target = target(subnet, address);
    if (target instanceof RouteTarget.Elsewhere || target instanceof RouteTarget.UnknownTarget) {
      return generous;
    }
    if (otherSubnet != null && otherSubnet.vpc().equals(subnet.vpc())) {
      return target instanceof RouteTarget.Local
          || (target instanceof RouteTarget.NatGateway && generous);
    }
    if (otherSubnet != null) {
      if (target instanceof RouteTarget.NatGateway) {
        return generous;
      }
      if (!(target instanceof RouteTarget.Peering way)) {
        return false;
      }
      for (Peering peering : network.peerings()) {
        if (peering.identity().key().equals(way.peering())) {
          boolean joins =
              (peering.requester().equals(subnet.vpc())
                      && peering.accepter().equals(otherSubnet.vpc()))
                  || (peering.accepter().equals(subnet.vpc())
                      && peering.requester().equals(otherSubnet.vpc()));
          return joins && peering.isActive().known().orElse(generous);
        }
      }
      return generous;
    }
    boolean ipv4 = address instanceof Inet4Address;
    Vpc.BlockPublicAccess block = Vpc.BlockPublicAccess.OFF;
    for (Vpc vpc : network.vpcs()) {
      if (vpc.identity().key().equals(subnet.vpc())) {
        block = vpc.blockPublicAccess();
      }
    }
    if (target instanceof RouteTarget.Peering) {
      return generous;
    }
    if (target instanceof RouteTarget.EgressOnlyGateway) {
      return outgoing && !ipv4 && block != Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL;
    }
    if (target instanceof RouteTarget.InternetGateway way) {
      return isAttached(way.gateway(), subnet.vpc())
          && block != Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL
          && (outgoing || block == Vpc.BlockPublicAccess.OFF)
          && (!ipv4 || own.publicAddress().known().orElse(generous));
    }
    if (target instanceof RouteTarget.NatGateway way && outgoing && ipv4) {
      for (Gateway gateway : network.gateways()) {
        if (gateway.identity().key().equals(way.gateway())) {
          Subnet there = subnet(gateway.subnet().get());
          if (!there.identity().key().equals(subnet.identity().key())) {
            boolean instance = own.kind() == NetworkInterface.Kind.INSTANCE;
            if (!aclLets(there, Direction.INGRESS, ownAddress, traffic)
                || !aclLetsReply(
                    there,
                    Direction.EGRESS,
                    ownAddress,
                    traffic,
                    instance ? 32768 : 1024,
                    instance ? 61000 : 65535)
                || !aclLets(there, Direction.EGRESS, address, traffic)
                || !aclLetsReply(there, Direction.INGRESS, address, traffic, 1024, 65535)) {
              return false;
            }
          }
          RouteTarget onward = target(there, address);
          if (onward instanceof RouteTarget.Elsewhere
              || onward instanceof RouteTarget.UnknownTarget
              || onward instanceof RouteTarget.Peering) {
            return generous;
          }
          return onward instanceof RouteTarget.InternetGateway internet
              && isAttached(internet.gateway(), there.vpc())
              && gateway.kind() == Gateway.Kind.PUBLIC_NAT
              && block != Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL;
        }
      }
    }
    return false;
  }

  private boolean isAttached(String key, String vpc) {
    for (Gateway gateway : network.gateways()) {
      if (gateway.identity().key().equals(key)) {
        return gateway.vpc().isPresent() && gateway.vpc().get().equals(vpc);
      }
    }
    return true;
  }

  private RouteTarget target(Subnet subnet, InetAddress address) {
    int best = -1;
    RouteTarget target = new RouteTarget.Blackhole();
    for (Vpc vpc : network.vpcs()) {
      if (vpc.identity().key().equals(subnet.vpc())) {
        for (var cidr : vpc.cidrs()) {
          if (in(cidr.known().get(), address) && bits(cidr.known().get()) > best) {
            best = bits(cidr.known().get());
            target = new RouteTarget.Local();
          }
        }
      }
    }
    for (RouteTable table : network.routeTables()) {
      if (table.identity().key().equals(subnet.routeTable().orElse(""))) {
        for (Route route : table.routes()) {
          Cidr cidr = ((Peer.CidrPeer) route.destination()).cidr();
          if (in(cidr, address) && bits(cidr) > best) {
            best = bits(cidr);
            target = route.target();
          }
        }
      }
    }
    return target;
  }

  private Subnet subnet(String key) {
    for (Subnet subnet : network.subnets()) {
      if (subnet.identity().key().equals(key)) {
        return subnet;
      }
    }
    throw new IllegalArgumentException(key);
  }

  // --- what a rule says ---

  private static boolean fits(TrafficMatch match, Traffic traffic) {
    int number = match.protocol().number();
    if (number == -1) {
      return true;
    }
    if (number != traffic.protocol().number()) {
      return false;
    }
    if (number == Protocol.TCP.number() || number == Protocol.UDP.number()) {
      int port = traffic.port().getAsInt();
      return match.ports().first() <= port && port <= match.ports().last();
    }
    if (number == 1 || number == 58) {
      return (match.icmpType().isEmpty()
              || match.icmpType().getAsInt() == traffic.icmpType().getAsInt())
          && (match.icmpCode().isEmpty()
              || match.icmpCode().getAsInt() == traffic.icmpCode().getAsInt());
    }
    return true;
  }

  private static int bits(Cidr cidr) {
    return Integer.parseInt(cidr.toString().replaceAll(".*/", ""));
  }

  /** Bit by bit. */
  private static boolean in(Cidr cidr, InetAddress address) {
    byte[] network = cidr.first().getAddress();
    byte[] host = address.getAddress();
    if (network.length != host.length) {
      return false;
    }
    for (int bit = 0; bit < bits(cidr); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((network[bit / 8] & mask) != (host[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
