package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a network ACL lets pass: the first entry that matches decides, and since it keeps no state,
 * the replies to the client's ephemeral ports must be allowed as well (<a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html">AWS: Network ACL
 * rules</a>).
 */
final class NetworkAclStages {

  /** ICMP requests and the messages that answer them, RFC 792. */
  private static final Map<Integer, Integer> ICMP_ANSWERS = Map.of(8, 0, 13, 14);

  /** ICMPv6 requests and the messages that answer them, RFC 4443. */
  private static final Map<Integer, Integer> ICMPV6_ANSWERS = Map.of(128, 129);

  private final Axes axes;

  NetworkAclStages(Axes axes) {
    this.axes = axes;
  }

  /** What the entries of an ACL say of traffic that one of them names. */
  static Stream<TrafficMatch> matches(NetworkAcl acl) {
    return acl.entries().stream().flatMap(entry -> entry.match().known().stream());
  }

  static Stream<AddressSet> addresses(NetworkAcl acl) {
    return acl.entries().stream()
        .flatMap(entry -> entry.cidr().known().stream())
        .map(cidr -> AddressSet.of(cidr));
  }

  /**
   * The stage of the connection's own packets.
   *
   * @param direction out of the sender's subnet or into the receiver's
   */
  Stage forward(NetworkAcl acl, Direction direction, TrafficAxis traffic, AddressAxis axis) {
    return axes.stage(
        List.of("forward", acl.identity().key(), direction, traffic, axis),
        () -> forwarding(acl, direction, traffic, axis));
  }

  private static Stage forwarding(
      NetworkAcl acl, Direction direction, TrafficAxis traffic, AddressAxis axis) {
    Decided decided = decide(acl.entries(direction), traffic, axis);
    return new Stage(
        direction == Direction.EGRESS ? Stage.Side.SENDER : Stage.Side.RECEIVER,
        BlockerCode.SUBNET_ACL_RESTRICTION,
        acl.identity().key(),
        () -> "no %s entry allows it".formatted(direction),
        decided.possible(),
        decided.certain(),
        decided.unknowns(),
        (t, a) -> decided.hop(acl, direction, "", t, a));
  }

  /**
   * The stage of the replies.
   *
   * @param direction into the sender's subnet, coming from the destination, or out of the
   *     receiver's, going to the source
   * @param ephemeral the ports that the client's kind uses, all of which must be allowed for sure;
   *     one of {@link Ephemeral#ANY} may be enough
   */
  Stage replies(
      NetworkAcl acl,
      Direction direction,
      TrafficAxis traffic,
      AddressAxis axis,
      PortRange ephemeral) {
    return axes.stage(
        List.of("replies", acl.identity().key(), direction, traffic, axis, ephemeral),
        () -> replying(acl, direction, traffic, axis, ephemeral));
  }

  private Stage replying(
      NetworkAcl acl,
      Direction direction,
      TrafficAxis traffic,
      AddressAxis axis,
      PortRange ephemeral) {
    Set<TrafficMatch> cuts = new HashSet<>();
    acl.entries(direction).forEach(entry -> entry.match().known().ifPresent(cuts::add));
    for (PortRange ports : List.of(Ephemeral.ANY, ephemeral)) {
      traffic.atoms().forEach(atom -> answer(atom, ports).ifPresent(cuts::add));
    }
    TrafficAxis answers = axes.traffic(cuts);
    Decided decided = decide(acl.entries(direction), answers, axis);
    Rows possible = Rows.full(traffic.size(), axis.size());
    Rows certain = Rows.full(traffic.size(), axis.size());
    Set<String> unknowns = new LinkedHashSet<>(decided.unknowns());
    for (int t = 0; t < traffic.size(); t++) {
      Optional<TrafficMatch> answer = answer(traffic.atoms().get(t), Ephemeral.ANY);
      if (answer.isPresent()) {
        BitSet some = answers.mask(answer.get());
        BitSet any = new BitSet();
        for (int n = some.nextSetBit(0); n >= 0; n = some.nextSetBit(n + 1)) {
          any.or(decided.possible().row(n));
        }
        BitSet needed = answers.mask(answer(traffic.atoms().get(t), ephemeral).orElseThrow());
        BitSet every = new BitSet();
        every.set(0, axis.size());
        for (int n = needed.nextSetBit(0); n >= 0; n = needed.nextSetBit(n + 1)) {
          every.and(decided.certain().row(n));
        }
        possible.row(t).and(any);
        certain.row(t).and(every);
        if (!any.equals(every)) {
          unknowns.add(
              "the ephemeral ports of the client, of which %s allows some only"
                  .formatted(acl.identity().key()));
        }
      }
    }
    return new Stage(
        direction == Direction.INGRESS ? Stage.Side.SENDER : Stage.Side.RECEIVER,
        BlockerCode.SUBNET_ACL_RESTRICTION,
        acl.identity().key(),
        () ->
            "no %s entry allows the replies to the ephemeral ports %s"
                .formatted(direction, Ephemeral.ANY),
        possible,
        certain,
        unknowns,
        (t, a) -> replyHop(acl, direction, traffic, answers, decided, t, a),
        Optional.empty(),
        true);
  }

  private static List<Hop> replyHop(
      NetworkAcl acl,
      Direction direction,
      TrafficAxis traffic,
      TrafficAxis answers,
      Decided decided,
      int t,
      int address) {
    return answer(traffic.atoms().get(t), Ephemeral.ANY).map(answers::mask).stream()
        .flatMapToInt(BitSet::stream)
        .mapToObj(first -> decided.hop(acl, direction, Hop.REPLIES, first, address))
        .filter(hops -> !hops.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** What answers some traffic; nothing for messages that are not answered. */
  private static Optional<TrafficMatch> answer(TrafficAtom atom, PortRange ephemeral) {
    if (atom instanceof TrafficAtom.Ports ports) {
      return Optional.of(TrafficMatch.of(ports.protocol(), ephemeral));
    }
    Traffic traffic = atom.representative();
    if (atom instanceof TrafficAtom.Messages messages) {
      Map<Integer, Integer> answers =
          messages.protocol().equals(Protocol.ICMP) ? ICMP_ANSWERS : ICMPV6_ANSWERS;
      Integer type = messages.types().size() == 1 ? answers.get(messages.types().get(0)) : null;
      return Optional.ofNullable(type)
          .map(
              number ->
                  new TrafficMatch(
                      messages.protocol(),
                      PortRange.ALL,
                      OptionalInt.of(number),
                      OptionalInt.of(0)));
    }
    return Optional.of(TrafficMatch.of(traffic.protocol(), PortRange.ALL));
  }

  /** Requests are cut off from other messages, so that each atom is answered alike. */
  static List<TrafficMatch> requests() {
    List<TrafficMatch> requests = new ArrayList<>();
    ICMP_ANSWERS
        .keySet()
        .forEach(
            type ->
                requests.add(
                    new TrafficMatch(
                        Protocol.ICMP, PortRange.ALL, OptionalInt.of(type), OptionalInt.empty())));
    ICMPV6_ANSWERS
        .keySet()
        .forEach(
            type ->
                requests.add(
                    new TrafficMatch(
                        Protocol.ICMPV6,
                        PortRange.ALL,
                        OptionalInt.of(type),
                        OptionalInt.empty())));
    return requests;
  }

  /** What came of asking the entries in their order. */
  private record Decided(
      List<NetworkAclEntry> entries,
      List<Rows> hits,
      Rows possible,
      Rows certain,
      Set<String> unknowns) {

    List<Hop> hop(NetworkAcl acl, Direction direction, String prefix, int t, int address) {
      for (int at = 0; at < entries.size(); at++) {
        NetworkAclEntry entry = entries.get(at);
        if (entry.allow() && hits.get(at).get(t, address)) {
          return List.of(
              new Hop(
                  direction == Direction.EGRESS
                      ? Hop.Kind.NETWORK_ACL_EGRESS
                      : Hop.Kind.NETWORK_ACL_INGRESS,
                  acl.identity().key(),
                  "%sentry %d (%s)".formatted(prefix, entry.number(), entry.identity().key()),
                  entry.identity().location()));
        }
      }
      return List.of();
    }
  }

  private static Decided decide(
      List<NetworkAclEntry> entries, TrafficAxis traffic, AddressAxis axis) {
    Rows undecided = Rows.full(traffic.size(), axis.size());
    Rows noDenialBefore = Rows.full(traffic.size(), axis.size());
    Rows possible = new Rows(traffic.size(), axis.size());
    Rows certain = new Rows(traffic.size(), axis.size());
    List<Rows> hits = new ArrayList<>();
    Set<String> unknowns = new LinkedHashSet<>();
    for (NetworkAclEntry entry : entries) {
      entry.match().attribute().ifPresent(unknowns::add);
      entry.cidr().attribute().ifPresent(unknowns::add);
      boolean known = entry.match().known().isPresent() && entry.cidr().known().isPresent();
      BitSet addresses =
          entry
              .cidr()
              .known()
              .map(cidr -> axis.mask(AddressSet.of(cidr)))
              .orElseGet(
                  () -> {
                    BitSet all = new BitSet();
                    all.set(0, axis.size());
                    return all;
                  });
      Rows hit = new Rows(traffic.size(), axis.size());
      hit.or(traffic.mask(entry.match().known().orElse(TrafficMatch.ALL)), addresses);
      hit.and(undecided);
      hits.add(hit);
      if (entry.allow()) {
        possible.or(hit);
      }
      if (known) {
        if (entry.allow()) {
          Rows sure = hit.copy();
          sure.and(noDenialBefore);
          certain.or(sure);
        }
        undecided.andNot(hit);
      } else if (!entry.allow()) {
        noDenialBefore.andNot(hit);
      }
    }
    return new Decided(List.copyOf(entries), List.copyOf(hits), possible, certain, unknowns);
  }
}
