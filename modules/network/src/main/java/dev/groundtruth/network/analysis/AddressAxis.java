package dev.groundtruth.network.analysis;

import dev.groundtruth.network.analysis.AddressSet.Range;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Some addresses, in as few atoms as there can be so that some sets do not differ within one: the
 * atomic predicates of the sets (Yang and Lam, <a
 * href="https://doi.org/10.1109/ICNP.2013.6733614">Real-time Verification of Network Properties
 * Using Atomic Predicates</a>). The atoms are in the order of their lowest addresses, and none has
 * addresses of both IP versions.
 */
final class AddressAxis {

  /** No atom. */
  private static final int NONE = -1;

  private static final int UNSEEN = -2;

  private final AddressSet within;
  private final List<AddressSet> atoms;

  /** The ranges of all atoms, ascending, and the atoms they are of. */
  private final List<Range> ranges;

  private final int[] atomOf;

  private AddressAxis(AddressSet within, List<Range> ranges, int[] atomOf, int size) {
    this.within = within;
    this.ranges = ranges;
    this.atomOf = atomOf;
    if (size == 1) {
      this.atoms = List.of(within);
      return;
    }
    List<List<Range>> parts = new ArrayList<>(size);
    for (int at = 0; at < size; at++) {
      parts.add(new ArrayList<>());
    }
    for (int at = 0; at < atomOf.length; at++) {
      parts.get(atomOf[at]).add(ranges.get(at));
    }
    this.atoms = parts.stream().map(AddressSet::ofRanges).toList();
  }

  /** Ranges in ascending order, each with the sets it is in. */
  private static final class Builder {

    private final List<Range> ranges = new ArrayList<>();
    private final List<Integer> atomOf = new ArrayList<>();
    private final Map<BitSet, Integer> atoms = new HashMap<>();

    void add(BigInteger first, BigInteger last, BitSet inSets) {
      ranges.add(new Range(first, last));
      atomOf.add(atoms.computeIfAbsent(inSets, any -> atoms.size()));
    }

    AddressAxis build(AddressSet within) {
      int[] indexes = atomOf.stream().mapToInt(Integer::intValue).toArray();
      return new AddressAxis(within, List.copyOf(ranges), indexes, atoms.size());
    }
  }

  /** The addresses, told apart by the sets and by IP version. */
  static AddressAxis of(AddressSet within, Collection<AddressSet> sets) {
    Builder builder = new Builder();
    NavigableMap<BigInteger, BitSet> changes = changes(within, sets);
    BitSet inSets = new BitSet();
    for (Range range : within.ranges()) {
      while (!changes.isEmpty() && changes.firstKey().compareTo(range.first()) <= 0) {
        inSets = changed(inSets, changes.pollFirstEntry().getValue());
      }
      BigInteger first = range.first();
      while (!changes.isEmpty() && changes.firstKey().compareTo(range.last()) <= 0) {
        Map.Entry<BigInteger, BitSet> change = changes.pollFirstEntry();
        builder.add(first, change.getKey().subtract(BigInteger.ONE), inSets);
        inSets = changed(inSets, change.getValue());
        first = change.getKey();
      }
      builder.add(first, range.last(), inSets);
    }
    return builder.build(within);
  }

  private static BitSet changed(BitSet inSets, BitSet change) {
    BitSet changed = (BitSet) inSets.clone();
    changed.xor(change);
    return changed;
  }

  /**
   * Where sets begin and end, and which; the IPv6 addresses are the first set. What all of the
   * addresses have in common tells none of them apart.
   */
  private static NavigableMap<BigInteger, BitSet> changes(
      AddressSet within, Collection<AddressSet> sets) {
    NavigableMap<BigInteger, BitSet> changes = new TreeMap<>();
    if (within.isEmpty()) {
      return changes;
    }
    BigInteger first = within.ranges().get(0).first();
    BigInteger last = within.ranges().get(within.ranges().size() - 1).last();
    int set = 0;
    for (AddressSet each : sets) {
      set++;
      for (Range range : each.ranges()) {
        if (range.first().compareTo(first) > 0 && range.first().compareTo(last) <= 0) {
          flip(changes, range.first(), set);
        }
        if (range.last().compareTo(first) >= 0 && range.last().compareTo(last) < 0) {
          flip(changes, range.last().add(BigInteger.ONE), set);
        }
      }
    }
    if (Positions.isIpv4(first) && !Positions.isIpv4(last)) {
      flip(changes, Positions.border(), 0);
    }
    return changes;
  }

  private static void flip(Map<BigInteger, BitSet> changes, BigInteger at, int set) {
    changes.computeIfAbsent(at, any -> new BitSet()).flip(set);
  }

  /** The same addresses in atoms that are parts of those of both; this if they are already. */
  AddressAxis cutBy(AddressAxis other) {
    return isWithin(other) ? this : refined(within, other);
  }

  /** The addresses of both in atoms that are parts of those of both; one of them if it is that. */
  AddressAxis refinedBy(AddressAxis other) {
    if (isWithin(other) && within.containsAll(other.within)) {
      return this;
    }
    if (other.isWithin(this) && other.within.containsAll(within)) {
      return other;
    }
    return refined(within.union(other.within), other);
  }

  private AddressAxis refined(AddressSet all, AddressAxis other) {
    List<AddressSet> both = new ArrayList<>(atoms);
    both.addAll(other.atoms);
    return of(all, both);
  }

  /** Whether each atom is a part of one of the other's atoms, or has nothing of any. */
  private boolean isWithin(AddressAxis other) {
    if (this == other) {
      return true;
    }
    int[] parts = new int[atoms.size()];
    Arrays.fill(parts, UNSEEN);
    int at = 0;
    for (int mine = 0; mine < atomOf.length; mine++) {
      Range range = ranges.get(mine);
      while (at < other.atomOf.length && other.ranges.get(at).last().compareTo(range.first()) < 0) {
        at++;
      }
      int part = NONE;
      if (at < other.atomOf.length && other.ranges.get(at).first().compareTo(range.last()) <= 0) {
        Range found = other.ranges.get(at);
        if (found.first().compareTo(range.first()) > 0
            || found.last().compareTo(range.last()) < 0) {
          return false;
        }
        part = other.atomOf[at];
      }
      int before = parts[atomOf[mine]];
      if (before != UNSEEN && before != part) {
        return false;
      }
      parts[atomOf[mine]] = part;
    }
    return true;
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
    for (int at = 0; at < atoms.size(); at++) {
      mask.set(at, set.contains(atoms.get(at).ranges().get(0).first()));
    }
    return mask;
  }

  /** The atom an address is in, or -1. */
  int indexOf(BigInteger position) {
    int range = Range.indexOf(position, ranges);
    return range < 0 ? NONE : atomOf[range];
  }
}
