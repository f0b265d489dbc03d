package dev.groundtruth.network.analysis;

import dev.groundtruth.network.model.TrafficMatch;
import java.util.List;
import java.util.Set;

/**
 * Alike interfaces or addresses on one side, the same on the other, and all that arrives from one
 * at the other. Unlike an {@link Arrival} it can explain itself.
 */
public final class Passage {

  private final Pair pair;
  private final PacketSet possible;
  private final PacketSet certain;

  Passage(Pair pair) {
    this.pair = pair;
    possible = pair.possible();
    certain = pair.certain();
  }

  /**
   * Who sends.
   *
   * @return the key of an interface, how many are alike, or the name of addresses
   */
  public String from() {
    return pair.from().name();
  }

  /**
   * Who receives.
   *
   * @return the key of an interface, how many are alike, or the name of addresses
   */
  public String to() {
    return pair.to().name();
  }

  /**
   * What arrives if all that is not known yet turns out so.
   *
   * @return the packets
   */
  public PacketSet possible() {
    return possible;
  }

  /**
   * What arrives in any case.
   *
   * @return the packets, all of them possible
   */
  public PacketSet certain() {
    return certain;
  }

  /**
   * All packets of some traffic that one side could send to the other.
   *
   * @param traffic the traffic
   * @return the packets, whether they arrive or not; none if the sides have no IP version in common
   */
  public PacketSet question(TrafficMatch traffic) {
    return PacketSet.of(pair.from().addresses(), pair.to().addresses(), traffic);
  }

  /**
   * Whether those who need the traffic can expect it between these two. They cannot of addresses
   * that an interface perhaps gets besides its own, nor of the way by which IPv4 is reached from
   * IPv6.
   *
   * @return false if it is one that counts for isolation only
   */
  public boolean isToBeExpected() {
    return !pair.to().addresses().equals(AddressSet.NAT64)
        && (pair.from().members().isEmpty() || pair.from().doubts().isEmpty())
        && (pair.to().members().isEmpty() || pair.to().doubts().isEmpty());
  }

  /**
   * What of a question does not arrive, however all that is not known yet turns out. Where a side's
   * address is not known, a packet counts only if it arrives with none of the candidates; and where
   * nobody knows whether it has an IP version, that of the other may be all there is.
   *
   * @param question the packets in question
   * @return those that certainly do not arrive
   */
  public PacketSet lost(PacketSet question) {
    PacketSet arriving = possible.union(pair.possibleElsewhere());
    if (!pair.from().isAddressKnown()) {
      arriving = arriving.fromAnySource();
    }
    if (!pair.to().isAddressKnown()) {
      arriving = arriving.toAnyDestination();
    }
    PacketSet lost = question.minus(arriving);
    for (boolean ipv4 : new boolean[] {true, false}) {
      PacketSet ofVersion = everything(ipv4);
      boolean isPerhapsNone = isPerhapsNone(pair.from(), ipv4) || isPerhapsNone(pair.to(), ipv4);
      if (isPerhapsNone && !question.minus(lost).minus(ofVersion).isEmpty()) {
        lost = lost.minus(ofVersion);
      }
    }
    return lost;
  }

  private static boolean isPerhapsNone(Party party, boolean ipv4) {
    return !party.isAddressKnown() && !party.isCertain(ipv4);
  }

  private static PacketSet everything(boolean ipv4) {
    AddressSet all = ipv4 ? AddressSet.ALL_IPV4 : AddressSet.ALL_IPV6;
    return PacketSet.of(all, all, TrafficMatch.ALL);
  }

  /**
   * How a packet arrives.
   *
   * @param packet a packet that may arrive
   * @return the packet with the rules that admit it
   */
  public Witness witness(Packet packet) {
    return pair.witness(packet);
  }

  /**
   * What is in the way of some packets.
   *
   * @param question the packets
   * @return what keeps all of them off, or if nothing does, what keeps off some
   */
  public List<Blocker> blockers(PacketSet question) {
    return pair.blockers(question);
  }

  /**
   * What the difference between possible and certain depends on.
   *
   * @param question the packets in question
   * @return the attributes
   */
  public Set<String> unknowns(PacketSet question) {
    return pair.unknowns(question);
  }
}
