package dev.groundtruth.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNetworksTest {

  private static final Cidr VPC = Cidr.parse("10.1.0.0/16");

  @ParameterizedTest
  @CsvSource({
    "10.1.0.4, 24, true", // a part of it
    "10.1.255.254, 16, true", // the same
    "10.7.0.4, 8, true", // it is a part of the other
    "10.0.0.4, 15, true",
    "10.0.0.4, 16, false",
    "10.2.0.4, 15, false",
    "192.168.1.7, 24, false",
    "127.0.0.1, 8, false"
  })
  void shares_addresses_with_a_block(String address, int prefixLength, boolean overlap) {
    HostNetworks networks =
        new HostNetworks(
            List.of(new HostNetworks.Member(Cidr.parseAddress(address), prefixLength)));

    assertThat(networks.overlap(VPC)).isEqualTo(overlap);
  }

  @Test
  void this_machine_has_at_least_its_loopback_network() {
    assertThat(HostNetworks.read().overlap(Cidr.parse("127.0.0.0/24"))).isTrue();
  }
}
