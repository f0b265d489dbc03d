package dev.groundtruth.network.analysis;

import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An exact set of packets: protocol x destination port (or ICMP type and code) x source address x
 * destination address. Held as a partition into atoms and a bit for each cell; sets of different
 * partitions are brought to a common refinement.
 */
public final class PacketSet {

  private static final PacketSet NONE = of(AddressSet.NONE, AddressSet.NONE, TrafficMatch.ALL);

  private final PacketSpace space;
  private final BitSet cells;

  PacketSet(PacketSpace space, BitSet cells) {
    this.space = space;
    this.cells = cells;
  }

  /**
   * All packets of some traffic between some addresses.
   *
   * @param sources the source addresses
   * @param destinations the destination addresses
   * @param traffic the traffic
   * @return the set
   */
  public static PacketSet of(AddressSet sources, AddressSet destinations, TrafficMatch traffic) {
    PacketSpace space =
        PacketSpace.of(sources, destinations, List.of(traffic), List.of(), List.of());
    BitSet mask = space.traffic().mask(traffic);
    BitSet cells = new BitSet();
    for (int t = mask.nextSetBit(0); t >= 0; t = mask.nextSetBit(t + 1)) {
      for (int s = 0; s < space.sources().size(); s++) {
        for (int d = 0; d < space.destinations().size(); d++) {
          cells.set(space.cell(t, s, d), space.exists(t, s, d));
        }
      }
    }
    return new PacketSet(space, cells);
  }

  /**
   * No packet.
   *
   * @return the empty set
   */
  public static PacketSet none() {
    return NONE;
  }

  /** The same packets, as far as they are in it, in cells that are parts of this one's. */
  private BitSet cellsIn(PacketSpace finer) {
    if (finer == space) {
      return cells;
    }
    int[] traffic =
        finer.traffic().atoms().stream()
            .mapToInt(atom -> space.traffic().indexOf(atom.representative()))
            .toArray();
    int[] sources = indexes(space.sources(), finer.sources());
    int[] destinations = indexes(space.destinations(), finer.destinations());
    BitSet result = new BitSet();
    for (int t = 0; t < traffic.length; t++) {
      for (int s = 0; s < sources.length; s++) {
        for (int d = 0; d < destinations.length; d++) {
          if (sources[s] >= 0
              && destinations[d] >= 0
              && cells.get(space.cell(traffic[t], sources[s], destinations[d]))
              // An address does not send to itself, as a finer cell may be about.
              && finer.exists(t, s, d)) {
            result.set(finer.cell(t, s, d));
          }
        }
      }
    }
    return result;
  }

  private static int[] indexes(AddressAxis coarse, AddressAxis fine) {
    return fine.atoms().stream()
        .mapToInt(atom -> coarse.indexOf(atom.ranges().get(0).first()))
        .toArray();
  }

  /**
   * The packets of either set.
   *
   * @param other the other set
   * @return the union
   */
  public PacketSet union(PacketSet other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    PacketSpace common = space.refinedBy(other.space);
    BitSet result = (BitSet) cellsIn(common).clone();
    result.or(other.cellsIn(common));
    return new PacketSet(common, result);
  }

  /**
   * The packets of both sets.
   *
   * @param other the other set
   * @return the intersection
   */
  public PacketSet intersection(PacketSet other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? this : other;
    }
    PacketSpace common = space.cutBy(other.space);
    BitSet result = (BitSet) cellsIn(common).clone();
    result.and(other.cellsIn(common));
    return new PacketSet(common, result);
  }

  /**
   * The packets of this set that are not in another.
   *
   * @param other the other set
   * @return the difference
   */
  public PacketSet minus(PacketSet other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    PacketSpace common = space.cutBy(other.space);
    BitSet result = (BitSet) cellsIn(common).clone();
    result.andNot(other.cellsIn(common));
    return new PacketSet(common, result);
  }

  /**
   * The same traffic to the same destinations, from every address of the IP versions it comes from.
   *
   * @return the set of which source addresses no longer matter
   */
  public PacketSet fromAnySource() {
    return widened(AddressAxis.of(AddressSet.ALL, List.of()), space.destinations());
  }

  /**
   * The same traffic from the same sources, to every address of the IP versions it goes to.
   *
   * @return the set of which destination addresses no longer matter
   */
  public PacketSet toAnyDestination() {
    return widened(space.sources(), AddressAxis.of(AddressSet.ALL, List.of()));
  }

  /** An axis of all addresses has one atom for each IP version. */
  private PacketSet widened(AddressAxis sources, AddressAxis destinations) {
    PacketSpace wider = new PacketSpace(space.traffic(), sources, destinations);
    int[] newSources = indexes(sources, space.sources());
    int[] newDestinations = indexes(destinations, space.destinations());
    BitSet result = new BitSet();
    cells.stream()
        .forEach(
            cell ->
                result.set(
                    wider.cell(
                        space.trafficOf(cell),
                        newSources[space.sourceOf(cell)],
                        newDestinations[space.destinationOf(cell)])));
    return new PacketSet(wider, result);
  }

  /**
   * Whether there is no packet.
   *
   * @return true if there is none
   */
  public boolean isEmpty() {
    return cells.isEmpty();
  }

  /**
   * Whether every packet of another set is in this one.
   *
   * @param other the other set
   * @return true if it is
   */
  public boolean containsAll(PacketSet other) {
    return other.minus(this).isEmpty();
  }

  /**
   * Whether a packet is in the set.
   *
   * @param packet the packet
   * @return true if it is
   */
  public boolean contains(Packet packet) {
    int source = space.sources().indexOf(Positions.of(packet.source()));
    int destination = space.destinations().indexOf(Positions.of(packet.destination()));
    return source >= 0
        && destination >= 0
        && cells.get(space.cell(space.traffic().indexOf(packet.traffic()), source, destination));
  }

  /**
   * One of the packets.
   *
   * @return a packet, or nothing if there is none
   */
  public Optional<Packet> witness() {
    return isEmpty() ? Optional.empty() : Optional.of(space.representative(cells.nextSetBit(0)));
  }

  /**
   * A packet of each cell: together they are representative of all.
   *
   * @return as many packets as there are cells
   */
  public List<Packet> representatives() {
    return cells.stream().mapToObj(space::representative).toList();
  }

  /**
   * The packets in blocks: each is all traffic of an atom from some addresses to some addresses.
   *
   * @return the blocks; they do not overlap
   */
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int t = 0; t < space.traffic().size(); t++) {
      for (int s = 0; s < space.sources().size(); s++) {
        AddressSet destinations = AddressSet.NONE;
        for (int d = 0; d < space.destinations().size(); d++) {
          if (cells.get(space.cell(t, s, d))) {
            destinations = destinations.union(space.destinations().atoms().get(d));
          }
        }
        if (!destinations.isEmpty()) {
          add(
              blocks,
              new Block(
                  space.traffic().atoms().get(t), space.sources().atoms().get(s), destinations));
        }
      }
    }
    return List.copyOf(blocks);
  }

  private static void add(List<Block> blocks, Block block) {
    int end = blocks.size() - 1;
    if (end >= 0
        && blocks.get(end).traffic().equals(block.traffic())
        && blocks.get(end).destinations().equals(block.destinations())) {
      Block before = blocks.get(end);
      blocks.set(
          end,
          new Block(
              block.traffic(), before.sources().union(block.sources()), block.destinations()));
    } else {
      blocks.add(block);
    }
  }

  /**
   * All packets of some traffic between some addresses.
   *
   * @param traffic the traffic
   * @param sources the sources
   * @param destinations the destinations
   */
  public record Block(TrafficAtom traffic, AddressSet sources, AddressSet destinations) {

    /** For example {@code tcp 3306 from 10.0.1.0/24 to 10.0.2.9}. */
    @Override
    public String toString() {
      return traffic + " from " + sources + " to " + destinations;
    }
  }

  /** Compares the packets, however the sets are cut. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PacketSet set && minus(set).isEmpty() && set.minus(this).isEmpty();
  }

  /** Equal sets may be cut differently; what they have in common is whether they are empty. */
  @Override
  public int hashCode() {
    return isEmpty() ? 0 : 1;
  }

  /** The blocks, or {@code none}. */
  @Override
  public String toString() {
    return isEmpty()
        ? "none"
        : blocks().stream().map(Block::toString).collect(Collectors.joining("; "));
  }
}
