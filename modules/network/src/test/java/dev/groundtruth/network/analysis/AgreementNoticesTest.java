package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison fails when one side is wrong: with each of these mistakes, and soon. */
class AgreementNoticesTest {

  /** Each mistake was found within the first 70 networks. */
  private static final long SEEDS = 300;

  record Mistake(String name, Agreement.Evaluators evaluators) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Mistake> mistakes() {
    return List.of(
        new Mistake("forgets that network ACLs are asked for the replies", ForgetsReplies::new),
        new Mistake("knows no IPv6", KnowsNoIpv6::new),
        new Mistake("takes protocol -1 for TCP", TakesAllForTcp::new),
        new Mistake("ends a range one port too early", EndsRangesEarly::new),
        new Mistake("takes everybody for a member of a group", TakesAllForMembers::new),
        new Mistake("asks for no route back", AsksForNoRouteBack::new),
        new Mistake("ignores ICMP codes", IgnoresCodes::new),
        new Mistake(
            "takes what is unknown for what lets nothing pass",
            (network, generous) -> new PacketByPacket(network, false)),
        new Mistake(
            "takes what is unknown for what lets all pass",
            (network, generous) -> new PacketByPacket(network, true)));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void notices_an_evaluator_that(Mistake mistake) {
    Agreement agreement = new Agreement(mistake.evaluators());

    assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < SEEDS; seed++) {
                agreement.check(seed);
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("may arrive, arrives");
  }

  private static final class ForgetsReplies extends PacketByPacket {
    ForgetsReplies(Network network, boolean generous) {
      super(network, generous);
    }

    @Override
    boolean aclLetsReply(
        Subnet subnet,
        Direction direction,
        InetAddress address,
        Traffic traffic,
        int firstPort,
        int lastPort) {
      return true;
    }
  }

  private static final class KnowsNoIpv6 extends PacketByPacket {
    KnowsNoIpv6(Network network, boolean generous) {
      super(network, generous);
    }

    @Override
    boolean arrives(
        Side from, Side to, InetAddress source, InetAddress destination, Traffic traffic) {
      return source instanceof Inet4Address
          && super.arrives(from, to, source, destination, traffic);
    }
  }

  private static final class TakesAllForTcp extends PacketByPacket {
    TakesAllForTcp(Network network, boolean generous) {
      super(network, generous);
    }

    @Override
    boolean fits(TrafficMatch match, Traffic traffic) {
      return (!match.protocol().equals(Protocol.ALL) || traffic.protocol().equals(Protocol.TCP))
          && super.fits(match, traffic);
    }
  }

  private static final class EndsRangesEarly extends PacketByPacket {
    EndsRangesEarly(Network network, boolean generous) {
      super(network, generous);
    }

    @Override
    boolean fits(TrafficMatch match, Traffic traffic) {
      return super.fits(match, traffic)
          && (match.protocol().equals(Protocol.ALL)
              || traffic.port().isEmpty()
              || traffic.port().getAsInt() < match.ports().last()
              || match.ports().first() == match.ports().last());
    }
  }

  private static final class TakesAllForMembers extends PacketByPacket {
    TakesAllForMembers(Network network, boolean generous) {
      super(network, generous);
    }

    @Override
    boolean isPeer(Peer peer, Side other, InetAddress address) {
      return peer instanceof Peer.GroupPeer || super.isPeer(peer, other, address);
    }
  }

  private static final class AsksForNoRouteBack extends PacketByPacket {
    AsksForNoRouteBack(Network network, boolean generous) {
      super(network, generous);
    }

    @Override
    boolean goes(
        Side own,
        Subnet subnet,
        Side other,
        @Nullable Subnet otherSubnet,
        InetAddress ownAddress,
        InetAddress address,
        boolean outgoing,
        Traffic traffic) {
      return !outgoing
          || super.goes(own, subnet, other, otherSubnet, ownAddress, address, outgoing, traffic);
    }
  }

  private static final class IgnoresCodes extends PacketByPacket {
    IgnoresCodes(Network network, boolean generous) {
      super(network, generous);
    }

    @Override
    boolean fits(TrafficMatch match, Traffic traffic) {
      return super.fits(
          match.protocol().isIcmp()
              ? new TrafficMatch(
                  match.protocol(), match.ports(), match.icmpType(), OptionalInt.empty())
              : match,
          traffic);
    }
  }
}
