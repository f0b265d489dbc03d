package dev.groundtruth.network.certificate;

import dev.groundtruth.network.model.TrafficMatch;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets: each combination of a number of each range.
 *
 * @param protocols the protocol numbers
 * @param ports the destination ports of TCP and UDP, the types of ICMP; without meaning for others
 * @param codes the codes of ICMP; without meaning for others
 * @param sources the source addresses
 * @param destinations the destination addresses
 */
public record Box(Range protocols, Range ports, Range codes, Range sources, Range destinations) {

  /** Every protocol. */
  public static final Range ALL_PROTOCOLS = Range.of(0, 255);

  /** Every port, and more than every ICMP type. */
  public static final Range ALL_PORTS = Range.of(0, 65535);

  /** Every ICMP code. */
  public static final Range ALL_CODES = Range.of(0, 255);

  /** All packets of some traffic between some addresses. */
  static Box of(TrafficMatch match, Range sources, Range destinations) {
    int number = match.protocol().number();
    boolean isAll = number == -1;
    boolean isIcmp = match.protocol().isIcmp();
    Range ports = ALL_PORTS;
    if (match.protocol().hasPorts()) {
      ports = Range.of(match.ports().first(), match.ports().last());
    } else if (isIcmp && match.icmpType().isPresent()) {
      ports = Range.of(match.icmpType().getAsInt(), match.icmpType().getAsInt());
    }
    boolean hasCode = isIcmp && match.icmpCode().isPresent();
    return new Box(
        isAll ? ALL_PROTOCOLS : Range.of(number, number),
        ports,
        hasCode ? Range.of(match.icmpCode().getAsInt(), match.icmpCode().getAsInt()) : ALL_CODES,
        sources,
        destinations);
  }

  /** For example {@code protocol 6, port 0-65535, code 0-255, 10.0.0.4 -> 10.0.1.4-10.0.1.9}. */
  @Override
  public String toString() {
    return "protocol %s, port %s, code %s, %s -> %s"
        .formatted(
            text(protocols.first().toString(), protocols.last().toString()),
            text(ports.first().toString(), ports.last().toString()),
            text(codes.first().toString(), codes.last().toString()),
            text(sources.firstAddress(), sources.lastAddress()),
            text(destinations.firstAddress(), destinations.lastAddress()));
  }

  private static String text(String first, String last) {
    return first.equals(last) ? first : first + "-" + last;
  }

  List<Range> axes() {
    return List.of(protocols, ports, codes, sources, destinations);
  }

  Box with(int axis, Range range) {
    List<Range> axes = new ArrayList<>(axes());
    axes.set(axis, range);
    return new Box(axes.get(0), axes.get(1), axes.get(2), axes.get(3), axes.get(4));
  }

  boolean meets(Box other) {
    for (int axis = 0; axis < 5; axis++) {
      if (!axes().get(axis).meets(other.axes().get(axis))) {
        return false;
      }
    }
    return true;
  }

  /** What of some boxes is not in another, as boxes. */
  static List<Box> minus(List<Box> boxes, Box other) {
    List<Box> rest = new ArrayList<>();
    for (Box box : boxes) {
      if (!box.meets(other)) {
        rest.add(box);
        continue;
      }
      Box inner = box;
      for (int axis = 0; axis < 5; axis++) {
        Range cut = other.axes().get(axis);
        for (Range outer : Range.minus(List.of(inner.axes().get(axis)), List.of(cut))) {
          rest.add(inner.with(axis, outer));
        }
        inner = inner.with(axis, inner.axes().get(axis).common(cut));
      }
    }
    return rest;
  }

  /** The two halves before a number of an axis and from it on. */
  List<Box> cut(int axis, BigInteger at) {
    Range range = axes().get(axis);
    return List.of(
        with(axis, new Range(range.first(), at.subtract(BigInteger.ONE))),
        with(axis, new Range(at, range.last())));
  }
}
