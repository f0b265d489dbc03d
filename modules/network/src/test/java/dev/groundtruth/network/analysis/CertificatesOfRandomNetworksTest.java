package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.certificate.Certificate;
import dev.groundtruth.network.certificate.CertificateChecker;
import dev.groundtruth.network.certificate.Certifier;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificatesOfRandomNetworksTest {

  private static final List<TrafficMatch> TRAFFIC =
      List.of(
          TrafficMatch.ALL,
          TrafficMatch.of(Protocol.TCP, PortRange.of(3306)),
          TrafficMatch.of(Protocol.TCP, new PortRange(1, 1023)),
          TrafficMatch.of(Protocol.ICMP, PortRange.ALL));

  /** How many networks; the integration test takes more. */
  int seeds() {
    return 10;
  }

  @Test
  void isolation_has_a_certificate_if_it_is_proved_and_none_if_it_is_refuted() {
    int proved = 0;
    int turn = 0;
    int refuted = 0;
    for (long seed = 0; seed < seeds(); seed++) {
      Network network = RandomNetworks.of(seed);
      Reachability engine = Reachability.of(network);
      Certifier certifier = new Certifier(network);
      List<Endpoint> ends = ends(network);
      for (Endpoint from : ends) {
        for (Endpoint to : ends) {
          TrafficMatch traffic = TRAFFIC.get(turn++ % TRAFFIC.size());
          Verdict verdict = engine.isolated(from, to, traffic);
          Optional<Certificate> certificate = certifier.isolation(from, to, traffic);
          // Where nobody knows, a certificate may tell several routes better apart than the engine.
          if (!(verdict instanceof Verdict.Unknown)) {
            assertThat(certificate.isPresent())
                .as("seed %d: %s to %s with %s: %s", seed, from.name(), to.name(), traffic, verdict)
                .isEqualTo(verdict instanceof Verdict.Proved && engine.isBetween(from, to));
          }
          certificate.ifPresent(
              found -> assertThat(new CertificateChecker(network).problems(found)).isEmpty());
          proved += verdict instanceof Verdict.Proved ? 1 : 0;
          refuted += verdict instanceof Verdict.Refuted ? 1 : 0;
        }
      }
    }
    assertThat(proved).isGreaterThan(seeds());
    assertThat(refuted).isGreaterThan(seeds());
  }

  @Test
  void a_certificate_does_not_hold_for_another_network_in_which_a_packet_arrives() {
    int rejected = 0;
    for (long seed = 0; seed < seeds(); seed++) {
      Network network = RandomNetworks.of(seed);
      Network other = mutant(network, RandomNetworks.of(seed + 1_000_000), (int) (seed % 5));
      Map<List<Endpoint>, Certificate> certificates = new LinkedHashMap<>();
      for (Endpoint from : ends(network)) {
        for (Endpoint to : ends(network)) {
          new Certifier(network)
              .isolation(from, to, TrafficMatch.ALL)
              .ifPresent(found -> certificates.put(List.of(from, to), found));
        }
      }
      for (Map.Entry<List<Endpoint>, Certificate> each : certificates.entrySet()) {
        Endpoint from = inNetwork(each.getKey().get(0), other);
        Endpoint to = inNetwork(each.getKey().get(1), other);
        boolean isIsolated =
            Reachability.of(other).isolated(from, to, TrafficMatch.ALL) instanceof Verdict.Proved;
        if (!isIsolated) {
          rejected++;
          assertThat(new CertificateChecker(other).problems(each.getValue()))
              .as("seed %d: %s to %s", seed, from.name(), to.name())
              .isNotEmpty();
        }
      }
    }
    assertThat(rejected).isGreaterThan(seeds() / 4);
  }

  /** A network with one kind of its things taken from another. */
  private static Network mutant(Network network, Network other, int what) {
    return new Network(
        "mutant",
        what == 0 ? other.vpcs() : network.vpcs(),
        network.subnets(),
        what == 1 ? other.routeTables() : network.routeTables(),
        what == 0 ? other.gateways() : network.gateways(),
        what == 2 ? other.networkAcls() : network.networkAcls(),
        what == 3 ? other.securityGroups() : network.securityGroups(),
        what == 4 ? other.interfaces() : network.interfaces(),
        network.prefixLists(),
        what == 0 ? other.peerings() : network.peerings(),
        network.endpoints(),
        network.remarks());
  }

  private static List<Endpoint> ends(Network network) {
    List<Endpoint> ends = new ArrayList<>();
    ends.add(Endpoint.internet());
    ends.add(Endpoint.of("tier", network.interfaces().subList(0, 2)));
    ends.add(Endpoint.of("one", network.interfaces().subList(1, 2)));
    int count = network.interfaces().size();
    ends.add(Endpoint.of("far", network.interfaces().subList(count - 1, count)));
    ends.add(Endpoint.of(AddressSet.of(Cidr.parse("10.0.1.16/28"))));
    ends.add(Endpoint.of(AddressSet.of(Cidr.parse("52.0.0.0/7"))));
    return ends;
  }

  private static Endpoint inNetwork(Endpoint end, Network network) {
    return end instanceof Endpoint.Interfaces some
        ? Endpoint.of(
            some.name(),
            network.interfaces().stream()
                .filter(
                    each ->
                        some.interfaces().stream()
                            .anyMatch(i -> i.identity().equals(each.identity())))
                .toList())
        : end;
  }
}
