package dev.groundtruth.network.diff;

import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Packet;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Passage;
import dev.groundtruth.network.analysis.Witness;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Remark;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became reachable and what no longer is, between two networks: two plans, or a plan and what
 * is deployed. Interfaces are compared by what they are called, not by their addresses, since a
 * plan may not know these; an interface that is in one network only sends and receives nothing in
 * the other. The addresses that no interface has in both networks are compared too, within the VPCs
 * and outside: whoever comes next may get them. So is an address that an interface of one network
 * only has: whoever has it there, and whoever may get it in the other.
 *
 * <pre>{@code
 * NetworkDiff diff = NetworkDiff.of(before, after);
 * diff.isEmpty(); // true: the refactor is neutral
 * }</pre>
 *
 * @param changes the differences; where what is possible differs, not only what is certain
 * @param notUnderstood what the readers did not understand of either network, by which they may
 *     differ as well
 */
public record NetworkDiff(List<Change> changes, Set<String> notUnderstood) {

  /**
   * Keeps copies of the collections.
   *
   * @param changes the differences
   * @param notUnderstood what was not understood
   */
  public NetworkDiff {
    changes = List.copyOf(changes);
    notUnderstood = Set.copyOf(notUnderstood);
  }

  /**
   * Compares two networks. Interfaces that have one key are the same; then those that have one AWS
   * id, one Terraform address, one owner, one tag {@code Name}, or one address but for its index.
   * So a plan can be compared with what is deployed, and {@code count} with {@code for_each}.
   *
   * @param before the old one
   * @param after the new one
   * @return what differs
   */
  public static NetworkDiff of(Network before, Network after) {
    Correspondence.Names names = Correspondence.of(before, after);
    return of(before, after, names);
  }

  private static NetworkDiff of(Network before, Network after, Correspondence.Names names) {
    return of(
        new Side(before, each -> Optional.ofNullable(names.before().get(each.identity().key()))),
        new Side(after, each -> Optional.ofNullable(names.after().get(each.identity().key()))));
  }

  /**
   * Interfaces correspond if they have one key.
   *
   * @return the key
   */
  public static Function<NetworkInterface, Optional<String>> byKey() {
    return each -> Optional.of(each.identity().key());
  }

  /**
   * Interfaces correspond if they have one Terraform address, be it in a plan or a state.
   *
   * @return the address; interfaces without one by their key
   */
  public static Function<NetworkInterface, Optional<String>> byAddress() {
    return each -> each.identity().address().or(() -> Optional.of(each.identity().key()));
  }

  /**
   * Interfaces correspond if they have one value of a tag; all with the same value are one.
   *
   * @param key the tag's key
   * @return the value; interfaces without the tag by their key
   */
  public static Function<NetworkInterface, Optional<String>> byTag(String key) {
    return each ->
        Optional.ofNullable(each.identity().tags().get(key))
            .map(value -> key + "=" + value)
            .or(() -> Optional.of(each.identity().key()));
  }

  /**
   * Compares two networks.
   *
   * @param before the old one
   * @param after the new one
   * @param correspondence what an interface is called in both; those without are left out
   * @return what differs
   */
  public static NetworkDiff of(
      Network before, Network after, Function<NetworkInterface, Optional<String>> correspondence) {
    return of(new Side(before, correspondence), new Side(after, correspondence));
  }

  private static NetworkDiff of(Side old, Side now) {
    AddressSet others = AddressSet.ALL.minus(old.named(now)).minus(now.named(old));
    // What arrives at or from an interface is told under its own name.
    AddressSet freeBefore = others.minus(old.used());
    AddressSet freeNow = others.minus(now.used());
    Set<String> names = new LinkedHashSet<>(List.of(Side.ADDRESSES));
    names.addAll(old.names());
    names.addAll(now.names());
    List<Change> changes = new ArrayList<>();
    Twins ofNow = new Twins(now, old);
    Twins ofOld = new Twins(old, now);
    for (String from : names) {
      for (String to : names) {
        if (isAddresses(from) && isAddresses(to)) {
          continue;
        }
        List<Passage> left = old.passages(from, to, others);
        List<Passage> right = now.passages(from, to, others);
        boolean isAny = isAddresses(from) || isAddresses(to);
        List<Passage> arriving =
            isAny && !freeNow.equals(others) ? now.passages(from, to, freeNow) : right;
        compare(Change.Kind.NEWLY_REACHABLE, from, to, ofNow, arriving, left)
            .ifPresent(changes::add);
        List<Passage> arrived =
            isAny && !freeBefore.equals(others) ? old.passages(from, to, freeBefore) : left;
        compare(Change.Kind.NO_LONGER_REACHABLE, from, to, ofOld, arrived, right)
            .ifPresent(changes::add);
      }
    }
    Set<String> notUnderstood = new LinkedHashSet<>();
    for (Side side : List.of(old, now)) {
      side.network().remarks().stream()
          .filter(remark -> remark.kind() == Remark.Kind.NOT_UNDERSTOOD)
          .forEach(remark -> notUnderstood.add(remark.subject()));
    }
    return new NetworkDiff(changes, notUnderstood);
  }

  /**
   * Whether the networks let the same packets through, which is proved only if all of both was
   * understood.
   *
   * @return true if nothing changed
   */
  public boolean isEmpty() {
    return changes.isEmpty() && notUnderstood.isEmpty();
  }

  /**
   * Whether they differ.
   *
   * @return different if some packet certainly arrives in one of them only, unknown if it may
   */
  public Outcome outcome() {
    if (changes.stream().anyMatch(Change::isCertain)) {
      return Outcome.DIFFERENT;
    }
    return isEmpty() ? Outcome.EQUAL : Outcome.UNKNOWN;
  }

  /** What a comparison comes to. */
  public enum Outcome {
    /** The same packets arrive. */
    EQUAL,
    /** Some packet arrives in one of them only. */
    DIFFERENT,
    /** That depends on what is not known yet or was not understood. */
    UNKNOWN
  }

  /**
   * What became reachable.
   *
   * @return the differences of this kind
   */
  public List<Change> newlyReachable() {
    return changes.stream().filter(each -> each.kind() == Change.Kind.NEWLY_REACHABLE).toList();
  }

  /**
   * What no longer is reachable.
   *
   * @return the differences of this kind
   */
  public List<Change> noLongerReachable() {
    return changes.stream().filter(each -> each.kind() == Change.Kind.NO_LONGER_REACHABLE).toList();
  }

  private static Optional<Change> compare(
      Change.Kind kind,
      String from,
      String to,
      Twins twins,
      List<Passage> arriving,
      List<Passage> others) {
    PacketSet elsewhere = union(from, to, others, Passage::possible);
    PacketSet difference = union(from, to, arriving, Passage::possible).minus(elsewhere);
    // What is certain here and possible there is the same in the end, or may be.
    PacketSet sureHere = union(from, to, arriving, Passage::certain).minus(elsewhere);
    PacketSet uncertainThere =
        union(from, to, arriving, Passage::certain)
            .intersection(elsewhere)
            .minus(union(from, to, others, Passage::certain));
    boolean isCertain = !sureHere.isEmpty();
    if (difference.isEmpty()) {
      if (uncertainThere.isEmpty()) {
        return Optional.empty();
      }
      difference = uncertainThere;
    }
    PacketSet packets = difference;
    PacketSet shown = isCertain ? sureHere : packets;
    return witness(arriving, shown)
        .map(
            witness ->
                new Change(
                    kind,
                    from,
                    to,
                    packets,
                    isCertain,
                    witness,
                    Causes.of(
                        twins, kind == Change.Kind.NEWLY_REACHABLE, witness, from, to, others)));
  }

  private static Optional<Witness> witness(List<Passage> arriving, PacketSet packets) {
    for (Passage passage : arriving) {
      Optional<Packet> packet = passage.possible().intersection(packets).witness();
      if (packet.isPresent()) {
        return packet.map(passage::witness);
      }
    }
    return Optional.empty();
  }

  private static boolean isAddresses(String name) {
    return name.equals(Side.ADDRESSES);
  }

  private static PacketSet union(
      String from, String to, List<Passage> passages, Function<Passage, PacketSet> which) {
    PacketSet all = PacketSet.none();
    for (Passage passage : passages) {
      PacketSet packets = which.apply(passage);
      if (!isAddresses(from)) {
        packets = packets.fromAnySource();
      }
      if (!isAddresses(to)) {
        packets = packets.toAnyDestination();
      }
      all = all.union(packets);
    }
    return all;
  }

  /** A line for each difference and for what was not understood, or {@code no difference}. */
  @Override
  public String toString() {
    return isEmpty()
        ? "no difference"
        : Stream.concat(
                changes.stream().map(Change::toString),
                notUnderstood.stream().sorted().map(subject -> "not understood: " + subject))
            .collect(Collectors.joining("\n"));
  }
}
