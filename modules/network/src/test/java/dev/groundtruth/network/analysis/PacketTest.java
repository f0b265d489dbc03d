package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import org.junit.jupiter.api.Test;

class PacketTest {

  @Test
  void writes_ipv6_in_its_canonical_form() {
    assertThat(
            new Packet(
                Cidr.parseAddress("2600:1f18:1::10"),
                Cidr.parseAddress("2001:0db8:0:0:1:0:0:1"),
                Traffic.to(Protocol.TCP, 80)))
        .hasToString("tcp 80 from 2600:1f18:1::10 to 2001:db8::1:0:0:1");
  }
}
