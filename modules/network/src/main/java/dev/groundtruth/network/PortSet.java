package dev.groundtruth.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An exact set of ports. Two sets with the same ports are equal, however they were made.
 *
 * <pre>{@code
 * PortSet.parse("80,443").union(PortSet.of(8080)).complement().first(); // 0
 * }</pre>
 *
 * @param ranges the ports as ascending ranges that neither overlap nor touch
 */
public record PortSet(List<PortRange> ranges) {

  /** No port. */
  public static final PortSet NONE = new PortSet(List.of());

  /** Every port from 0 to 65535. */
  public static final PortSet ALL = new PortSet(List.of(PortRange.ALL));

  /**
   * Brings ranges into the normal form.
   *
   * @param ranges the ranges, in any order, also overlapping ones
   */
  public PortSet {
    ranges = normalised(ranges);
  }

  private static List<PortRange> normalised(Collection<PortRange> ranges) {
    List<PortRange> result = new ArrayList<>();
    for (PortRange range : ranges.stream().sorted().toList()) {
      int end = result.size() - 1;
      if (end >= 0 && range.first() <= result.get(end).last() + 1) {
        PortRange before = result.get(end);
        result.set(end, new PortRange(before.first(), Math.max(before.last(), range.last())));
      } else {
        result.add(range);
      }
    }
    return List.copyOf(result);
  }

  /**
   * The set of some ports.
   *
   * @param ports the ports, each 0 to 65535
   * @return the set
   * @throws IllegalArgumentException if one is no port
   */
  public static PortSet of(int... ports) {
    return new PortSet(Arrays.stream(ports).mapToObj(PortRange::of).toList());
  }

  /**
   * The set of some ranges.
   *
   * @param ranges the ranges, in any order
   * @return the set
   */
  public static PortSet of(PortRange... ranges) {
    return new PortSet(List.of(ranges));
  }

  /**
   * The set a text names; the reverse of {@link #toString()}.
   *
   * @param text ranges with commas between them, {@code all} or {@code none}
   * @return the set
   * @throws IllegalArgumentException if a part is no port range
   */
  public static PortSet parse(String text) {
    if (text.equals("none")) {
      return NONE;
    }
    return new PortSet(Arrays.stream(text.split(",", -1)).map(PortRange::parse).toList());
  }

  /**
   * The ports of either set.
   *
   * @param other the other set
   * @return the union
   */
  public PortSet union(PortSet other) {
    List<PortRange> both = new ArrayList<>(ranges);
    both.addAll(other.ranges);
    return new PortSet(both);
  }

  /**
   * The ports of both sets.
   *
   * @param other the other set
   * @return the intersection
   */
  public PortSet intersection(PortSet other) {
    List<PortRange> result = new ArrayList<>();
    int left = 0;
    int right = 0;
    while (left < ranges.size() && right < other.ranges.size()) {
      PortRange a = ranges.get(left);
      PortRange b = other.ranges.get(right);
      int first = Math.max(a.first(), b.first());
      int last = Math.min(a.last(), b.last());
      if (first <= last) {
        result.add(new PortRange(first, last));
      }
      if (a.last() < b.last()) {
        left++;
      } else {
        right++;
      }
    }
    return new PortSet(result);
  }

  /**
   * The ports that are not in this set.
   *
   * @return the complement within 0 to 65535
   */
  public PortSet complement() {
    List<PortRange> result = new ArrayList<>();
    int next = 0;
    for (PortRange range : ranges) {
      if (range.first() > next) {
        result.add(new PortRange(next, range.first() - 1));
      }
      next = range.last() + 1;
    }
    if (next <= PortRange.MAX_PORT) {
      result.add(new PortRange(next, PortRange.MAX_PORT));
    }
    return new PortSet(result);
  }

  /**
   * The ports of this set that are not in another.
   *
   * @param other the other set
   * @return the difference
   */
  public PortSet minus(PortSet other) {
    return intersection(other.complement());
  }

  /**
   * Whether a port is in the set.
   *
   * @param port the port
   * @return true if one of the ranges has it
   */
  public boolean contains(int port) {
    return ranges.stream().anyMatch(range -> range.contains(port));
  }

  /**
   * Whether the set has no port.
   *
   * @return true for {@link #NONE} only
   */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /**
   * The lowest port, a witness that the set is not empty.
   *
   * @return the port, or nothing if the set is empty
   */
  public OptionalInt first() {
    return isEmpty() ? OptionalInt.empty() : OptionalInt.of(ranges.get(0).first());
  }

  /**
   * How many ports the set has.
   *
   * @return 0 to 65536
   */
  public int size() {
    return ranges.stream().mapToInt(PortRange::size).sum();
  }

  /**
   * The ports one by one.
   *
   * @return the ports, ascending
   */
  public IntStream ports() {
    return ranges.stream().flatMapToInt(r -> IntStream.rangeClosed(r.first(), r.last()));
  }

  /** The ranges with commas between them, such as {@code 80,443,1024-65535}, or {@code none}. */
  @Override
  public String toString() {
    return isEmpty()
        ? "none"
        : ranges.stream().map(PortRange::toString).collect(Collectors.joining(","));
  }
}
