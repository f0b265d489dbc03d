package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An exact set of IPv4 and IPv6 addresses. Two sets with the same addresses are equal, however they
 * were made.
 */
public final class AddressSet {

  /** No address. */
  public static final AddressSet NONE = new AddressSet(List.of());

  /** Every IPv4 address. */
  public static final AddressSet ALL_IPV4 = of(Cidr.parse("0.0.0.0/0"));

  /** Every IPv6 address. */
  public static final AddressSet ALL_IPV6 = of(Cidr.parse("::/0"));

  /** Every address. */
  public static final AddressSet ALL = ALL_IPV4.union(ALL_IPV6);

  /**
   * The addresses that are routed in the public internet: all but those the <a
   * href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4</a> and <a
   * href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6</a> special-purpose
   * registries call not globally reachable, and multicast.
   */
  public static final AddressSet INTERNET =
      ALL_IPV4
          .minus(
              of(
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
                  "224.0.0.0/4",
                  "240.0.0.0/4"))
          .union(of("2000::/3").minus(of("2001:db8::/32", "2001:2::/48", "3fff::/20")));

  /**
   * The IPv4 addresses as a NAT gateway takes them from clients that have IPv6 only (<a
   * href="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html">AWS: DNS64
   * and NAT64</a>).
   */
  public static final AddressSet NAT64 = of("64:ff9b::/96");

  /** Ascending, neither overlapping nor touching. */
  private final List<Range> ranges;

  private AddressSet(List<Range> ranges) {
    this.ranges = ranges;
  }

  /**
   * Positions on one line, on which all IPv4 addresses come before all IPv6 addresses.
   *
   * @param first the lowest
   * @param last the highest
   */
  record Range(BigInteger first, BigInteger last) {

    boolean touches(Range later) {
      return later.first.compareTo(last.add(BigInteger.ONE)) <= 0 && isIpv4() == later.isIpv4();
    }

    boolean isIpv4() {
      return Positions.isIpv4(first);
    }

    BigInteger size() {
      return last.subtract(first).add(BigInteger.ONE);
    }

    /** Which of some ranges, ascending and apart, a position is in; -1 if in none. */
    static int indexOf(BigInteger position, List<Range> ascending) {
      int low = 0;
      int high = ascending.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        Range range = ascending.get(middle);
        if (position.compareTo(range.first) < 0) {
          high = middle - 1;
        } else if (position.compareTo(range.last) > 0) {
          low = middle + 1;
        } else {
          return middle;
        }
      }
      return -1;
    }

    @Override
    public String toString() {
      return Positions.text(first, last);
    }
  }

  /**
   * The addresses of some blocks.
   *
   * @param blocks the blocks
   * @return the set
   */
  public static AddressSet of(Cidr... blocks) {
    return ofBlocks(List.of(blocks));
  }

  /**
   * The addresses of some blocks.
   *
   * @param blocks the blocks
   * @return the set
   */
  public static AddressSet ofBlocks(Collection<Cidr> blocks) {
    return normalised(
        blocks.stream()
            .map(block -> new Range(Positions.of(block.first()), Positions.of(block.last())))
            .toList());
  }

  /**
   * The set of some addresses.
   *
   * @param addresses the addresses
   * @return the set
   */
  public static AddressSet ofAddresses(Collection<InetAddress> addresses) {
    return normalised(addresses.stream().map(Positions::of).map(at -> new Range(at, at)).toList());
  }

  private static AddressSet of(String... blocks) {
    return ofBlocks(List.of(blocks).stream().map(Cidr::parse).toList());
  }

  static AddressSet ofRanges(Collection<Range> ranges) {
    return normalised(ranges);
  }

  private static AddressSet normalised(Collection<Range> ranges) {
    List<Range> result = new ArrayList<>();
    for (Range range : ranges.stream().sorted(Comparator.comparing(Range::first)).toList()) {
      int end = result.size() - 1;
      if (end >= 0 && result.get(end).touches(range)) {
        Range before = result.get(end);
        result.set(end, new Range(before.first(), before.last().max(range.last())));
      } else {
        result.add(range);
      }
    }
    return new AddressSet(List.copyOf(result));
  }

  /** Whether there is one address only. */
  boolean isSingle() {
    return ranges.size() == 1 && ranges.get(0).first().equals(ranges.get(0).last());
  }

  List<Range> ranges() {
    return ranges;
  }

  /**
   * The addresses of either set.
   *
   * @param other the other set
   * @return the union
   */
  public AddressSet union(AddressSet other) {
    if (ranges.isEmpty()) {
      return other;
    }
    List<Range> both = new ArrayList<>(ranges);
    both.addAll(other.ranges);
    return normalised(both);
  }

  /**
   * The addresses of both sets.
   *
   * @param other the other set
   * @return the intersection
   */
  public AddressSet intersection(AddressSet other) {
    List<Range> result = new ArrayList<>();
    int left = 0;
    int right = 0;
    while (left < ranges.size() && right < other.ranges.size()) {
      Range a = ranges.get(left);
      Range b = other.ranges.get(right);
      BigInteger first = a.first().max(b.first());
      BigInteger last = a.last().min(b.last());
      if (first.compareTo(last) <= 0) {
        result.add(new Range(first, last));
      }
      if (a.last().compareTo(b.last()) < 0) {
        left++;
      } else {
        right++;
      }
    }
    return new AddressSet(List.copyOf(result));
  }

  /**
   * The addresses of this set that are not in another.
   *
   * @param other the other set
   * @return the difference
   */
  public AddressSet minus(AddressSet other) {
    List<Range> result = new ArrayList<>();
    int right = 0;
    for (Range range : ranges) {
      BigInteger next = range.first();
      while (right < other.ranges.size() && other.ranges.get(right).last().compareTo(next) < 0) {
        right++;
      }
      for (int at = right;
          at < other.ranges.size() && other.ranges.get(at).first().compareTo(range.last()) <= 0;
          at++) {
        Range cut = other.ranges.get(at);
        if (cut.first().compareTo(next) > 0) {
          result.add(new Range(next, cut.first().subtract(BigInteger.ONE)));
        }
        next = next.max(cut.last().add(BigInteger.ONE));
      }
      if (next.compareTo(range.last()) <= 0) {
        result.add(new Range(next, range.last()));
      }
    }
    return new AddressSet(List.copyOf(result));
  }

  /**
   * Whether there is no address.
   *
   * @return true for {@link #NONE} only
   */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /**
   * Whether an address is in the set.
   *
   * @param address the address
   * @return true if it is
   */
  public boolean contains(InetAddress address) {
    return contains(Positions.of(address));
  }

  boolean contains(BigInteger position) {
    return Range.indexOf(position, ranges) >= 0;
  }

  /**
   * Whether every address of another set is in this one.
   *
   * @param other the other set
   * @return true if it is
   */
  public boolean containsAll(AddressSet other) {
    return other.minus(this).isEmpty();
  }

  /**
   * Whether the sets have an address in common.
   *
   * @param other the other set
   * @return true if they do
   */
  public boolean intersects(AddressSet other) {
    int left = 0;
    int right = 0;
    while (left < ranges.size() && right < other.ranges.size()) {
      Range a = ranges.get(left);
      Range b = other.ranges.get(right);
      if (a.last().compareTo(b.first()) < 0) {
        left++;
      } else if (b.last().compareTo(a.first()) < 0) {
        right++;
      } else {
        return true;
      }
    }
    return false;
  }

  /**
   * How many addresses there are.
   *
   * @return the number, up to 2^32 + 2^128
   */
  public BigInteger size() {
    return ranges.stream().map(Range::size).reduce(BigInteger.ZERO, BigInteger::add);
  }

  /**
   * The lowest address: IPv4 before IPv6.
   *
   * @return the address
   * @throws IllegalStateException if the set is empty
   */
  public InetAddress first() {
    if (ranges.isEmpty()) {
      throw new IllegalStateException("An empty set has no first address");
    }
    return Positions.address(ranges.get(0).first());
  }

  /**
   * The blocks and single addresses whose union this is, as few as possible.
   *
   * @return the blocks, ascending
   */
  public List<Cidr> blocks() {
    return ranges.stream()
        .flatMap(range -> Positions.blocks(range.first(), range.last()).stream())
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressSet set && ranges.equals(set.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  /** The ranges with commas between them, or {@code none}. */
  @Override
  public String toString() {
    return ranges.isEmpty()
        ? "none"
        : ranges.stream().map(Range::toString).collect(Collectors.joining(","));
  }
}
