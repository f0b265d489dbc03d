package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds all places the packets of a question can start from or end at. */
final class Sites {

  /**
   * The addresses that are routed in the public internet: all but the special-purpose ones of the
   * registries of IANA that are not globally reachable, and multicast.
   */
  static final List<Range> INTERNET = internet();

  /** IPv4 as a NAT gateway takes it from IPv6. */
  static final Range NAT64 = Range.of(Cidr.parse("64:ff9b::/96"));

  /** AWS keeps the first four addresses and the last one of each subnet. */
  private static final int RESERVED_FIRST = 4;

  private final Network network;

  Sites(Network network) {
    this.network = network;
  }

  private static List<Range> internet() {
    List<Range> special =
        ranges(
            List.of(
                Cidr.parse("0.0.0.0/8"),
                Cidr.parse("10.0.0.0/8"),
                Cidr.parse("100.64.0.0/10"),
                Cidr.parse("127.0.0.0/8"),
                Cidr.parse("169.254.0.0/16"),
                Cidr.parse("172.16.0.0/12"),
                Cidr.parse("192.0.0.0/24"),
                Cidr.parse("192.0.2.0/24"),
                Cidr.parse("192.168.0.0/16"),
                Cidr.parse("198.18.0.0/15"),
                Cidr.parse("198.51.100.0/24"),
                Cidr.parse("203.0.113.0/24"),
                Cidr.parse("224.0.0.0/4"),
                Cidr.parse("240.0.0.0/4"),
                Cidr.parse("2001:db8::/32"),
                Cidr.parse("2001:2::/48"),
                Cidr.parse("3fff::/20")));
    return Range.minus(List.of(Range.ALL_IPV4, Range.of(Cidr.parse("2000::/3"))), special);
  }

  static List<Range> ranges(List<Cidr> blocks) {
    return blocks.stream().map(Range::of).toList();
  }

  /** The places of one end; what the network does not show of it is a problem. */
  List<Site> of(Certificate.End end, List<String> problems) {
    if (end instanceof Certificate.End.Internet) {
      return outside(INTERNET, true);
    }
    if (end instanceof Certificate.End.Addresses some) {
      List<Site> found = of(ranges(some.blocks()));
      if (found.isEmpty()) {
        problems.add(
            "nobody knows who has %s, in no subnet that is shown".formatted(some.blocks()));
      }
      return found;
    }
    List<Site> sites = new ArrayList<>();
    for (String key : ((Certificate.End.Interfaces) end).keys()) {
      Optional<NetworkInterface> found =
          network.interfaces().stream().filter(i -> i.identity().key().equals(key)).findFirst();
      if (found.isEmpty()) {
        problems.add("the network has no interface " + key);
      } else {
        sites.addAll(of(found.get()));
      }
    }
    return sites;
  }

  /** The places packets can end at: the internet is reached by translation too. */
  List<Site> receivers(Certificate.End end, List<String> problems) {
    if (end instanceof Certificate.End.Internet) {
      List<Range> addresses = new ArrayList<>(INTERNET);
      addresses.add(NAT64);
      return outside(addresses, true);
    }
    return of(end, problems);
  }

  /** An interface is in one of its subnets, with its addresses or any that are free there. */
  private List<Site> of(NetworkInterface each) {
    List<Site> sites = new ArrayList<>();
    for (String key : each.subnets()) {
      Subnet subnet = subnet(key).orElseThrow();
      List<Range> known = known(each, subnet);
      sites.add(
          new Site(
              Optional.of(each),
              Optional.of(subnet),
              known.isEmpty() ? any(each, subnet) : withFurther(each, subnet, known),
              false));
    }
    return sites;
  }

  private List<Range> any(NetworkInterface each, Subnet subnet) {
    return each.addresses().isEmpty() && each.isIpv6Known()
        ? Range.common(usable(subnet), List.of(Range.ALL_IPV4))
        : usable(subnet);
  }

  /** The known addresses, and those of IPv6 that may come to them. */
  private List<Range> withFurther(NetworkInterface each, Subnet subnet, List<Range> known) {
    if (each.isIpv6Known()) {
      return known;
    }
    List<Range> all = new ArrayList<>(known.stream().filter(Range::isIpv4).toList());
    all.addAll(Range.common(usable(subnet), List.of(Range.ALL_IPV6)));
    return all;
  }

  /** Addresses are those of interfaces, else of hosts of a subnet, else of the outside. */
  private List<Site> of(List<Range> addresses) {
    List<Site> sites = new ArrayList<>();
    List<Range> rest = addresses;
    for (NetworkInterface each : network.interfaces()) {
      for (String key : each.subnets()) {
        Subnet subnet = subnet(key).orElseThrow();
        List<Range> own = Range.common(known(each, subnet), addresses);
        if (!own.isEmpty()) {
          sites.add(new Site(Optional.of(each), Optional.of(subnet), own, false));
          rest = Range.minus(rest, own);
        }
      }
    }
    for (Subnet subnet : network.subnets()) {
      List<Range> own = Range.common(usable(subnet), rest);
      if (!own.isEmpty()) {
        sites.add(new Site(Optional.empty(), Optional.of(subnet), own, false));
      }
    }
    sites.addAll(outside(rest, false));
    return sites;
  }

  private List<Site> outside(List<Range> addresses, boolean isInternet) {
    List<Range> rest = addresses;
    for (Vpc vpc : network.vpcs()) {
      rest = Range.minus(rest, ranges(knownBlocks(vpc.cidrs())));
    }
    for (Subnet subnet : network.subnets()) {
      rest = Range.minus(rest, ranges(knownBlocks(subnet.cidrs())));
    }
    return rest.isEmpty()
        ? List.of()
        : List.of(new Site(Optional.empty(), Optional.empty(), rest, isInternet));
  }

  /** The known addresses of an interface; none if it has an IPv4 address that is not among them. */
  private List<Range> known(NetworkInterface each, Subnet subnet) {
    List<Range> addresses = each.addresses().stream().map(a -> Range.of(a, a)).toList();
    if (each.subnets().size() > 1) {
      addresses = Range.common(addresses, usable(subnet));
    }
    boolean needsIpv4 = knownBlocks(subnet.cidrs()).stream().anyMatch(Cidr::isIpv4);
    boolean hasIpv4 = addresses.stream().anyMatch(Range::isIpv4);
    return needsIpv4 && !hasIpv4 ? List.of() : addresses;
  }

  /** The addresses that interfaces of a subnet can have; where blocks are not known, any. */
  private List<Range> usable(Subnet subnet) {
    List<Range> usable = new ArrayList<>();
    for (Cidr block : knownBlocks(subnet.cidrs())) {
      BigInteger first = Range.of(block).first().add(BigInteger.valueOf(RESERVED_FIRST));
      BigInteger last = Range.of(block).last().subtract(BigInteger.ONE);
      if (first.compareTo(last) <= 0) {
        usable.add(new Range(first, last));
      }
    }
    List<Maybe<Cidr>> around = vpc(subnet).map(Vpc::cidrs).orElse(List.of());
    for (Range all : List.of(Range.ALL_IPV4, Range.ALL_IPV6)) {
      if (!isKnown(subnet.cidrs(), all.isIpv4())) {
        usable.addAll(
            isKnown(around, all.isIpv4())
                ? Range.common(ranges(knownBlocks(around)), List.of(all))
                : List.of(all));
      }
    }
    return usable;
  }

  /** Of a block that is not known the name of its attribute tells if it is of IPv6 only. */
  private static boolean isKnown(List<Maybe<Cidr>> blocks, boolean isIpv4) {
    return !blocks.isEmpty()
        && blocks.stream()
            .flatMap(block -> block.attribute().stream())
            .allMatch(attribute -> isIpv4 && attribute.endsWith("ipv6_cidr_block"));
  }

  static boolean isKnown(List<Maybe<Cidr>> blocks) {
    return !blocks.isEmpty() && knownBlocks(blocks).size() == blocks.size();
  }

  static List<Cidr> knownBlocks(List<Maybe<Cidr>> blocks) {
    return blocks.stream().flatMap(block -> block.known().stream()).toList();
  }

  Optional<Subnet> subnet(String key) {
    return network.subnets().stream().filter(s -> s.identity().key().equals(key)).findFirst();
  }

  Optional<Vpc> vpc(Subnet subnet) {
    return network.vpcs().stream()
        .filter(vpc -> vpc.identity().key().equals(subnet.vpc()))
        .findFirst();
  }
}
