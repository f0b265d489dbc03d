package dev.groundtruth.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void contains_exactly_the_addresses_with_its_prefix(int bytes) throws UnknownHostException {
    Random random = new Random(bytes);
    for (int i = 0; i < 500; i++) {
      int prefix = random.nextInt(bytes * 8 + 1);
      BigInteger address = new BigInteger(bytes * 8, random);
      BigInteger network = address.shiftRight(bytes * 8 - prefix).shiftLeft(bytes * 8 - prefix);
      Cidr cidr = Cidr.parse(inet(network, bytes).getHostAddress() + "/" + prefix);

      // A neighbour: the same address with one bit turned.
      BigInteger other = address.flipBit(random.nextInt(bytes * 8));
      boolean same =
          other.shiftRight(bytes * 8 - prefix).equals(address.shiftRight(bytes * 8 - prefix));
      assertThat(cidr.contains(inet(address, bytes))).as("%s has %s", cidr, address).isTrue();
      assertThat(cidr.contains(inet(other, bytes))).as("%s has %s", cidr, other).isEqualTo(same);
      assertThat(cidr.prefixLength()).isEqualTo(prefix);
      assertThat(cidr.first()).isEqualTo(inet(network, bytes));
    }
  }

  private static InetAddress inet(BigInteger value, int length) throws UnknownHostException {
    byte[] bytes = new byte[length];
    byte[] digits = value.toByteArray();
    int count = Math.min(length, digits.length);
    System.arraycopy(digits, digits.length - count, bytes, length - count, count);
    return InetAddress.getByAddress(bytes);
  }

  @Test
  void never_mixes_the_families() {
    assertThat(Cidr.parse("0.0.0.0/0").contains(Cidr.parseAddress("2001:db8::1"))).isFalse();
    assertThat(Cidr.parse("::/0").contains(Cidr.parseAddress("10.0.0.1"))).isFalse();
    assertThat(Cidr.parse("::/0").contains(Cidr.parse("0.0.0.0/0"))).isFalse();
    assertThat(Cidr.parse("0.0.0.0/0").isIpv4()).isTrue();
    assertThat(Cidr.parse("::/0").isIpv4()).isFalse();
  }

  @Test
  void contains_the_blocks_within() {
    Cidr ten = Cidr.parse("10.0.0.0/8");
    assertThat(ten.contains(Cidr.parse("10.1.0.0/16"))).isTrue();
    assertThat(ten.contains(ten)).isTrue();
    assertThat(ten.contains(Cidr.parse("0.0.0.0/0"))).isFalse();
    assertThat(ten.last()).isEqualTo(Cidr.parseAddress("10.255.255.255"));
  }

  @Test
  void is_equal_however_it_is_written() {
    assertThat(Cidr.parse("2001:0DB8:0:0::/32"))
        .isEqualTo(Cidr.parse("2001:db8::/32"))
        .hasSameHashCodeAs(Cidr.parse("2001:db8::/32"))
        .hasToString("2001:db8::/32")
        .isNotEqualTo(Cidr.parse("2001:db8::/33"));
    assertThat(Cidr.parse("10.0.0.0/8")).isNotEqualTo(Cidr.parse("10.0.0.0/9"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.1/8      | "10.0.0.1/8" has bits set after its prefix, perhaps you should write "10.0.0.0/8"
          2001:db8::1/32  | "2001:db8::1/32" has bits set after its prefix, perhaps you should write "2001:db8::/32"
          10.0.0.1        | "10.0.0.1" has no prefix length, perhaps you should write "10.0.0.1/32"
          2001:db8::1     | "2001:db8::1" has no prefix length, perhaps you should write "2001:db8::1/128"
          """)
  void says_which_block_is_perhaps_meant(String text, String message) {
    assertThatThrownBy(() -> Cidr.parse(text)).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "/8",
        "10/8",
        "10.0.0/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.*",
        "10.0.0.0-255/32",
        "010.0.0.0/8",
        "0x0a000000/8",
        "10.0.0.0/255.0.0.0",
        "256.0.0.0/8",
        "fe80::1%eth0/128",
        "2001:db8::/129",
        "localhost",
        "localhost/32",
        " 10.0.0.0/8",
        "10.0.0.0/8 ",
        "10.0.0.0/",
        "1.2.3.4,5/32",
        "::ffff/",
        "2001:db8:::/32",
        "10_0_0_0/8"
      })
  void refuses_what_is_no_block(String text) {
    assertThatThrownBy(() -> Cidr.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "\"%s\" is not a CIDR block, perhaps you should write one such as \"10.0.0.0/8\" or \"2001:db8::/32\"",
            text);
  }

  @Test
  void tells_an_address_from_a_block_and_asks_no_name_server() {
    assertThatThrownBy(() -> Cidr.parseAddress("10.0.0.0/8"))
        .hasMessage(
            "\"10.0.0.0/8\" is a block, perhaps you should write the address without \"/8\"");
    assertThatThrownBy(() -> Cidr.parseAddress("localhost"))
        .hasMessageStartingWith("\"localhost\" is not an IP address, perhaps you should write");
  }
}
