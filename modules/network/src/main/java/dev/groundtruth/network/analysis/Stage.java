package dev.groundtruth.network.analysis;

import dev.groundtruth.network.model.Subnet;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Something packets have to pass, as far as it looks at one side: the destination where it stands
 * at the sender, the source where it stands at the receiver.
 *
 * @param side at which side it stands
 * @param code what to call it when it is in the way
 * @param subject the key of the thing
 * @param lacks what it lacks where it lets nothing pass, as the end of a sentence: made only when
 *     somebody asks, for there are many stages
 * @param possible what it may let pass, if what is not known turns out so
 * @param certain what it lets pass in any case
 * @param unknowns the attributes on which the difference depends
 * @param trace tells what lets a packet pass
 * @param scope the destinations it concerns although it looks at the source; nothing for all
 * @param isOnReplies whether it is the replies to the packets that have to pass it
 */
record Stage(
    Side side,
    BlockerCode code,
    String subject,
    Supplier<String> lacks,
    Rows possible,
    Rows certain,
    Set<String> unknowns,
    Trace trace,
    Optional<BitSet> scope,
    boolean isOnReplies) {

  enum Side {
    /** Looks at traffic and destination. */
    SENDER,
    /** Looks at traffic and source. */
    RECEIVER
  }

  /** Tells what lets a packet pass. */
  @FunctionalInterface
  interface Trace {

    /** The hops of a packet of a traffic atom and an address atom of the side. */
    List<Hop> hops(int traffic, int address);
  }

  Stage(
      Side side,
      BlockerCode code,
      String subject,
      Supplier<String> lacks,
      Rows possible,
      Rows certain,
      Set<String> unknowns,
      Trace trace) {
    this(side, code, subject, lacks, possible, certain, unknowns, trace, Optional.empty(), false);
  }

  Stage {
    unknowns = Set.copyOf(unknowns);
  }

  /** What is said of it when it is in the way. */
  Blocker blocker() {
    return new Blocker(code, subject, lacks.get(), isOnReplies);
  }

  /** The same at another side, or for some destinations only. */
  Stage at(Side other, Optional<BitSet> destinations) {
    return new Stage(
        other, code, subject, lacks, possible, certain, unknowns, trace, destinations, isOnReplies);
  }

  /** The same if packets come to it only by one of several routes of a subnet. */
  Stage perhaps(Subnet subnet) {
    Set<String> more = new HashSet<>(unknowns);
    more.add("which of the routes of %s has priority".formatted(subnet.identity().key()));
    return new Stage(
        side,
        code,
        subject,
        lacks,
        Rows.full(possible.height(), possible.width()),
        certain,
        more,
        trace,
        scope,
        isOnReplies);
  }
}
