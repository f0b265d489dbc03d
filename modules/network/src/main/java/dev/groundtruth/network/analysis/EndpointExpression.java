package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.Subnet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How people name one side of a question:
 *
 * <ul>
 *   <li>{@code internet}: every address routed in the public internet
 *   <li>{@code outside}: every address there is, those of the network itself included
 *   <li>{@code elsewhere}: every address that is in none of the network's VPCs, as far as their
 *       blocks are known
 *   <li>an address or CIDR block, such as {@code 10.0.1.7} or {@code 2001:db8::/32}
 *   <li>an AWS id of an interface, of what it belongs to, of a subnet (what is in it), or of a
 *       security group (its members)
 *   <li>a resource address, such as {@code module.db.aws_instance.this}: without an index all
 *       instances of the resource, as in Terraform's own <a
 *       href="https://developer.hashicorp.com/terraform/cli/state/resource-addressing">resource
 *       addressing</a>; {@code [*]} stands for any index, and a module's address for all that is in
 *       it
 *   <li>{@code tag:Key=Value}: every interface with that tag
 *   <li>{@code subnet:ID}: every interface that is, or may be, in that subnet
 * </ul>
 */
public final class EndpointExpression {

  /** The expression for the public internet. */
  public static final String INTERNET = "internet";

  /** The expression for every address there is. */
  public static final String OUTSIDE = "outside";

  /** The expression for every address that is in none of the network's VPCs. */
  public static final String ELSEWHERE = "elsewhere";

  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]+(\\.[0-9]+)*(/.*)?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(/.*)?");

  /**
   * IPv4 addresses as programs see them in IPv6 (<a
   * href="https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2">RFC 4291, 2.5.5.2</a>).
   */
  private static final Cidr MAPPED = Cidr.parse("::ffff:0:0/96");

  private static final int IPV4_BYTES = 4;

  private static final String ANY_INDEX = "\\[[^\\]]*\\]";
  private static final int SUGGESTIONS = 3;

  private final Network network;
  private final String expression;

  private EndpointExpression(Network network, String expression) {
    this.network = network;
    this.expression = expression;
  }

  /**
   * What an expression means in a network.
   *
   * @param network the network
   * @param expression the expression
   * @return the endpoint, named by the expression; never one without interfaces and addresses
   * @throws IllegalArgumentException if it means nothing; the message lists what is written alike
   */
  public static Endpoint resolve(Network network, String expression) {
    return new EndpointExpression(network, expression).resolve();
  }

  private Endpoint resolve() {
    if (expression.equals(INTERNET)) {
      return Endpoint.internet();
    }
    if (expression.equals(OUTSIDE)) {
      return new Endpoint.Addresses(OUTSIDE, AddressSet.ALL);
    }
    if (expression.equals(ELSEWHERE)) {
      return new Endpoint.Addresses(ELSEWHERE, elsewhere(network));
    }
    if (ADDRESS.matcher(expression).matches()) {
      return new Endpoint.Addresses(expression, addresses());
    }
    if (expression.startsWith("tag:")) {
      return Endpoint.of(expression, tagged(expression.substring("tag:".length())));
    }
    if (expression.startsWith("subnet:")) {
      return Endpoint.of(expression, inSubnet(expression.substring("subnet:".length())));
    }
    return Endpoint.of(expression, named());
  }

  /**
   * Every address that is in none of a network's VPCs.
   *
   * @param network the network
   * @return the addresses, those of blocks that are not known among them
   */
  public static AddressSet elsewhere(Network network) {
    return AddressSet.ALL.minus(
        AddressSet.ofBlocks(
            network.vpcs().stream()
                .flatMap(vpc -> vpc.cidrs().stream())
                .flatMap(cidr -> cidr.known().stream())
                .toList()));
  }

  // --- addresses ---

  private AddressSet addresses() {
    if (expression.contains("/")) {
      Cidr block = Cidr.parse(expression);
      if (MAPPED.contains(block)) {
        throw mapped(ipv4(block.first()) + "/" + (block.prefixLength() - MAPPED.prefixLength()));
      }
      return AddressSet.of(block);
    }
    InetAddress address = Cidr.parseAddress(expression);
    if (expression.contains(":") && MAPPED.contains(Cidr.parse(expression + "/128"))) {
      throw mapped(ipv4(address));
    }
    return AddressSet.ofAddresses(List.of(address));
  }

  /** The IPv4 address within an IPv6 one. */
  private static String ipv4(InetAddress address) {
    byte[] bytes = address.getAddress();
    return IntStream.range(bytes.length - IPV4_BYTES, bytes.length)
        .mapToObj(at -> String.valueOf(Byte.toUnsignedInt(bytes[at])))
        .collect(Collectors.joining("."));
  }

  /** Such addresses are never those of packets. */
  private IllegalArgumentException mapped(String ipv4) {
    return new IllegalArgumentException(
        "\"%s\" is an IPv4 address written as one of IPv6, which no packet has, perhaps you should write \"%s\""
            .formatted(expression, ipv4));
  }

  // --- tags ---

  private List<NetworkInterface> tagged(String tag) {
    int equals = tag.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException(
          "\"%s\" names no tag, perhaps you should write tag:Key=Value".formatted(expression));
    }
    String key = tag.substring(0, equals);
    String value = tag.substring(equals + 1);
    List<NetworkInterface> found =
        network.interfaces().stream()
            .filter(each -> value.equals(each.identity().tags().get(key)))
            .toList();
    if (found.isEmpty()) {
      Set<String> tags = new TreeSet<>();
      network
          .interfaces()
          .forEach(
              each -> each.identity().tags().forEach((name, text) -> tags.add(name + "=" + text)));
      throw none("no interface has the tag " + tag, near(tag, tags), "tag:");
    }
    return found;
  }

  // --- subnets ---

  private List<NetworkInterface> inSubnet(String name) {
    List<Subnet> subnets =
        network.subnets().stream().filter(each -> isNamed(each.identity(), name)).toList();
    if (subnets.isEmpty()) {
      Set<String> names = new TreeSet<>();
      network.subnets().forEach(each -> names.addAll(names(each.identity())));
      throw none("there is no subnet " + name, near(name, names), "subnet:");
    }
    List<NetworkInterface> found = members(subnets);
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          ("\"%s\" means nothing: no interface is in it, perhaps you should name its CIDR block or"
                  + " another subnet")
              .formatted(expression));
    }
    return found;
  }

  private List<NetworkInterface> members(List<Subnet> subnets) {
    List<String> keys = subnets.stream().map(each -> each.identity().key()).toList();
    return network.interfaces().stream()
        .filter(each -> each.subnets().stream().anyMatch(keys::contains))
        .toList();
  }

  // --- ids and resource addresses ---

  private List<NetworkInterface> named() {
    Set<NetworkInterface> found = new LinkedHashSet<>();
    network.interfaces().stream()
        .filter(
            each ->
                isNamed(each.identity(), expression)
                    || each.owner().stream().anyMatch(owner -> isName(owner, expression)))
        .forEach(found::add);
    List<SecurityGroup> groups =
        network.securityGroups().stream()
            .filter(each -> isNamed(each.identity(), expression))
            .toList();
    List<String> keys = groups.stream().map(each -> each.identity().key()).toList();
    network.interfaces().stream()
        .filter(each -> each.groups().stream().anyMatch(keys::contains))
        .forEach(found::add);
    List<Subnet> subnets =
        network.subnets().stream().filter(each -> isNamed(each.identity(), expression)).toList();
    found.addAll(members(subnets));
    if (!found.isEmpty()) {
      return List.copyOf(found);
    }
    if (!groups.isEmpty() || !subnets.isEmpty()) {
      throw new IllegalArgumentException(
          ("\"%s\" means nothing: no interface is in it, perhaps you should attach it to one or"
                  + " name something else")
              .formatted(expression));
    }
    throw none("nothing is called " + expression, near(expression, allNames()), "");
  }

  private Set<String> allNames() {
    Set<String> names = new TreeSet<>(List.of(INTERNET, OUTSIDE, ELSEWHERE));
    network
        .interfaces()
        .forEach(
            each -> {
              names.addAll(names(each.identity()));
              names.addAll(each.owner());
            });
    network.securityGroups().forEach(each -> names.addAll(names(each.identity())));
    network.subnets().forEach(each -> names.addAll(names(each.identity())));
    return names;
  }

  private static List<String> names(Identity identity) {
    return Stream.concat(
            Stream.of(identity.key()),
            Stream.concat(identity.id().stream(), identity.address().stream()))
        .distinct()
        .toList();
  }

  /** Whether an expression means what has an identity. */
  static boolean isNamed(Identity identity, String expression) {
    return names(identity).stream().anyMatch(name -> isName(name, expression));
  }

  /** Whether an expression means what is called by a name: all instances, all of a module. */
  private static boolean isName(String name, String expression) {
    if (name.equals(expression)) {
      return true;
    }
    if (!expression.contains(".")) {
      return false;
    }
    StringBuilder form = new StringBuilder();
    for (String part : expression.split(Pattern.quote("[*]"), -1)) {
      form.append(form.isEmpty() ? "" : ANY_INDEX).append(Pattern.quote(part));
    }
    if (!expression.endsWith("]")) {
      form.append("(").append(ANY_INDEX).append(")?");
    }
    if (isModule(expression)) {
      form.append("(\\..*)?");
    }
    return Pattern.matches(form.toString(), name);
  }

  private static boolean isModule(String expression) {
    return Pattern.matches("(module\\.[^.\\[]+(\\[[^\\]]*\\])?\\.?)+", expression)
        && !expression.endsWith(".");
  }

  // --- what is written alike ---

  private IllegalArgumentException none(String why, List<String> near, String prefix) {
    String fix =
        near.isEmpty()
            ? "write internet, an address or CIDR block, an id, a resource address, tag:Key=Value or"
                + " subnet:ID"
            : "write " + String.join(" or ", near.stream().map(name -> prefix + name).toList());
    return new IllegalArgumentException(
        "\"%s\" means nothing in %s: %s, perhaps you should %s"
            .formatted(expression, network.source(), why, fix));
  }

  private static List<String> near(String wanted, Collection<String> names) {
    record Candidate(String name, int distance) {}
    String sought = wanted.toLowerCase(Locale.ROOT);
    List<Candidate> candidates = new ArrayList<>();
    for (String name : names) {
      String known = name.toLowerCase(Locale.ROOT);
      int distance = distance(sought, known);
      if (known.contains(sought) || sought.contains(known)) {
        candidates.add(new Candidate(name, Math.min(distance, 2)));
      } else if (distance <= Math.max(2, sought.length() / 3)) {
        candidates.add(new Candidate(name, distance));
      }
    }
    return candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(SUGGESTIONS)
        .map(Candidate::name)
        .toList();
  }

  /** The Levenshtein distance. */
  private static int distance(String left, String right) {
    int[] before = new int[right.length() + 1];
    for (int at = 0; at < before.length; at++) {
      before[at] = at;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] now = new int[before.length];
      now[0] = row;
      for (int at = 1; at < now.length; at++) {
        int replaced = before[at - 1] + (left.charAt(row - 1) == right.charAt(at - 1) ? 0 : 1);
        now[at] = Math.min(replaced, 1 + Math.min(before[at], now[at - 1]));
      }
      before = now;
    }
    return before[right.length()];
  }
}
