package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Maybe;
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
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows one packet through a network, as the AWS guides tell it: plain loops over the records,
 * and no class of the engine. What is not known is decided by the mode: in the generous one it lets
 * packets pass, in the strict one it does not, and where an address is not known the packet has to
 * arrive with every address that the interface may get.
 *
 * <p>It is open to deliberate mistakes, by which the comparison is seen to fail.
 */
class PacketByPacket {

  /** Addresses that are routed nowhere in the internet, of the registries of IANA. */
  private static final List<Cidr> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "2001:db8::/32",
              "2001:2::/48",
              "3fff::/20")
          .map(Cidr::parse)
          .toList();

  private static final Cidr GLOBAL_IPV6 = Cidr.parse("2000::/3");

  private static final Cidr TRANSLATED = Cidr.parse("64:ff9b::/96");

  /**
   * Who sends or receives.
   *
   * @param member the interface, if it is one
   * @param subnet the subnet, if it is a host nobody knows
   * @param isInternet whether it is the internet, to which the services of AWS do not count
   */
  record Side(@Nullable NetworkInterface member, @Nullable Subnet subnet, boolean isInternet) {

    static Side of(NetworkInterface member) {
      return new Side(member, null, false);
    }

    static Side host(Subnet subnet) {
      return new Side(null, subnet, false);
    }

    static Side internet() {
      return new Side(null, null, true);
    }

    static Side outside() {
      return new Side(null, null, false);
    }
  }

  /** A block with its address taken apart, since it is looked at for every packet. */
  private static final class Block {
    private final byte[] bytes;
    private final int bits;

    Block(Cidr cidr) {
      bytes = cidr.first().getAddress();
      bits = cidr.prefixLength();
    }
  }

  private final Network network;

  /** Whether what is unknown lets packets pass. */
  private final boolean generous;

  /** Where a block of the network begins and ends, and the neighbours of these addresses. */
  private final List<InetAddress> points;

  private final Map<Cidr, Block> blocks = new HashMap<>();
  private final Map<String, List<InetAddress>> candidates = new HashMap<>();

  PacketByPacket(Network network, boolean generous) {
    this.network = network;
    this.generous = generous;
    points = points(network);
  }

  List<InetAddress> points() {
    return points;
  }

  private static List<InetAddress> points(Network network) {
    Set<Cidr> cidrs = new LinkedHashSet<>();
    for (SecurityGroup group : network.securityGroups()) {
      for (SecurityGroupRule rule : group.rules()) {
        add(rule.peer(), cidrs);
      }
    }
    for (RouteTable table : network.routeTables()) {
      for (Route route : table.routes()) {
        add(route.destination(), cidrs);
      }
    }
    for (NetworkAcl acl : network.networkAcls()) {
      for (NetworkAclEntry entry : acl.entries()) {
        entry.cidr().known().ifPresent(cidrs::add);
      }
    }
    for (PrefixList list : network.prefixLists()) {
      list.entries().known().ifPresent(cidrs::addAll);
    }
    Set<InetAddress> points = new LinkedHashSet<>();
    for (Cidr cidr : cidrs) {
      BigInteger first = new BigInteger(1, cidr.first().getAddress());
      BigInteger last = new BigInteger(1, cidr.last().getAddress());
      int length = cidr.isIpv4() ? 4 : 16;
      for (BigInteger at :
          List.of(first.subtract(BigInteger.ONE), first, last, last.add(BigInteger.ONE))) {
        if (at.signum() >= 0 && at.bitLength() <= 8 * length) {
          points.add(address(at, length));
        }
      }
    }
    return List.copyOf(points);
  }

  private static void add(Peer peer, Set<Cidr> cidrs) {
    if (peer instanceof Peer.CidrPeer block) {
      cidrs.add(block.cidr());
    }
  }

  private static InetAddress address(BigInteger value, int length) {
    byte[] bytes = new byte[length];
    byte[] digits = value.toByteArray();
    for (int at = 1; at <= Math.min(length, digits.length); at++) {
      bytes[length - at] = digits[digits.length - at];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  // --- addresses ---

  boolean isInternet(InetAddress address) {
    if (!(address instanceof Inet4Address) && !in(GLOBAL_IPV6, address)) {
      return false;
    }
    for (Cidr special : SPECIAL) {
      if (in(special, address)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it stands for an IPv4 address to which a NAT gateway translates it. */
  boolean isTranslated(InetAddress address) {
    return in(TRANSLATED, address);
  }

  /** As far as the blocks of a VPC, or of its subnets, are known. */
  boolean isInVpc(InetAddress address) {
    for (Vpc vpc : network.vpcs()) {
      for (Maybe<Cidr> cidr : vpc.cidrs()) {
        if (cidr.known().isPresent() && in(cidr.known().get(), address)) {
          return true;
        }
      }
    }
    for (Subnet subnet : network.subnets()) {
      for (Maybe<Cidr> cidr : subnet.cidrs()) {
        if (cidr.known().isPresent() && in(cidr.known().get(), address)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isAddressKnown(NetworkInterface member, Subnet subnet) {
    for (InetAddress address : member.addresses()) {
      if (isUsable(subnet, address)) {
        return true;
      }
    }
    return false;
  }

  private record Range(int length, BigInteger first, BigInteger last) {

    static Range of(Cidr cidr, int withoutFirst, int withoutLast) {
      return new Range(
          cidr.isIpv4() ? 4 : 16,
          new BigInteger(1, cidr.first().getAddress()).add(BigInteger.valueOf(withoutFirst)),
          new BigInteger(1, cidr.last().getAddress()).subtract(BigInteger.valueOf(withoutLast)));
    }

    boolean contains(InetAddress address) {
      byte[] bytes = address.getAddress();
      BigInteger at = new BigInteger(1, bytes);
      return bytes.length == length && at.compareTo(first) >= 0 && at.compareTo(last) <= 0;
    }
  }

  /**
   * A subnet without the first four addresses of a block and its last; where a block is not known,
   * it is somewhere in the VPC, and where that is not known, anywhere.
   */
  private List<Range> usable(Subnet subnet) {
    List<Range> ranges = new ArrayList<>();
    for (Maybe<Cidr> cidr : subnet.cidrs()) {
      cidr.known().ifPresent(block -> ranges.add(Range.of(block, 4, 1)));
    }
    for (int length : new int[] {4, 16}) {
      if (!mayBeMore(subnet.cidrs(), length)) {
        continue;
      }
      @Nullable Range around = anywhere(length);
      for (Vpc vpc : network.vpcs()) {
        if (vpc.identity().key().equals(subnet.vpc()) && !mayBeMore(vpc.cidrs(), length)) {
          around = null;
          for (Maybe<Cidr> cidr : vpc.cidrs()) {
            cidr.known()
                .filter(block -> block.isIpv4() == (length == 4))
                .ifPresent(block -> ranges.add(Range.of(block, 0, 0)));
          }
        }
      }
      if (around != null) {
        ranges.add(around);
      }
    }
    return ranges;
  }

  /** Whether there may be a block of an IP version besides those that are known. */
  private static boolean mayBeMore(List<Maybe<Cidr>> cidrs, int length) {
    for (Maybe<Cidr> cidr : cidrs) {
      if (cidr.attribute().isPresent()
          && (length == 16 || !cidr.attribute().get().endsWith("ipv6_cidr_block"))) {
        return true;
      }
    }
    return cidrs.isEmpty();
  }

  private static Range anywhere(int length) {
    return new Range(
        length, BigInteger.ZERO, BigInteger.ONE.shiftLeft(8 * length).subtract(BigInteger.ONE));
  }

  private final Map<String, List<Range>> usable = new HashMap<>();

  private boolean isUsable(Subnet subnet, InetAddress address) {
    List<Range> ranges = usable.get(subnet.identity().key());
    if (ranges == null) {
      ranges = usable(subnet);
      usable.put(subnet.identity().key(), ranges);
    }
    for (Range range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an address is not that of a subnet, even of one whose block is not known. */
  boolean isOfNoSubnet(InetAddress address) {
    for (Subnet subnet : network.subnets()) {
      if (isUsable(subnet, address)) {
        return false;
      }
    }
    return true;
  }

  /** Whether an address can be that of no other subnet. */
  boolean isOfOnly(Subnet subnet, InetAddress address) {
    for (Subnet other : network.subnets()) {
      if (!other.identity().key().equals(subnet.identity().key()) && isUsable(other, address)) {
        return false;
      }
    }
    return isUsable(subnet, address);
  }

  /** The addresses of an interface; if they are not known, those that something tells apart. */
  List<InetAddress> addresses(NetworkInterface member) {
    List<InetAddress> all = new ArrayList<>();
    for (String key : member.subnets()) {
      all.addAll(addresses(member, subnet(key)));
    }
    return all;
  }

  private List<InetAddress> addresses(NetworkInterface member, Subnet subnet) {
    List<InetAddress> all = new ArrayList<>();
    if (isAddressKnown(member, subnet)) {
      for (InetAddress address : member.addresses()) {
        if (isUsable(subnet, address)) {
          all.add(address);
        }
      }
      if (!member.isIpv6Known()) {
        for (InetAddress point : usablePoints(subnet)) {
          if (!(point instanceof Inet4Address) && !all.contains(point)) {
            all.add(point);
          }
        }
      }
      return all;
    }
    List<InetAddress> any =
        candidates.computeIfAbsent(subnet.identity().key(), key -> usablePoints(subnet));
    if (isWithoutIpv6(member)) {
      any = any.stream().filter(Inet4Address.class::isInstance).toList();
    }
    return any;
  }

  /** Whether an interface is known to have an address. */
  boolean isTaken(InetAddress address) {
    for (NetworkInterface member : network.interfaces()) {
      if (member.addresses().contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** The addresses next to those that interfaces of a subnet can have: reserved, or of others. */
  List<InetAddress> unusablePoints(Subnet subnet) {
    List<InetAddress> points = new ArrayList<>();
    for (Range range : usable(subnet)) {
      for (BigInteger at :
          List.of(range.first().subtract(BigInteger.ONE), range.last().add(BigInteger.ONE))) {
        if (at.signum() >= 0 && at.bitLength() <= 8 * range.length()) {
          points.add(address(at, range.length()));
        }
      }
    }
    return points;
  }

  List<InetAddress> usablePoints(Subnet subnet) {
    Set<InetAddress> usable = new LinkedHashSet<>();
    for (Range range : usable(subnet)) {
      usable.add(address(range.first(), range.length()));
      usable.add(address(range.last(), range.length()));
    }
    for (InetAddress point : points) {
      if (isUsable(subnet, point)) {
        usable.add(point);
      }
    }
    return List.copyOf(usable);
  }

  // --- the way of a packet ---

  boolean arrives(
      Side from, Side to, InetAddress source, InetAddress destination, Traffic traffic) {
    boolean ipv4 = source instanceof Inet4Address;
    if (ipv4 != destination instanceof Inet4Address
        || (ipv4 && traffic.protocol().number() == 58)
        || (!ipv4 && traffic.protocol().number() == 1)) {
      return false;
    }
    if (source.equals(destination)) {
      return false;
    }
    if (from.member() != null && from.equals(to) && !from.member().isOpenNumber()) {
      return false;
    }
    if (!generous && (mayBeInside(from, source) || mayBeInside(to, destination))) {
      return false;
    }
    for (@Nullable Subnet left : subnets(from)) {
      for (@Nullable Subnet right : subnets(to)) {
        if (arrives(from, left, to, right, source, destination, traffic)) {
          return generous || arrivesEverywhere(from, to, source, destination, traffic);
        }
      }
    }
    return false;
  }

  /**
   * An interface is in one subnet, but those of a load balancer or endpoint. Where several are
   * said, nobody knows in which it is, so that a packet is certain only if there is one like it in
   * each.
   */
  private boolean arrivesEverywhere(
      Side from, Side to, InetAddress source, InetAddress destination, Traffic traffic) {
    for (List<@Nullable Subnet> lefts : places(from)) {
      for (List<@Nullable Subnet> rights : places(to)) {
        boolean arrives = false;
        for (@Nullable Subnet left : lefts) {
          for (@Nullable Subnet right : rights) {
            for (InetAddress here : alike(from, left, source)) {
              for (InetAddress there : alike(to, right, destination)) {
                arrives = arrives || arrives(from, left, to, right, here, there, traffic);
              }
            }
          }
        }
        if (!arrives) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isInOneOfSeveral(Side side) {
    NetworkInterface member = side.member();
    return member != null
        && !member.isOpenNumber()
        && member.subnets().size() > 1
        && member.kind() != NetworkInterface.Kind.APPLICATION_LOAD_BALANCER
        && member.kind() != NetworkInterface.Kind.NETWORK_LOAD_BALANCER
        && member.kind() != NetworkInterface.Kind.VPC_ENDPOINT;
  }

  private List<List<@Nullable Subnet>> places(Side side) {
    List<@Nullable Subnet> all = subnets(side);
    if (!isInOneOfSeveral(side)) {
      return List.of(all);
    }
    List<List<@Nullable Subnet>> places = new ArrayList<>();
    for (@Nullable Subnet each : all) {
      if (each != null && side.member() != null && addresses(side.member(), each).isEmpty()) {
        // Where it can have no address it is not.
        continue;
      }
      List<@Nullable Subnet> place = new ArrayList<>();
      place.add(each);
      places.add(place);
    }
    return places;
  }

  private List<InetAddress> alike(Side side, @Nullable Subnet subnet, InetAddress address) {
    NetworkInterface member = side.member();
    if (member == null || subnet == null || !isInOneOfSeveral(side)) {
      return List.of(address);
    }
    return addresses(member, subnet).stream()
        .filter(each -> each.getAddress().length == address.getAddress().length)
        .toList();
  }

  /** Whether an address outside may turn out to be of a VPC or subnet whose block is not known. */
  private boolean mayBeInside(Side side, InetAddress address) {
    if (side.member() != null || side.isInternet()) {
      return false;
    }
    int length = address.getAddress().length;
    if (side.subnet() != null) {
      return mayBeMore(side.subnet().cidrs(), length);
    }
    for (Vpc vpc : network.vpcs()) {
      if (mayBeMore(vpc.cidrs(), length)) {
        return true;
      }
    }
    return false;
  }

  private List<@Nullable Subnet> subnets(Side side) {
    List<@Nullable Subnet> subnets = new ArrayList<>();
    if (side.member() == null) {
      subnets.add(side.subnet());
    } else {
      side.member().subnets().forEach(key -> subnets.add(subnet(key)));
    }
    return subnets;
  }

  private boolean arrives(
      Side from,
      @Nullable Subnet left,
      Side to,
      @Nullable Subnet right,
      InetAddress source,
      InetAddress destination,
      Traffic traffic) {
    List<InetAddress> sources = List.of(source);
    List<InetAddress> destinations = List.of(destination);
    if (from.member() != null && left != null) {
      if (!canHave(from.member(), left, source)) {
        return false;
      }
      if (!generous && !isAddressKnown(from.member(), left)) {
        sources = addresses(from.member(), left);
        if (!isSureOfVersion(left, source)) {
          return false;
        }
      }
    }
    if (to.member() != null && right != null) {
      if (!canHave(to.member(), right, destination)) {
        return false;
      }
      if (!generous && !isAddressKnown(to.member(), right)) {
        destinations = addresses(to.member(), right);
        if (!isSureOfVersion(right, destination)) {
          return false;
        }
      }
    }
    for (InetAddress one : sources) {
      for (InetAddress other : destinations) {
        if (one.getAddress().length == source.getAddress().length
            && other.getAddress().length == source.getAddress().length
            && !passes(from, left, to, right, one, other, traffic)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean canHave(NetworkInterface member, Subnet subnet, InetAddress address) {
    // One that may come to those that are known: nobody can count on it.
    boolean further = generous && !member.isIpv6Known() && !(address instanceof Inet4Address);
    return isUsable(subnet, address)
        && (address instanceof Inet4Address || !isWithoutIpv6(member))
        && (!isAddressKnown(member, subnet) || member.addresses().contains(address) || further);
  }

  private static boolean isWithoutIpv6(NetworkInterface member) {
    return member.addresses().isEmpty() && member.isIpv6Known();
  }

  /** In a subnet of both versions an interface has IPv4 in any case, and IPv6 perhaps. */
  private static boolean isSureOfVersion(Subnet subnet, InetAddress address) {
    boolean hasIpv4 = false;
    boolean isKnown = !subnet.cidrs().isEmpty();
    for (Maybe<Cidr> cidr : subnet.cidrs()) {
      hasIpv4 |= cidr.known().isPresent() && cidr.known().get().isIpv4();
      isKnown &= cidr.known().isPresent();
    }
    return address instanceof Inet4Address ? hasIpv4 : !hasIpv4 && isKnown;
  }

  private boolean passes(
      Side from,
      @Nullable Subnet subnetOfSender,
      Side to,
      @Nullable Subnet subnetOfReceiver,
      InetAddress source,
      InetAddress destination,
      Traffic traffic) {
    if (from.member() != null
        && !groupsLet(from.member(), to, destination, traffic, Direction.EGRESS)) {
      return false;
    }
    if (to.member() != null && !groupsLet(to.member(), from, source, traffic, Direction.INGRESS)) {
      return false;
    }
    int firstReply = firstReplyPort(from);
    int lastReply = 65535;
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
    if (subnetOfSender != null
        && !goes(from, subnetOfSender, to, subnetOfReceiver, source, destination, true, traffic)) {
      return false;
    }
    return subnetOfReceiver == null
        || goes(to, subnetOfReceiver, from, subnetOfSender, destination, source, false, traffic);
  }

  /**
   * Where the ephemeral ports of a client begin, which end at 65535: of Linux and Windows, of which
   * nothing tells which it is, or of all the others; if one port is enough it may be any.
   */
  private int firstReplyPort(Side client) {
    if (client.member() == null || generous) {
      return 1024;
    }
    return switch (client.member().kind()) {
      case INSTANCE, ECS_TASK, RDS -> 32768;
      default -> 1024;
    };
  }

  // --- security groups ---

  private boolean groupsLet(
      NetworkInterface own, Side other, InetAddress address, Traffic traffic, Direction direction) {
    if (own.kind() == NetworkInterface.Kind.NAT_GATEWAY
        || (own.kind() == NetworkInterface.Kind.NETWORK_LOAD_BALANCER
            && own.groups().isEmpty()
            && own.groupsKnown().known().isPresent())) {
      return true;
    }
    if (own.groupsKnown().known().isEmpty() && generous) {
      return true;
    }
    for (String key : own.groups()) {
      if (generous
          && network.securityGroups().stream().noneMatch(g -> g.identity().key().equals(key))) {
        return true;
      }
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

  boolean isPeer(Peer peer, Side other, InetAddress address) {
    if (peer instanceof Peer.CidrPeer block) {
      return in(block.cidr(), address);
    }
    if (peer instanceof Peer.GroupPeer group) {
      NetworkInterface member = other.member();
      if (member == null) {
        // Nobody knows the groups of a host within the VPC; outside there are the members of a
        // group that is not shown, for it is of another VPC, at private addresses.
        boolean isShown =
            network.securityGroups().stream()
                .anyMatch(each -> each.identity().key().equals(group.group()));
        return generous && (other.subnet() != null || (!isShown && !isInternet(address)));
      }
      return member.groups().contains(group.group())
          || (generous && member.groupsKnown().known().isEmpty());
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
    if (subnet.networkAcl().isEmpty()) {
      return true;
    }
    for (NetworkAcl acl : network.networkAcls()) {
      if (!acl.identity().key().equals(subnet.networkAcl().get())) {
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
    // One that the source names but does not show.
    return generous;
  }

  boolean aclLetsReply(
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

  boolean goes(
      Side own,
      Subnet subnet,
      Side other,
      @Nullable Subnet otherSubnet,
      InetAddress ownAddress,
      InetAddress address,
      boolean outgoing,
      Traffic traffic) {
    boolean any = false;
    boolean every = true;
    for (RouteTarget target : targets(subnet, address, otherSubnet, other.isInternet())) {
      boolean goes =
          goes(target, own, subnet, other, otherSubnet, ownAddress, address, outgoing, traffic);
      any |= goes;
      every &= goes;
    }
    return generous ? any : every;
  }

  private boolean goes(
      RouteTarget target,
      Side own,
      Subnet subnet,
      Side other,
      @Nullable Subnet otherSubnet,
      InetAddress ownAddress,
      InetAddress address,
      boolean outgoing,
      Traffic traffic) {
    if (target instanceof RouteTarget.Elsewhere
        || target instanceof RouteTarget.Appliance
        || target instanceof RouteTarget.UnknownTarget) {
      return generous;
    }
    if (otherSubnet != null) {
      if (target instanceof RouteTarget.NatGateway) {
        return generous;
      }
      if (otherSubnet.vpc().equals(subnet.vpc())) {
        return target instanceof RouteTarget.Local;
      }
      return target instanceof RouteTarget.Peering way
          && joins(way.peering(), subnet.vpc(), otherSubnet.vpc());
    }
    boolean ipv4 = address instanceof Inet4Address;
    if (target instanceof RouteTarget.Peering way) {
      return generous && !isOfKnownVpcs(way.peering());
    }
    if (target instanceof RouteTarget.GatewayEndpoint) {
      return outgoing && !other.isInternet();
    }
    if (target instanceof RouteTarget.EgressOnlyGateway way) {
      return outgoing
          && !ipv4
          && !isTranslated(address)
          && isAttached(way.gateway(), subnet.vpc())
          && leaves(subnet.vpc());
    }
    if (target instanceof RouteTarget.InternetGateway way) {
      if (!isAttached(way.gateway(), subnet.vpc()) || !isInternet(address)) {
        return false;
      }
      boolean nat =
          own.member() != null && own.member().kind() == NetworkInterface.Kind.NAT_GATEWAY;
      if (nat) {
        return outgoing && leaves(subnet.vpc());
      }
      boolean hasPublic =
          !ipv4
              || (own.member() == null
                  ? generous
                  : own.member().publicAddress().known().orElse(generous));
      return hasPublic && usesInternetGateway(subnet.vpc(), outgoing);
    }
    if (target instanceof RouteTarget.NatGateway && outgoing && isTranslated(address)) {
      // It becomes a packet of IPv4, and this one ends.
      return generous;
    }
    if (target instanceof RouteTarget.NatGateway way && outgoing && ipv4) {
      return goesThroughNat(way.gateway(), own, subnet, other, ownAddress, address, traffic);
    }
    return false;
  }

  /**
   * Whether a peering joins two VPCs of which every block is known: it leads to no other address.
   */
  private boolean isOfKnownVpcs(String key) {
    for (Peering peering : network.peerings()) {
      if (peering.identity().key().equals(key)) {
        int known = 0;
        for (Vpc vpc : network.vpcs()) {
          String end = vpc.identity().key();
          if ((end.equals(peering.requester()) || end.equals(peering.accepter()))
              && !vpc.cidrs().isEmpty()
              && vpc.cidrs().stream().allMatch(cidr -> cidr.known().isPresent())) {
            known++;
          }
        }
        return known == 2;
      }
    }
    return false;
  }

  private boolean joins(String key, String one, String another) {
    for (Peering peering : network.peerings()) {
      if (peering.identity().key().equals(key)) {
        boolean joins =
            (peering.requester().equals(one) && peering.accepter().equals(another))
                || (peering.accepter().equals(one) && peering.requester().equals(another));
        return joins && peering.isActive().known().orElse(generous);
      }
    }
    return generous;
  }

  private boolean goesThroughNat(
      String key,
      Side own,
      Subnet subnet,
      Side other,
      InetAddress ownAddress,
      InetAddress address,
      Traffic traffic) {
    for (Gateway gateway : network.gateways()) {
      if (!gateway.identity().key().equals(key)) {
        continue;
      }
      Subnet there = subnet(gateway.subnet().orElseThrow());
      if (!there.identity().key().equals(subnet.identity().key())) {
        if (!aclLets(there, Direction.INGRESS, ownAddress, traffic)
            || !aclLetsReply(
                there, Direction.EGRESS, ownAddress, traffic, firstReplyPort(own), 65535)
            || !aclLets(there, Direction.EGRESS, address, traffic)
            || !aclLetsReply(there, Direction.INGRESS, address, traffic, 1024, 65535)) {
          return false;
        }
      }
      boolean any = false;
      boolean every = true;
      for (RouteTarget onward : targets(there, address, null, other.isInternet())) {
        boolean goes;
        if (onward instanceof RouteTarget.Elsewhere
            || onward instanceof RouteTarget.UnknownTarget
            || onward instanceof RouteTarget.Appliance
            || onward instanceof RouteTarget.Peering) {
          goes = generous;
        } else {
          goes =
              onward instanceof RouteTarget.InternetGateway internet
                  && isAttached(internet.gateway(), there.vpc())
                  && gateway.kind() == Gateway.Kind.PUBLIC_NAT
                  && isInternet(address)
                  && leaves(there.vpc());
        }
        any |= goes;
        every &= goes;
      }
      return generous ? any : every;
    }
    return generous;
  }

  private Vpc.BlockPublicAccess block(String key) {
    for (Vpc vpc : network.vpcs()) {
      if (vpc.identity().key().equals(key)) {
        return vpc.blockPublicAccess();
      }
    }
    return Vpc.BlockPublicAccess.OFF;
  }

  /** Through what lets nothing in: a NAT or an egress-only gateway. */
  private boolean leaves(String vpc) {
    return switch (block(vpc)) {
      case OFF, BLOCK_INGRESS -> true;
      case BLOCK_BIDIRECTIONAL -> false;
      case UNKNOWN -> generous;
    };
  }

  private boolean usesInternetGateway(String vpc, boolean outgoing) {
    return switch (block(vpc)) {
      case OFF -> true;
      case BLOCK_INGRESS -> outgoing && generous;
      case BLOCK_BIDIRECTIONAL -> false;
      case UNKNOWN -> generous;
    };
  }

  private boolean isAttached(String key, String vpc) {
    for (Gateway gateway : network.gateways()) {
      if (gateway.identity().key().equals(key)) {
        return gateway.vpc().isPresent() && gateway.vpc().get().equals(vpc);
      }
    }
    return true;
  }

  /** All routes that may be the one AWS takes: one, if nothing is unknown or drawn by lot. */
  private List<RouteTarget> targets(
      Subnet subnet, InetAddress address, @Nullable Subnet otherSubnet, boolean isInternet) {
    int best = -1;
    int rank = 0;
    List<RouteTarget> targets = new ArrayList<>();
    for (Vpc vpc : network.vpcs()) {
      if (vpc.identity().key().equals(subnet.vpc())) {
        for (Maybe<Cidr> cidr : vpc.cidrs()) {
          Optional<Cidr> block = cidr.known();
          if (block.isPresent() && in(block.get(), address) && block.get().prefixLength() > best) {
            best = block.get().prefixLength();
            targets = new ArrayList<>(List.of(new RouteTarget.Local()));
          }
        }
      }
    }
    boolean isSomewhere = best < 0 && otherSubnet != null && otherSubnet.vpc().equals(subnet.vpc());
    if (isSomewhere) {
      // A block of the VPC that is not known has a prefix of at least these lengths.
      best = address instanceof Inet4Address ? 16 : 44;
      targets.add(new RouteTarget.Local());
    }
    List<Route> routes = null;
    for (RouteTable table : network.routeTables()) {
      if (table.identity().key().equals(subnet.routeTable().orElse(""))) {
        routes = table.routes();
      }
    }
    if (routes == null) {
      if (subnet.routeTable().isPresent()) {
        // One that the source names but does not show.
        targets.add(new RouteTarget.UnknownTarget("table"));
      }
      if (targets.isEmpty()) {
        targets.add(new RouteTarget.Blackhole());
      }
      return targets;
    }
    for (Route route : routes) {
      // A route of its own beats one of a prefix list, and of prefix lists either may win.
      int own = route.destination() instanceof Peer.CidrPeer ? 2 : 1;
      for (Cidr cidr : destinations(route)) {
        if (!in(cidr, address)) {
          continue;
        }
        int bits = cidr.prefixLength();
        if (isSomewhere) {
          if (bits >= best) {
            targets.add(route.target());
          }
        } else if (bits > best || (bits == best && own > rank)) {
          best = bits;
          rank = own;
          targets = new ArrayList<>(List.of(route.target()));
        } else if (bits == best && own == rank) {
          targets.add(route.target());
        }
      }
    }
    boolean local = !targets.isEmpty() && targets.get(0) instanceof RouteTarget.Local;
    if (targets.isEmpty()) {
      targets.add(new RouteTarget.Blackhole());
    }
    for (Route route : routes) {
      if (isKnown(route)) {
        continue;
      }
      RouteTarget target = route.target();
      if (target instanceof RouteTarget.GatewayEndpoint && isInternet) {
        // Whatever its prefix list says, it has the addresses of a service of AWS.
        continue;
      }
      boolean withinVpc =
          target instanceof RouteTarget.NatGateway
              || target instanceof RouteTarget.Appliance
              || target instanceof RouteTarget.Elsewhere
              || target instanceof RouteTarget.UnknownTarget;
      if (!local || withinVpc) {
        targets.add(target);
      }
    }
    return targets;
  }

  private boolean isKnown(Route route) {
    if (route.destination() instanceof Peer.CidrPeer) {
      return true;
    }
    if (route.destination() instanceof Peer.PrefixListPeer named) {
      for (PrefixList list : network.prefixLists()) {
        if (list.identity().key().equals(named.prefixList())) {
          return list.entries().known().isPresent();
        }
      }
    }
    return false;
  }

  private List<Cidr> destinations(Route route) {
    if (route.destination() instanceof Peer.CidrPeer block) {
      return List.of(block.cidr());
    }
    if (route.destination() instanceof Peer.PrefixListPeer named) {
      for (PrefixList list : network.prefixLists()) {
        if (list.identity().key().equals(named.prefixList())) {
          return list.entries().known().orElse(List.of());
        }
      }
    }
    return List.of();
  }

  Subnet subnet(String key) {
    for (Subnet subnet : network.subnets()) {
      if (subnet.identity().key().equals(key)) {
        return subnet;
      }
    }
    throw new IllegalArgumentException(key);
  }

  // --- what a rule says ---

  boolean fits(TrafficMatch match, Traffic traffic) {
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

  /** Bit by bit, after whole bytes. */
  private boolean in(Cidr cidr, InetAddress address) {
    Block block = blocks.computeIfAbsent(cidr, Block::new);
    byte[] host = address.getAddress();
    if (block.bytes.length != host.length) {
      return false;
    }
    int whole = block.bits / 8;
    for (int at = 0; at < whole; at++) {
      if (block.bytes[at] != host[at]) {
        return false;
      }
    }
    for (int bit = whole * 8; bit < block.bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((block.bytes[bit / 8] & mask) != (host[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
