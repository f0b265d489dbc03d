package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrafficSummaryTest {

  private static final AddressSet IPV4 = AddressSet.of(Cidr.parse("10.0.0.0/24"));
  private static final AddressSet IPV6 = AddressSet.of(Cidr.parse("2001:db8::/64"));
  private static final AddressSet BOTH = IPV4.union(IPV6);

  private static String summary(AddressSet addresses, TrafficMatch... matches) {
    PacketSet packets = PacketSet.none();
    for (TrafficMatch match : matches) {
      packets = packets.union(PacketSet.of(addresses, addresses, match));
    }
    return TrafficSummary.of(packets);
  }

  private static TrafficMatch tcp(int first, int last) {
    return TrafficMatch.of(Protocol.TCP, new PortRange(first, last));
  }

  private static TrafficMatch icmp(Protocol protocol, int type, OptionalInt code) {
    return new TrafficMatch(protocol, PortRange.ALL, OptionalInt.of(type), code);
  }

  private static TrafficMatch of(Protocol protocol) {
    return TrafficMatch.of(protocol, PortRange.ALL);
  }

  @Test
  void has_words_for_none_and_for_every_kind() {
    assertThat(TrafficSummary.of(PacketSet.none())).isEqualTo("nothing");
    assertThat(summary(IPV4, TrafficMatch.ALL)).isEqualTo("all traffic");
    assertThat(summary(IPV6, TrafficMatch.ALL)).isEqualTo("all traffic");
    assertThat(summary(BOTH, TrafficMatch.ALL)).isEqualTo("all traffic");
  }

  @Test
  void joins_ports_of_one_protocol() {
    assertThat(summary(IPV4, tcp(443, 443), tcp(80, 80), tcp(81, 90))).isEqualTo("tcp 80-90,443");
    assertThat(summary(IPV4, tcp(0, 100), tcp(101, 65535), of(Protocol.UDP)))
        .isEqualTo("tcp all; udp all");
  }

  @Test
  void names_types_and_codes_of_icmp() {
    assertThat(
            summary(
                IPV4,
                icmp(Protocol.ICMP, 8, OptionalInt.empty()),
                icmp(Protocol.ICMP, 0, OptionalInt.empty()),
                icmp(Protocol.ICMP, 3, OptionalInt.of(4))))
        .isEqualTo("icmp type 0,8; icmp type 3 code 4");
    assertThat(summary(IPV4, of(Protocol.ICMP))).isEqualTo("icmp");
    assertThat(summary(IPV6, icmp(Protocol.ICMPV6, 128, OptionalInt.empty())))
        .isEqualTo("icmpv6 type 128");
  }

  @Test
  void counts_the_other_protocols() {
    assertThat(summary(IPV4, of(new Protocol(50)), of(new Protocol(51))))
        .isEqualTo("protocol 50-51");
  }

  @Test
  void does_not_call_all_what_lacks_the_icmp_of_one_ip_version() {
    PacketSet packets =
        PacketSet.of(BOTH, BOTH, TrafficMatch.ALL)
            .minus(PacketSet.of(IPV6, IPV6, of(Protocol.ICMPV6)));
    assertThat(TrafficSummary.of(packets)).isEqualTo("tcp all; udp all; icmp; other protocols");
  }
}
