package dev.groundtruth.network.analysis;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * All traffic, cut wherever one of some matches begins or ends. Within an atom the matches do not
 * differ.
 */
final class TrafficAxis {

  /** What ICMP types, ICMP codes and protocols are numbered with. */
  private static final List<Integer> NUMBERS =
      List.copyOf(IntStream.rangeClosed(0, 255).boxed().toList());

  private static final List<Integer> PROTOCOLS_WITHOUT_AXIS =
      List.copyOf(NUMBERS.stream().filter(number -> !hasAxis(new Protocol(number))).toList());

  private final Set<TrafficMatch> cuts;
  private final List<TrafficAtom> atoms;
  private final Map<TrafficMatch, BitSet> masks = new ConcurrentHashMap<>();
  private final NavigableMap<Integer, Integer> tcp = new TreeMap<>();
  private final NavigableMap<Integer, Integer> udp = new TreeMap<>();

  TrafficAxis(Collection<TrafficMatch> cuts) {
    this.cuts = Set.copyOf(cuts);
    List<TrafficAtom> all = new ArrayList<>();
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
      ports(protocol).forEach(range -> all.add(new TrafficAtom.Ports(protocol, range)));
    }
    for (Protocol protocol : List.of(Protocol.ICMP, Protocol.ICMPV6)) {
      all.addAll(messages(protocol));
    }
    all.addAll(others());
    atoms = List.copyOf(all);
    for (int at = 0; at < atoms.size(); at++) {
      if (atoms.get(at) instanceof TrafficAtom.Ports ports) {
        (ports.protocol().equals(Protocol.TCP) ? tcp : udp).put(ports.ports().first(), at);
      }
    }
  }

  private static List<Integer> without(List<Integer> numbers, Collection<Integer> others) {
    return others.isEmpty()
        ? numbers
        : numbers.stream().filter(number -> !others.contains(number)).toList();
  }

  private List<PortRange> ports(Protocol protocol) {
    TreeSet<Integer> starts = new TreeSet<>(Set.of(0));
    cuts.stream()
        .filter(match -> match.protocol().equals(protocol))
        .map(TrafficMatch::ports)
        .forEach(
            range -> {
              starts.add(range.first());
              starts.add(range.last() + 1);
            });
    List<PortRange> ranges = new ArrayList<>();
    for (int start : starts) {
      Integer next = starts.higher(start);
      if (start <= PortRange.MAX_PORT) {
        ranges.add(new PortRange(start, next == null ? PortRange.MAX_PORT : next - 1));
      }
    }
    return ranges;
  }

  private List<TrafficAtom> messages(Protocol protocol) {
    Map<Integer, TreeSet<Integer>> codesOfTypes = new TreeMap<>();
    TreeSet<Integer> codesOfAll = new TreeSet<>();
    for (TrafficMatch match : cuts) {
      if (match.protocol().equals(protocol)) {
        TreeSet<Integer> codes =
            match.icmpType().isPresent()
                ? codesOfTypes.computeIfAbsent(match.icmpType().getAsInt(), any -> new TreeSet<>())
                : codesOfAll;
        match.icmpCode().ifPresent(codes::add);
      }
    }
    List<TrafficAtom> all = new ArrayList<>();
    codesOfTypes.forEach(
        (type, codes) -> all.addAll(byCode(protocol, List.of(type), codes, codesOfAll)));
    List<Integer> rest = without(NUMBERS, codesOfTypes.keySet());
    if (!rest.isEmpty()) {
      all.addAll(byCode(protocol, rest, Set.of(), codesOfAll));
    }
    return all;
  }

  private static List<TrafficAtom> byCode(
      Protocol protocol, List<Integer> types, Set<Integer> codes, Set<Integer> codesOfAll) {
    TreeSet<Integer> named = new TreeSet<>(codes);
    named.addAll(codesOfAll);
    List<TrafficAtom> all = new ArrayList<>();
    named.forEach(code -> all.add(new TrafficAtom.Messages(protocol, types, List.of(code))));
    List<Integer> rest = without(NUMBERS, named);
    if (!rest.isEmpty()) {
      all.add(new TrafficAtom.Messages(protocol, types, rest));
    }
    return all;
  }

  private List<TrafficAtom> others() {
    TreeSet<Integer> named = new TreeSet<>();
    cuts.stream()
        .map(TrafficMatch::protocol)
        .filter(protocol -> !protocol.equals(Protocol.ALL) && !hasAxis(protocol))
        .forEach(protocol -> named.add(protocol.number()));
    List<TrafficAtom> all = new ArrayList<>();
    named.forEach(number -> all.add(new TrafficAtom.Protocols(List.of(number))));
    List<Integer> rest = without(PROTOCOLS_WITHOUT_AXIS, named);
    if (!rest.isEmpty()) {
      all.add(new TrafficAtom.Protocols(rest));
    }
    return all;
  }

  private static boolean hasAxis(Protocol protocol) {
    return protocol.hasPorts() || protocol.isIcmp();
  }

  TrafficAxis refinedBy(TrafficAxis other) {
    if (cuts.containsAll(other.cuts)) {
      return this;
    }
    if (other.cuts.containsAll(cuts)) {
      return other;
    }
    Set<TrafficMatch> both = new LinkedHashSet<>(cuts);
    both.addAll(other.cuts);
    return new TrafficAxis(both);
  }

  List<TrafficAtom> atoms() {
    return atoms;
  }

  int size() {
    return atoms.size();
  }

  /** The atoms that one of the matches by which the axis was cut covers. */
  BitSet mask(TrafficMatch match) {
    return masks.computeIfAbsent(match, this::covered);
  }

  private BitSet covered(TrafficMatch match) {
    BitSet covered = new BitSet(atoms.size());
    for (int at = 0; at < atoms.size(); at++) {
      covered.set(at, covers(match, atoms.get(at).representative()));
    }
    return covered;
  }

  /** The atom some traffic is in. */
  int indexOf(Traffic traffic) {
    if (traffic.protocol().hasPorts()) {
      return (traffic.protocol().equals(Protocol.TCP) ? tcp : udp)
          .floorEntry(traffic.port().orElseThrow())
          .getValue();
    }
    for (int at = 0; at < atoms.size(); at++) {
      if (contains(atoms.get(at), traffic)) {
        return at;
      }
    }
    throw new IllegalStateException("The axis has no atom for " + traffic);
  }

  private static boolean contains(TrafficAtom atom, Traffic traffic) {
    if (atom instanceof TrafficAtom.Messages messages) {
      return messages.protocol().equals(traffic.protocol())
          && has(messages.types(), traffic.icmpType().orElseThrow())
          && has(messages.codes(), traffic.icmpCode().orElseThrow());
    }
    return atom instanceof TrafficAtom.Protocols protocols
        && has(protocols.numbers(), traffic.protocol().number());
  }

  private static boolean has(List<Integer> ascending, int number) {
    return Collections.binarySearch(ascending, number) >= 0;
  }

  /** Protocol -1 and protocols without ports ignore the ports of a match. */
  static boolean covers(TrafficMatch match, Traffic traffic) {
    if (!match.protocol().covers(traffic.protocol())) {
      return false;
    }
    if (match.protocol().equals(Protocol.ALL)) {
      return true;
    }
    return (traffic.port().isEmpty() || match.ports().contains(traffic.port().getAsInt()))
        && (traffic.icmpType().isEmpty()
            || match.icmpType().isEmpty()
            || match.icmpType().equals(traffic.icmpType()))
        && (traffic.icmpCode().isEmpty()
            || match.icmpCode().isEmpty()
            || match.icmpCode().equals(traffic.icmpCode()));
  }
}
