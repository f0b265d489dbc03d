package dev.groundtruth.network;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.InetAddress;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A block of IPv4 or IPv6 addresses in CIDR notation (<a
 * href="https://www.rfc-editor.org/rfc/rfc4632">RFC 4632</a>), such as {@code 10.0.0.0/8} or {@code
 * 2001:db8::/32}. Blocks of different families have nothing in common.
 */
public final class Cidr {

  private static final IPAddressStringParameters STRICT =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowSingleSegment(false)
          .allowPrefixOnly(false)
          .allowMask(false)
          .allowWildcardedSeparator(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .getIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .allowLeadingZeros(false)
          .allowBinary(false)
          .getParentBuilder()
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .allowBase85(false)
          .allowBinary(false)
          .getParentBuilder()
          .toParams();

  /**
   * The library ignores blanks, and where it refuses zeros at the front of a prefix length it
   * refuses the length 0 as well.
   */
  private static final Pattern CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]+(/(0|[1-9][0-9]*))?");

  private final IPAddress block;

  private Cidr(IPAddress block) {
    this.block = block;
  }

  /**
   * The block a text names.
   *
   * @param text an address, {@code /} and the length of the prefix; no bit after the prefix is set
   * @return the block
   * @throws IllegalArgumentException if the text is no such block; the message says what to write
   */
  public static Cidr parse(String text) {
    IPAddress address = read(text, "a CIDR block", "\"10.0.0.0/8\" or \"2001:db8::/32\"");
    if (!address.isPrefixed()) {
      throw new IllegalArgumentException(
          "\"%s\" has no prefix length, perhaps you should write \"%s/%d\""
              .formatted(text, text, address.getBitCount()));
    }
    IPAddress network = address.toPrefixBlock();
    if (!network.getLower().equals(address.getLower())) {
      throw new IllegalArgumentException(
          "\"%s\" has bits set after its prefix, perhaps you should write \"%s\""
              .formatted(text, network.toCanonicalString()));
    }
    return new Cidr(network);
  }

  /**
   * The address a text names; unlike {@link InetAddress#getByName} it never asks a name server.
   *
   * @param text an IPv4 or IPv6 address
   * @return the address
   * @throws IllegalArgumentException if the text is no address
   */
  public static InetAddress parseAddress(String text) {
    IPAddress address = read(text, "an IP address", "\"10.0.0.1\" or \"2001:db8::1\"");
    if (address.isPrefixed()) {
      throw new IllegalArgumentException(
          "\"%s\" is a block, perhaps you should write the address without \"/%d\""
              .formatted(text, address.getPrefixLength()));
    }
    return address.toInetAddress();
  }

  private static IPAddress read(String text, String what, String example) {
    try {
      if (!CHARACTERS.matcher(text).matches()) {
        throw new AddressStringException(text);
      }
      return new IPAddressString(text, STRICT).toAddress();
    } catch (AddressStringException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not %s, perhaps you should write one such as %s"
              .formatted(text, what, example),
          e);
    }
  }

  /**
   * Whether the block has an address.
   *
   * @param address the address
   * @return true if it is of the block's family and its prefix is the block's
   */
  public boolean contains(InetAddress address) {
    return block.contains(new IPAddressGenerator().from(address));
  }

  /**
   * Whether the block has every address of another.
   *
   * @param other the other block
   * @return true if it is of the same family and lies within this one
   */
  public boolean contains(Cidr other) {
    return block.contains(other.block);
  }

  /**
   * Whether this is a block of IPv4 addresses.
   *
   * @return true for IPv4, false for IPv6
   */
  public boolean isIpv4() {
    return block.isIPv4();
  }

  /**
   * How many leading bits the addresses have in common.
   *
   * @return 0 to 32 for IPv4, 0 to 128 for IPv6
   */
  public int prefixLength() {
    return Objects.requireNonNull(block.getPrefixLength(), "a block has a prefix");
  }

  /**
   * The lowest address, which is the network's.
   *
   * @return the address
   */
  public InetAddress first() {
    return block.getLower().toInetAddress();
  }

  /**
   * The highest address.
   *
   * @return the address
   */
  public InetAddress last() {
    return block.getUpper().toInetAddress();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr cidr && block.equals(cidr.block);
  }

  @Override
  public int hashCode() {
    return block.hashCode();
  }

  /**
   * The block in canonical notation (<a href="https://www.rfc-editor.org/rfc/rfc5952">RFC
   * 5952</a>).
   */
  @Override
  public String toString() {
    return block.toCanonicalString();
  }
}
