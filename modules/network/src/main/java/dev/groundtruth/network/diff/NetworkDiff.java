package dev.groundtruth.network.diff;

import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.Hop;
import dev.groundtruth.network.analysis.Packet;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Passage;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Witness;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became reachable and what no longer is, between two networks: two plans, or a plan and what
 * is deployed. Interfaces are compared by what they are called, not by their addresses, since a
 * plan may not know these; an interface that is in one network only sends and receives nothing in
 * the other.
 *
 * <pre>{@code
 * NetworkDiff diff = NetworkDiff.of(before, after);
 * diff.isEmpty(); // true: the refactor is neutral
 * }</pre>
 *
 * @param changes the differences; where what is possible differs, not only what is certain
 */
public record NetworkDiff(List<Change> changes) {

  private static final String OUTSIDE = "outside";

  /**
   * Keeps a copy of the list.
   *
   * @param changes the differences
   */
  public NetworkDiff {
    changes = List.copyOf(changes);
  }

  /**
   * Compares two networks whose interfaces have the same keys.
   *
   * @param before the old one
   * @param after the new one
   * @return what differs
   */
  public static NetworkDiff of(Network before, Network after) {
    return of(before, after, byKey());
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
    Side old = new Side(before, correspondence);
    Side now = new Side(after, correspondence);
    Set<String> names = new LinkedHashSet<>(List.of(OUTSIDE));
    names.addAll(old.interfaces.keySet());
    names.addAll(now.interfaces.keySet());
    AddressSet outside = old.outside.intersection(now.outside);
    List<Change> changes = new ArrayList<>();
    for (String from : names) {
      for (String to : names) {
        if (from.equals(OUTSIDE) && to.equals(OUTSIDE)) {
          continue;
        }
        List<Passage> left = old.passages(from, to, outside);
        List<Passage> right = now.passages(from, to, outside);
        compare(Change.Kind.NEWLY_REACHABLE, from, to, now, right, old, left)
            .ifPresent(changes::add);
        compare(Change.Kind.NO_LONGER_REACHABLE, from, to, old, left, now, right)
            .ifPresent(changes::add);
      }
    }
    return new NetworkDiff(changes);
  }

  /**
   * Whether the networks let the same packets through.
   *
   * @return true if nothing changed
   */
  public boolean isEmpty() {
    return changes.isEmpty();
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
      Side here,
      List<Passage> arriving,
      Side there,
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
                    responsible(witness, here, there)));
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

  /** What the witness' rules say that no rule says in the other network. */
  private static List<String> responsible(Witness witness, Side here, Side there) {
    return witness.hops().stream()
        .map(Hop::rule)
        .filter(rule -> !there.rules.containsValue(here.saying(rule).orElse("")))
        .filter(rule -> here.saying(rule).isPresent())
        .distinct()
        .toList();
  }

  private static PacketSet union(
      String from, String to, List<Passage> passages, Function<Passage, PacketSet> which) {
    PacketSet all = PacketSet.none();
    for (Passage passage : passages) {
      PacketSet packets = which.apply(passage);
      if (!from.equals(OUTSIDE)) {
        packets = packets.fromAnySource();
      }
      if (!to.equals(OUTSIDE)) {
        packets = packets.toAnyDestination();
      }
      all = all.union(packets);
    }
    return all;
  }

  /** One of the two networks. */
  private static final class Side {

    private final Reachability reachability;
    private final Map<String, List<NetworkInterface>> interfaces = new LinkedHashMap<>();
    private final AddressSet outside;
    private final Map<String, String> rules = new LinkedHashMap<>();

    Side(Network network, Function<NetworkInterface, Optional<String>> correspondence) {
      reachability = Reachability.of(network);
      for (NetworkInterface each : network.interfaces()) {
        correspondence
            .apply(each)
            .ifPresent(
                name -> interfaces.computeIfAbsent(name, any -> new ArrayList<>()).add(each));
      }
      outside =
          AddressSet.ALL.minus(
              AddressSet.ofBlocks(
                  network.vpcs().stream()
                      .flatMap(vpc -> vpc.cidrs().stream())
                      .flatMap(cidr -> cidr.known().stream())
                      .toList()));
      for (SecurityGroup group : network.securityGroups()) {
        for (SecurityGroupRule rule : group.rules()) {
          rules.put(
              rule.toString(),
              "%s %s %s %s"
                  .formatted(group.identity().key(), rule.direction(), rule.match(), rule.peer()));
        }
      }
      for (NetworkAcl acl : network.networkAcls()) {
        for (NetworkAclEntry entry : acl.entries()) {
          rules.put(
              "entry %d (%s)".formatted(entry.number(), entry.identity().key()),
              "%s %s %s %s %s"
                  .formatted(
                      acl.identity().key(),
                      entry.direction(),
                      entry.allow(),
                      entry.match(),
                      entry.cidr()));
        }
      }
    }

    /** What a rule says, whatever it is called and wherever it is written. */
    Optional<String> saying(String rule) {
      return Optional.ofNullable(rules.get(rule.replaceFirst("^replies: ", "")));
    }

    List<Passage> passages(String from, String to, AddressSet outside) {
      Endpoint sender = endpoint(from, outside);
      Endpoint receiver = endpoint(to, outside);
      return reachability.passages(sender, receiver);
    }

    private Endpoint endpoint(String name, AddressSet outside) {
      return name.equals(OUTSIDE)
          ? new Endpoint.Addresses(OUTSIDE, outside)
          : Endpoint.of(name, interfaces.getOrDefault(name, List.of()));
    }
  }

  /** A line for each difference, or {@code no difference}. */
  @Override
  public String toString() {
    return isEmpty()
        ? "no difference"
        : changes.stream().map(Change::toString).collect(Collectors.joining("\n"));
  }
}
