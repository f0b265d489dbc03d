package dev.groundtruth.network.mutation;

import dev.groundtruth.network.Cidr;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Blocks that differ from another by one bit of the prefix. */
final class Blocks {

  private Blocks() {}

  /** The block that is twice as large, and the two halves, as far as there are such. */
  static List<Cidr> near(Cidr cidr) {
    int bits = cidr.isIpv4() ? 32 : 128;
    int length = cidr.prefixLength();
    BigInteger first = new BigInteger(1, cidr.first().getAddress());
    List<Cidr> near = new ArrayList<>();
    if (length > 0) {
      near.add(block(first.clearBit(bits - length), length - 1, bits));
    }
    if (length < bits) {
      near.add(block(first, length + 1, bits));
      near.add(block(first.setBit(bits - length - 1), length + 1, bits));
    }
    return near;
  }

  private static Cidr block(BigInteger first, int length, int bits) {
    byte[] bytes = new byte[bits / 8];
    byte[] number = first.toByteArray();
    for (int at = 0; at < Math.min(bytes.length, number.length); at++) {
      bytes[bytes.length - 1 - at] = number[number.length - 1 - at];
    }
    try {
      return Cidr.parse(InetAddress.getByAddress(bytes).getHostAddress() + "/" + length);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("%d bytes are no address".formatted(bytes.length), e);
    }
  }
}
