package dev.groundtruth.network.analysis;

import dev.groundtruth.network.analysis.AddressSet.Range;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Some addresses, cut wherever one of some sets begins or ends. Within an atom the sets do not
 * differ.
 */
final class AddressAxis {

  private final AddressSet within;
  private final NavigableSet<BigInteger> cuts;
  private final List<AddressSet> atoms;
  private final NavigableMap<BigInteger, Place> starts = new TreeMap<>();

  /** The line is cut before each position and between IPv4 and IPv6. */
  AddressAxis(AddressSet within, NavigableSet<BigInteger> cuts) {
    this.within = within;
    this.cuts = cuts;
    TreeMap<BigInteger, List<Range>> slots = new TreeMap<>();
    for (Range range : within.ranges()) {
      BigInteger first = range.first();
      while (first.compareTo(range.last()) <= 0) {
        BigInteger next = cuts.higher(first);
        BigInteger last =
            next == null || next.compareTo(range.last()) > 0
                ? range.last()
                : next.subtract(BigInteger.ONE);
        BigInteger slot = cuts.floor(first);
        slots
            .computeIfAbsent(slot == null ? BigInteger.ZERO : slot, any -> new ArrayList<>())
            .add(new Range(first, last));
        first = last.add(BigInteger.ONE);
      }
    }
    atoms = slots.values().stream().map(AddressSet::ofRanges).toList();
    for (int at = 0; at < atoms.size(); at++) {
      for (Range range : atoms.get(at).ranges()) {
        starts.put(range.first(), new Place(at, range.last()));
      }
    }
  }

  /** Where a range of an atom ends. */
  private record Place(int atom, BigInteger last) {}

  static AddressAxis of(AddressSet within, Collection<AddressSet> sets) {
    return new AddressAxis(within, cuts(within, sets));
  }

  /** Where some sets begin or end, as far as that cuts the addresses. */
  static NavigableSet<BigInteger> cuts(AddressSet within, Collection<AddressSet> sets) {
    NavigableSet<BigInteger> cuts = new TreeSet<>();
    cuts.add(Positions.border());
    if (within.isEmpty()) {
      return cuts;
    }
    BigInteger first = within.ranges().get(0).first();
    BigInteger last = within.ranges().get(within.ranges().size() - 1).last();
    for (AddressSet set : sets) {
      for (Range range : set.ranges()) {
        if (range.first().compareTo(first) > 0 && range.first().compareTo(last) <= 0) {
          cuts.add(range.first());
        }
        if (range.last().compareTo(first) >= 0 && range.last().compareTo(last) < 0) {
          cuts.add(range.last().add(BigInteger.ONE));
        }
      }
    }
    return cuts;
  }

  AddressAxis refinedBy(AddressAxis other) {
    if (within.equals(other.within) && cuts.containsAll(other.cuts)) {
      return this;
    }
    if (within.equals(other.within) && other.cuts.containsAll(cuts)) {
      return other;
    }
    NavigableSet<BigInteger> both = new TreeSet<>(cuts);
    both.addAll(other.cuts);
    if (!within.equals(other.within)) {
      for (AddressSet set : List.of(within, other.within)) {
        for (Range range : set.ranges()) {
          both.add(range.first());
          both.add(range.last().add(BigInteger.ONE));
        }
      }
    }
    return new AddressAxis(within.union(other.within), both);
  }

  AddressSet within() {
    return within;
  }

  List<AddressSet> atoms() {
    return atoms;
  }

  int size() {
    return atoms.size();
  }

  boolean isIpv4(int atom) {
    return atoms.get(atom).ranges().get(0).isIpv4();
  }

  /** The atoms in a set by which the axis was cut. */
  BitSet mask(AddressSet set) {
    BitSet mask = new BitSet(atoms.size());
    int range = 0;
    for (int at = 0; at < atoms.size() && range < set.ranges().size(); at++) {
      BigInteger first = atoms.get(at).ranges().get(0).first();
      while (range < set.ranges().size() && set.ranges().get(range).last().compareTo(first) < 0) {
        range++;
      }
      mask.set(
          at, range < set.ranges().size() && set.ranges().get(range).first().compareTo(first) <= 0);
    }
    return mask;
  }

  /** The atom an address is in, or -1. */
  int indexOf(BigInteger position) {
    Map.Entry<BigInteger, Place> place = starts.floorEntry(position);
    return place != null && position.compareTo(place.getValue().last()) <= 0
        ? place.getValue().atom()
        : -1;
  }
}
