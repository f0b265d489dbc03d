package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProbePointsTest {

  private static final AddressSet SOURCES = AddressSet.of(Cidr.parse("10.0.1.0/24"));
  private static final AddressSet TARGET = AddressSet.of(Cidr.parse("10.0.2.9/32"));

  @Test
  void probes_both_sides_of_every_boundary() {
    ProbePoints points = ProbePoints.of(PacketSet.of(SOURCES, TARGET, StackBuilder.tcp(3306)));
    assertThat(points.atoms()).isEqualTo(1);
    assertThat(points.probes().stream().filter(ProbePoints.Probe::arrives))
        .extracting(probe -> probe.packet().toString())
        .containsExactlyInAnyOrder(
            "tcp 3306 from 10.0.1.0 to 10.0.2.9", "tcp 3306 from 10.0.1.255 to 10.0.2.9");
    assertThat(points.probes().stream().filter(probe -> !probe.arrives()))
        .extracting(probe -> probe.packet().toString())
        .containsExactlyInAnyOrder(
            "tcp 3305 from 10.0.1.0 to 10.0.2.9",
            "tcp 3307 from 10.0.1.0 to 10.0.2.9",
            "tcp 3306 from 10.0.0.255 to 10.0.2.9",
            "tcp 3306 from 10.0.2.0 to 10.0.2.9",
            "tcp 3306 from 10.0.1.0 to 10.0.2.8",
            "tcp 3306 from 10.0.1.0 to 10.0.2.10");
  }

  @Test
  void goes_no_further_than_there_are_ports_and_addresses() {
    ProbePoints points =
        ProbePoints.of(
            PacketSet.of(AddressSet.ALL_IPV4, AddressSet.ALL_IPV4, StackBuilder.tcp(65_535)));
    assertThat(points.probes())
        .extracting(probe -> probe.packet().toString())
        .containsExactlyInAnyOrder(
            // The representative is of two hosts; the ends of both ranges come beside it.
            "tcp 65535 from 0.0.0.0 to 0.0.0.1",
            "tcp 65535 from 0.0.0.0 to 0.0.0.0",
            "tcp 65534 from 0.0.0.0 to 0.0.0.0",
            "tcp 65535 from 255.255.255.255 to 0.0.0.0",
            "tcp 65535 from 0.0.0.0 to 255.255.255.255");
  }

  @Test
  void probes_the_messages_and_protocols_beside_those_that_arrive() {
    assertThat(
            traffic(
                new TrafficMatch(
                    Protocol.ICMP, PortRange.ALL, OptionalInt.of(8), OptionalInt.of(0))))
        .containsExactlyInAnyOrder(
            "icmp type 8 code 0 true",
            "icmp type 7 code 0 false",
            "icmp type 9 code 0 false",
            "icmp type 8 code 1 false");
    assertThat(traffic(TrafficMatch.of(new Protocol(50), PortRange.ALL)))
        .containsExactlyInAnyOrder("50 true", "49 false", "51 false");
    // Protocol 1 is ICMP, whose packets have a type.
    assertThat(traffic(TrafficMatch.of(new Protocol(0), PortRange.ALL))).containsExactly("0 true");
  }

  /** What is probed between two hosts. */
  private static Set<String> traffic(TrafficMatch admitted) {
    return ProbePoints.of(PacketSet.of(SOURCES, TARGET, admitted)).probes().stream()
        .filter(probe -> probe.packet().source().getHostAddress().equals("10.0.1.0"))
        .filter(probe -> probe.packet().destination().getHostAddress().equals("10.0.2.9"))
        .map(probe -> probe.packet().traffic() + " " + probe.arrives())
        .collect(Collectors.toSet());
  }

  @Test
  void probes_nothing_where_nothing_arrives() {
    assertThat(ProbePoints.of(PacketSet.none()).probes()).isEmpty();
    assertThat(ProbePoints.of(PacketSet.none()).atoms()).isZero();
  }
}
