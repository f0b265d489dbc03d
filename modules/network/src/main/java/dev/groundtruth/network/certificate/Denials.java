package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What network ACLs deny. */
final class Denials {

  /** The number of the entry that closes every network ACL. */
  private static final int CLOSING_ENTRY = 32767;

  private static final Map<Integer, Integer> ICMP_ANSWERS = Map.of(8, 0, 13, 14);
  private static final Map<Integer, Integer> ICMPV6_ANSWERS = Map.of(128, 129);

  /** What some client may use for its end of a connection. */
  private static final PortRange EPHEMERAL = new PortRange(1024, 65535);

  private final Network network;

  Denials(Network network) {
    this.network = network;
  }

  /**
   * Whether entries name the destinations: they name the far address, which is where that goes that
   * leaves, and where that comes from that enters; of replies the two are swapped.
   */
  static boolean isAboutDestinations(Direction direction, boolean isForReplies) {
    return (direction == Direction.EGRESS) != isForReplies;
  }

  /** The numbers of the entries that together deny all of a box, or all replies to it. */
  Optional<List<Integer>> deniedBy(String acl, Direction direction, boolean isForReplies, Box box) {
    Optional<NetworkAcl> found =
        network.networkAcls().stream().filter(a -> a.identity().key().equals(acl)).findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Box> open = isForReplies ? replies(box) : List.of(box);
    List<Integer> deniedBy = new ArrayList<>();
    for (NetworkAclEntry entry : found.get().entries(direction)) {
      Box named = named(entry, isAboutDestinations(direction, isForReplies), box);
      if (open.stream().noneMatch(named::meets)) {
        continue;
      }
      if (entry.allow()) {
        return Optional.empty();
      }
      if (entry.match().known().isPresent() && entry.cidr().known().isPresent()) {
        open = Box.minus(open, named);
        deniedBy.add(entry.number());
      }
    }
    if (!open.isEmpty()) {
      deniedBy.add(CLOSING_ENTRY);
    }
    // Without replies that could be denied, nothing was.
    return deniedBy.isEmpty() ? Optional.empty() : Optional.of(deniedBy);
  }

  /** What an entry may be about; if it is not known, about all. */
  private static Box named(NetworkAclEntry entry, boolean isDestination, Box box) {
    Optional<Range> block = entry.cidr().known().map(Range::of);
    return Box.of(
        entry.match().known().orElse(TrafficMatch.ALL),
        isDestination ? box.sources() : block.orElse(box.sources()),
        isDestination ? block.orElse(box.destinations()) : box.destinations());
  }

  /** All that may answer a box; nothing if some of it needs no answer. */
  private static List<Box> replies(Box box) {
    List<Box> replies = new ArrayList<>();
    for (int number = box.protocols().first().intValue();
        number <= box.protocols().last().intValue();
        number++) {
      Protocol protocol = new Protocol(number);
      if (!protocol.isIcmp()) {
        replies.add(
            Box.of(TrafficMatch.of(protocol, EPHEMERAL), box.sources(), box.destinations()));
        continue;
      }
      if (isOfOtherVersion(protocol, box)) {
        continue;
      }
      for (int type = box.ports().first().intValue();
          type <= box.ports().last().intValue();
          type++) {
        Integer answer = (protocol.equals(Protocol.ICMP) ? ICMP_ANSWERS : ICMPV6_ANSWERS).get(type);
        if (answer == null) {
          return List.of();
        }
        replies.add(
            Box.of(
                new TrafficMatch(
                    protocol, PortRange.ALL, OptionalInt.of(answer), OptionalInt.of(0)),
                box.sources(),
                box.destinations()));
      }
    }
    return replies;
  }

  /** ICMP is of IPv4 only, and ICMPv6 of IPv6. */
  static boolean isOfOtherVersion(Protocol protocol, Box box) {
    return protocol.isIcmp() && protocol.equals(Protocol.ICMP) != box.sources().isIpv4();
  }
}
