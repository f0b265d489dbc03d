package dev.groundtruth.network.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateTest {

  private static final NetworkInterface WEB = networkInterface("web", "10.0.1.10");
  private static final NetworkInterface DB = networkInterface("db", "10.0.1.20");

  private final Network network =
      network(
          rule(Direction.INGRESS, 3306, "10.0.9.0/24"), rule(Direction.EGRESS, 443, "0.0.0.0/0"));
  private final Certificate certificate = new Certifier(network).isolation(WEB, DB).orElseThrow();

  @Test
  void a_certificate_of_isolation_is_verified() {
    assertThat(new CertificateChecker(network).problems(certificate)).isEmpty();
  }

  @Test
  void there_is_no_certificate_where_a_packet_arrives() {
    Network open =
        network(
            rule(Direction.INGRESS, 443, "10.0.0.0/16"), rule(Direction.EGRESS, 443, "0.0.0.0/0"));

    assertThat(new Certifier(open).isolation(WEB, DB)).isEmpty();
  }

  @Test
  void a_certificate_with_an_atom_removed_is_rejected() {
    for (int at = 0; at < certificate.atoms().size(); at += 37) {
      List<Certificate.Atom> fewer = new java.util.ArrayList<>(certificate.atoms());
      fewer.remove(at);

      assertThat(problems(new Certificate("web", "db", certificate.rules(), fewer)))
          .singleElement()
          .asString()
          .startsWith("no atom has protocol");
    }
  }

  @Test
  void a_certificate_that_hides_a_rule_is_rejected() {
    assertThat(
            problems(
                new Certificate(
                    "web", "db", certificate.rules().subList(0, 1), certificate.atoms())))
        .containsExactly("the rules are not those of the network");
  }

  @Test
  void a_certificate_with_a_wrong_reason_is_rejected() {
    List<Certificate.Atom> wrong =
        certificate.atoms().stream()
            .map(
                atom ->
                    new Certificate.Atom(
                        atom.protocol(),
                        atom.first(),
                        atom.last(),
                        atom.source(),
                        atom.destination(),
                        Direction.EGRESS))
            .toList();

    assertThat(problems(new Certificate("web", "db", certificate.rules(), wrong)))
        .singleElement()
        .asString()
        .startsWith("egress 443 allows some of");
  }

  @Test
  void a_certificate_does_not_hold_for_a_network_with_another_rule() {
    Network wider =
        network(
            rule(Direction.INGRESS, 3306, "10.0.9.0/24"),
            rule(Direction.INGRESS, 22, "0.0.0.0/0"),
            rule(Direction.EGRESS, 443, "0.0.0.0/0"));

    assertThat(new CertificateChecker(wider).problems(certificate))
        .hasSize(2)
        .contains("the rules are not those of the network");
  }

  private List<String> problems(Certificate tampered) {
    return new CertificateChecker(network).problems(tampered);
  }

  private static SecurityGroupRule rule(Direction direction, int port, String block) {
    return new SecurityGroupRule(
        Identity.of(direction + " " + port),
        direction,
        Maybe.of(TrafficMatch.of(Protocol.TCP, PortRange.of(port))),
        new Peer.CidrPeer(Cidr.parse(block)),
        "");
  }

  private static NetworkInterface networkInterface(String key, String address) {
    return new NetworkInterface(
        Identity.of(key),
        List.of(),
        NetworkInterface.Kind.INSTANCE,
        List.of("subnet"),
        Set.of("group"),
        Maybe.of(true),
        List.of(Cidr.parseAddress(address)),
        Maybe.of(false),
        false);
  }

  private static Network network(SecurityGroupRule... rules) {
    return new Network(
        "test",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new SecurityGroup(Identity.of("group"), "vpc", "group", false, List.of(rules))),
        List.of(WEB, DB),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
