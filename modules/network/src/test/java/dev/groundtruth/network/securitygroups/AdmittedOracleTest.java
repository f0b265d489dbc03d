package dev.groundtruth.network.securitygroups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.Traffic;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares {@link SecurityGroups} with a second opinion that shares no code with it: it knows
 * addresses as plain numbers and asks for every single port.
 */
class AdmittedOracleTest {

  private static final int GROUPS = 4;

  /** A rule as the oracle knows it; addresses are the last byte of 10.0.0.x or 2001:db8::x. */
  private record PlainRule(
      int group,
      boolean egress,
      String protocol,
      int first,
      int last,
      int peerGroup,
      boolean v6,
      int network,
      int bits) {

    String json() {
      String peer =
          peerGroup >= 0
              ? "{\"group\": \"g" + peerGroup + "\"}"
              : "{\"cidr\": \""
                  + (v6 ? "2001:db8::" + Integer.toHexString(network) : "10.0.0." + network)
                  + "/"
                  + ((v6 ? 120 : 24) + bits)
                  + "\"}";
      return "{\"protocol\": \"%s\", %s \"%s\": %s}"
          .formatted(
              protocol,
              protocol.equals("all") ? "" : "\"ports\": \"" + first + "-" + last + "\",",
              egress ? "to" : "from",
              peer);
    }

    boolean allows(String packet, int port, PlainInterface other, boolean packetV6, int address) {
      boolean protocolFits = protocol.equals("all") || protocol.equals(packet);
      boolean portFits = protocol.equals("all") || (port >= first && port <= last);
      boolean peerFits =
          peerGroup >= 0
              ? other.groups.contains(peerGroup)
              : v6 == packetV6 && address / (256 >> bits) == network / (256 >> bits);
      return protocolFits && portFits && peerFits;
    }
  }

  /** An interface as the oracle knows it; 0 stands for no address of that version. */
  private record PlainInterface(String name, Set<Integer> groups, int v4, int v6) {

    NetworkInterface real() {
      List<String> addresses = new ArrayList<>();
      if (v4 != 0) {
        addresses.add("10.0.0." + v4);
      }
      if (v6 != 0) {
        addresses.add("2001:db8::" + Integer.toHexString(v6));
      }
      Set<String> names = new LinkedHashSet<>();
      groups.forEach(group -> names.add("g" + group));
      return NetworkInterface.of(name, names, addresses.toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void admits_exactly_what_asking_for_every_port_admits(long seed) {
    Random random = new Random(seed);
    int admittedSomething = 0;
    for (int i = 0; i < 20; i++) {
      List<PlainRule> rules = rules(random);
      SecurityGroups groups = SecurityGroups.parse(json(rules), "random.json");
      PlainInterface from = randomInterface(random, "from", 1);
      PlainInterface to = randomInterface(random, "to", 101);
      for (String protocol : List.of("tcp", "udp")) {
        BitSet expected = oracle(rules, from, to, protocol);
        PortSet admitted = groups.admitted(from.real(), to.real(), Protocol.parse(protocol));

        BitSet actual = new BitSet();
        admitted.ports().forEach(actual::set);
        assertThat(actual)
            .as("%s from %s to %s by %s", protocol, from, to, json(rules))
            .isEqualTo(expected);
        for (int port : new int[] {0, 9, 10, 20, 21, 30, 31, 65_535}) {
          Admission admission =
              groups.explain(from.real(), to.real(), Traffic.to(Protocol.parse(protocol), port));
          assertThat(admission.isAdmitted()).as("%s", admission).isEqualTo(expected.get(port));
        }
        admittedSomething += expected.isEmpty() ? 0 : 1;
      }
    }
    assertThat(admittedSomething).as("cases that are not trivial").isGreaterThan(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void admits_what_the_network_engine_lets_arrive(long seed) {
    Random random = new Random(seed);
    int arriving = 0;
    for (int i = 0; i < 20; i++) {
      List<PlainRule> rules = rules(random);
      SecurityGroups groups = SecurityGroups.parse(json(rules), "random.json");
      NetworkInterface from = randomInterface(random, "from", 1).real();
      NetworkInterface to = randomInterface(random, "to", 101).real();
      AsNetwork network = new AsNetwork(groups, from, to);
      for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
        PortSet admitted = groups.admitted(from, to, protocol);
        for (int port = 0; port <= 65_535; port += port < 50 ? 1 : 21_828) {
          boolean arrives = network.arrives(Traffic.to(protocol, port));

          assertThat(arrives)
              .as("%s %d from %s to %s by %s", protocol, port, from, to, json(rules))
              .isEqualTo(admitted.contains(port));
          arriving += arrives ? 1 : 0;
        }
      }
    }
    assertThat(arriving).isGreaterThan(50);
  }

  private static BitSet oracle(
      List<PlainRule> rules, PlainInterface from, PlainInterface to, String protocol) {
    BitSet ports = new BitSet();
    for (int port = 0; port <= 65_535; port++) {
      boolean v4 = from.v4 != 0 && to.v4 != 0 && oracle(rules, from, to, protocol, port, false);
      boolean v6 = from.v6 != 0 && to.v6 != 0 && oracle(rules, from, to, protocol, port, true);
      if (v4 || v6) {
        ports.set(port);
      }
    }
    return ports;
  }

  private static boolean oracle(
      List<PlainRule> rules,
      PlainInterface from,
      PlainInterface to,
      String protocol,
      int port,
      boolean v6) {
    boolean leaves = from.groups.isEmpty();
    boolean enters = to.groups.isEmpty();
    for (PlainRule rule : rules) {
      if (rule.egress && from.groups.contains(rule.group)) {
        leaves |= rule.allows(protocol, port, to, v6, v6 ? to.v6 : to.v4);
      }
      if (!rule.egress && to.groups.contains(rule.group)) {
        enters |= rule.allows(protocol, port, from, v6, v6 ? from.v6 : from.v4);
      }
    }
    return leaves && enters;
  }

  private static List<PlainRule> rules(Random random) {
    Set<PlainRule> rules = new LinkedHashSet<>();
    int count = 6 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      String protocol = List.of("tcp", "tcp", "udp", "all").get(random.nextInt(4));
      boolean all = protocol.equals("all");
      int first = random.nextInt(30);
      int last = random.nextInt(4) == 0 ? 65_535 : first + random.nextInt(15);
      boolean byGroup = random.nextBoolean();
      boolean v6 = !byGroup && random.nextBoolean();
      int bits = byGroup ? 0 : random.nextInt(4);
      int network = byGroup ? 0 : random.nextInt(1 << bits) * (256 >> bits);
      rules.add(
          new PlainRule(
              random.nextInt(GROUPS),
              random.nextBoolean(),
              protocol,
              all ? 0 : first,
              all ? 65_535 : last,
              byGroup ? random.nextInt(GROUPS) : -1,
              v6,
              network,
              bits));
    }
    return List.copyOf(rules);
  }

  private static PlainInterface randomInterface(Random random, String name, int base) {
    Set<Integer> groups = new LinkedHashSet<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      groups.add(random.nextInt(GROUPS));
    }
    int versions = 1 + random.nextInt(3);
    return new PlainInterface(
        name,
        groups,
        (versions & 1) == 0 ? 0 : base + random.nextInt(100),
        (versions & 2) == 0 ? 0 : base + random.nextInt(100));
  }

  private static String json(List<PlainRule> rules) {
    StringBuilder json = new StringBuilder("{\"groups\": [");
    for (int group = 0; group < GROUPS; group++) {
      int name = group;
      json.append(group == 0 ? "" : ",").append("{\"name\": \"g").append(group).append("\"");
      for (boolean egress : new boolean[] {false, true}) {
        List<String> own =
            rules.stream()
                .filter(rule -> rule.group == name && rule.egress == egress)
                .map(PlainRule::json)
                .toList();
        json.append(egress ? ", \"egress\": [" : ", \"ingress\": [")
            .append(String.join(",\n", own))
            .append("]");
      }
      json.append("}");
    }
    return json.append("]}").toString();
  }
}
