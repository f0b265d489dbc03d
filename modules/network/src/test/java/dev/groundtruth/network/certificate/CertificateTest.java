package dev.groundtruth.network.certificate;

import static dev.groundtruth.network.StackBuilder.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Edited;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.TrafficMatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CertificateTest {

  private final Network network = StackBuilder.wordpress().build();

  /** From the web servers to the database, every port but 3306. */
  private final Certificate certificate =
      certificate(
          network, tier(network, "web"), tier(network, "db"), upTo(Protocol.TCP, 3307, 65535));

  // --- what it can prove ---

  @Test
  void a_tier_is_kept_off_by_security_groups() {
    assertThat(reasons(certificate)).containsExactly(new Reason.SecurityGroups(Direction.INGRESS));
    assertThat(certificate.parts()).hasSize(2);
    assertThat(problems(network, certificate)).isEmpty();
  }

  @Test
  void there_is_no_certificate_where_a_packet_arrives() {
    assertThat(
            new Certifier(network)
                .isolation(tier(network, "web"), tier(network, "db"), TrafficMatch.ALL))
        .isEmpty();
  }

  /** As the engine, which answers that nobody knows. */
  @Test
  void there_is_no_certificate_about_addresses_that_nobody_is_known_to_have() {
    Endpoint nobody = Endpoint.of(AddressSet.of(Cidr.parse("10.0.200.0/24")));

    assertThat(new Certifier(network).isolation(nobody, tier(network, "db"), TrafficMatch.ALL))
        .isEmpty();
    assertThat(new Certifier(network).isolation(tier(network, "db"), nobody, TrafficMatch.ALL))
        .isEmpty();
  }

  @Test
  void the_internet_is_kept_off_by_groups_and_by_routes() {
    Network open = StackBuilder.wordpress().ingress("db", 22, "0.0.0.0/0").build();

    Certificate proof = certificate(open, Endpoint.internet(), tier(open, "db"), TrafficMatch.ALL);

    assertThat(reasons(proof))
        .containsExactlyInAnyOrder(
            new Reason.SecurityGroups(Direction.INGRESS),
            new Reason.Routes(
                Direction.INGRESS,
                "database",
                List.of(new Reason.Obstacle("rt-private.default", Reason.Why.OUTBOUND_ONLY))));
    assertThat(problems(open, proof)).isEmpty();
  }

  @Test
  void hosts_of_a_block_are_kept_off_wherever_they_are() {
    Certificate proof =
        certificate(
            network,
            Endpoint.of(AddressSet.of(Cidr.parse("10.0.1.0/25"), Cidr.parse("172.16.0.0/16"))),
            tier(network, "db"),
            tcp(22));

    assertThat(proof.parts())
        .extracting(part -> part.from().toString())
        .containsExactlyInAnyOrder(
            "aws_instance.web[0].eni", "aws_instance.web[1].eni", "hosts in web", "outside");
    assertThat(problems(network, proof)).isEmpty();
  }

  @Test
  void an_interface_without_a_known_address_may_have_any_of_its_subnet() {
    Network planned =
        StackBuilder.wordpress()
            .member("aws_instance.new", "web", false, "", "web")
            .ingress("db", 22, "10.0.9.0/24")
            .build();

    Certificate proof = certificate(planned, tier(planned, "web"), tier(planned, "db"), tcp(22));

    assertThat(proof.parts().get(2).atoms())
        .singleElement()
        .extracting(atom -> atom.packets().sources())
        .hasToString(
            Range.of(Cidr.parseAddress("10.0.1.4"), Cidr.parseAddress("10.0.1.254")).toString());
    assertThat(problems(planned, proof)).isEmpty();
  }

  @Test
  void a_network_acl_denies_packets_and_replies_by_the_entries_it_names() {
    Network denying =
        StackBuilder.wordpress()
            .entry(10, Direction.INGRESS, false, tcp(3306), "10.0.1.0/28")
            .entry(20, Direction.INGRESS, true, TrafficMatch.ALL, "0.0.0.0/0")
            .entry(10, Direction.EGRESS, false, upTo(Protocol.TCP, 1024, 40000), "0.0.0.0/0")
            .build();
    Certificate into = certificate(denying, tier(denying, "web"), tier(denying, "db"), tcp(3306));
    Network mute =
        StackBuilder.wordpress()
            .entry(20, Direction.INGRESS, true, TrafficMatch.ALL, "0.0.0.0/0")
            .entry(10, Direction.EGRESS, false, upTo(Protocol.TCP, 1024, 40000), "0.0.0.0/0")
            .build();
    Certificate back = certificate(mute, tier(mute, "web"), tier(mute, "db"), tcp(3306));

    assertThat(reasons(into))
        .containsExactly(
            new Reason.NetworkAcl(
                "database", "aws_network_acl.db", Direction.INGRESS, false, List.of(10)));
    assertThat(reasons(back))
        .containsExactly(
            new Reason.NetworkAcl(
                "database", "aws_network_acl.db", Direction.EGRESS, true, List.of(10, 32767)));
  }

  @Test
  void nothing_is_proved_where_something_was_not_understood() {
    Network odd =
        StackBuilder.wordpress().remark(Remark.Kind.NOT_UNDERSTOOD, "aws_odd.x", "odd").build();

    assertThat(new Certifier(odd).isolation(tier(odd, "web"), tier(odd, "db"), tcp(22))).isEmpty();
    assertThat(problems(odd, certificate))
        .singleElement()
        .asString()
        .startsWith("nothing is proved about a network");
  }

  // --- tampering ---

  @Test
  void every_atom_is_needed() {
    Network open = StackBuilder.wordpress().ingress("db", 22, "0.0.0.0/0").build();
    Certificate proof = certificate(open, Endpoint.internet(), tier(open, "db"), TrafficMatch.ALL);
    List<Certificate.Atom> atoms = proof.parts().get(0).atoms();
    assertThat(atoms).hasSizeGreaterThan(10);
    for (int at = 0; at < atoms.size(); at++) {
      List<Certificate.Atom> fewer = new ArrayList<>(atoms);
      fewer.remove(at);

      assertThat(problems(open, with(proof, fewer)))
          .isNotEmpty()
          .allMatch(problem -> problem.startsWith("no atom has"));
    }
  }

  @Test
  void an_atom_that_is_one_number_short_on_any_axis_is_noticed() {
    BigInteger one = BigInteger.ONE;
    for (int axis = 0; axis < 5; axis++) {
      int tampered = axis;
      Certificate wide =
          certificate(
              network,
              Endpoint.of(AddressSet.of(Cidr.parse("192.168.0.0/16"))),
              Endpoint.of(AddressSet.of(Cidr.parse("10.0.2.10/32"))),
              TrafficMatch.ALL);
      for (boolean atEnd : new boolean[] {true, false}) {
        UnaryOperator<Range> shrink =
            range ->
                range.isSingle()
                    ? new Range(range.first().add(one), range.last().add(one))
                    : atEnd
                        ? new Range(range.first(), range.last().subtract(one))
                        : new Range(range.first().add(one), range.last());

        assertThat(problems(network, boxes(wide, box -> shrunk(box, tampered, shrink))))
            .anyMatch(problem -> problem.startsWith("no atom has"));
      }
    }
  }

  private static Box shrunk(Box box, int axis, UnaryOperator<Range> change) {
    return box.with(axis, change.apply(box.axes().get(axis)));
  }

  @Test
  void an_atom_of_which_the_reason_keeps_off_one_port_too_few_is_noticed() {
    Certificate greedy = boxes(certificate, box -> box.with(1, Range.of(3306, 65535)));

    assertThat(problems(network, greedy))
        .hasSize(2)
        .allMatch(problem -> problem.contains("is no reason that keeps off"));
  }

  @Test
  void a_hidden_rule_is_noticed() {
    Set<Certificate.GroupRule> fewer = new HashSet<>(certificate.table().rules());
    Certificate.GroupRule hidden = fewer.iterator().next();
    fewer.remove(hidden);

    assertThat(
            problems(
                network,
                with(
                    certificate,
                    new Certificate.Table(
                        fewer, certificate.table().entries(), certificate.table().routes()))))
        .containsExactly("the table does not have " + hidden);
  }

  @Test
  void an_invented_entry_is_noticed() {
    Network denying = acl(10, 20);
    Set<Certificate.AclEntry> entries =
        certificate(denying, tier(denying, "web"), tier(denying, "db"), tcp(3306))
            .table()
            .entries();
    Certificate.Table table = certificate.table();

    assertThat(
            problems(
                network,
                with(certificate, new Certificate.Table(table.rules(), entries, table.routes()))))
        .hasSize(entries.size())
        .allMatch(problem -> problem.startsWith("the network does not have AclEntry"));
  }

  @Test
  void a_wrong_reason_is_noticed() {
    for (Reason wrong :
        List.of(
            new Reason.SameAddress(),
            new Reason.Routes(Direction.EGRESS, "web", List.of()),
            new Reason.NetworkAcl("web", "acl", Direction.EGRESS, false, List.of(32767)))) {
      assertThat(problems(network, reasoned(certificate, wrong)))
          .hasSize(2)
          .allMatch(problem -> problem.startsWith(wrong.toString()));
    }
    // The web servers may send to port 443 of any host.
    Certificate https = certificate(network, tier(network, "web"), tier(network, "db"), tcp(443));
    Reason atSender = new Reason.SecurityGroups(Direction.EGRESS);
    assertThat(problems(network, reasoned(https, atSender)))
        .hasSize(2)
        .allMatch(problem -> problem.startsWith(atSender.toString()));
  }

  @Test
  void a_certificate_of_another_network_is_noticed() {
    assertThat(problems(new StackBuilder("other").build(), certificate))
        .contains("the network has no interface aws_instance.db.eni");
    assertThat(
            problems(
                StackBuilder.wordpress().ingress("db", 5000, "0.0.0.0/0").build(), certificate))
        .anyMatch(problem -> problem.startsWith("the table does not have"));
  }

  @Test
  void a_certificate_that_asks_for_nothing_proves_nothing() {
    Certificate.Table empty = new Certificate.Table(Set.of(), Set.of(), Set.of());
    Certificate.End nobody = new Certificate.End.Interfaces(List.of());
    Certificate.End one = new Certificate.End.Interfaces(List.of("aws_instance.web[0].eni"));
    Certificate.End internet = new Certificate.End.Internet();

    for (List<Certificate.End> ends :
        List.of(
            List.of(nobody, one),
            List.of(one, nobody),
            List.of(one, one),
            List.of(internet, internet))) {
      Certificate forged =
          new Certificate(ends.get(0), ends.get(1), TrafficMatch.ALL, empty, List.of());

      assertThat(problems(network, forged))
          .contains("nothing is asked, for nothing goes from the one to the other");
    }
  }

  @Test
  void a_part_that_is_not_asked_for_is_noticed() {
    Certificate.Part first = certificate.parts().get(0);
    Certificate more =
        new Certificate(
            new Certificate.End.Interfaces(List.of("aws_instance.web[1].eni")),
            certificate.to(),
            certificate.traffic(),
            certificate.table(),
            certificate.parts());

    assertThat(problems(network, more))
        .containsExactly(first.from() + " to " + first.to() + " is not asked for");
  }

  @Test
  void entries_in_another_order_are_noticed() {
    Network denying = acl(10, 20);
    Certificate proof = certificate(denying, tier(denying, "web"), tier(denying, "db"), tcp(3306));

    assertThat(problems(acl(20, 10), proof))
        .anyMatch(problem -> problem.contains("is no reason that keeps off"))
        .anyMatch(problem -> problem.startsWith("the table does not have"));
  }

  private static Network acl(int deny, int allow) {
    return StackBuilder.wordpress()
        .entry(deny, Direction.INGRESS, false, tcp(3306), "10.0.0.0/16")
        .entry(allow, Direction.INGRESS, true, TrafficMatch.ALL, "0.0.0.0/0")
        .entry(10, Direction.EGRESS, true, TrafficMatch.ALL, "0.0.0.0/0")
        .build();
  }

  @Test
  void a_changed_route_is_noticed() {
    Network open = StackBuilder.wordpress().ingress("db", 22, "0.0.0.0/0").build();
    Certificate proof = certificate(open, Endpoint.internet(), tier(open, "db"), tcp(22));
    Network routed =
        new Network(
            open.source(),
            open.vpcs(),
            open.subnets(),
            List.of(
                open.routeTables().get(0),
                new RouteTable(
                    Identity.of("rt-private"),
                    "vpc",
                    false,
                    List.of(
                        new Route(
                            Identity.of("rt-private.default"),
                            new Peer.CidrPeer(Cidr.parse("0.0.0.0/0")),
                            new RouteTarget.InternetGateway("igw"))))),
            open.gateways(),
            open.networkAcls(),
            open.securityGroups(),
            open.interfaces().stream().map(each -> Edited.isPublic(each, true)).toList(),
            open.prefixLists(),
            open.peerings(),
            open.endpoints(),
            open.remarks());

    assertThat(problems(routed, proof))
        .anyMatch(problem -> problem.contains("is no reason that keeps off"))
        .anyMatch(problem -> problem.startsWith("the table does not have TableRoute"));
  }

  // --- the checker shares nothing with the engine ---

  @Test
  void only_the_certifier_knows_the_engine() throws IOException {
    Path sources = Path.of("src/main/java/dev/groundtruth/network/certificate");
    try (Stream<Path> files = Files.list(sources)) {
      assertThat(files.filter(CertificateTest::namesTheEngine))
          .extracting(file -> file.getFileName().toString())
          .containsExactly("Certifier.java");
    }
  }

  private static boolean namesTheEngine(Path file) {
    try {
      return Files.readString(file).contains("dev.groundtruth.network.analysis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- making and changing certificates ---

  private static Endpoint tier(Network network, String group) {
    return Endpoint.of(
        group,
        network.interfaces().stream().filter(each -> each.groups().contains(group)).toList());
  }

  private static TrafficMatch upTo(Protocol protocol, int first, int last) {
    return TrafficMatch.of(protocol, new PortRange(first, last));
  }

  private static Certificate certificate(
      Network network, Endpoint from, Endpoint to, TrafficMatch traffic) {
    Optional<Certificate> made = new Certifier(network).isolation(from, to, traffic);
    assertThat(made).as("%s to %s with %s", from.name(), to.name(), traffic).isPresent();
    return made.orElseThrow();
  }

  private static List<String> problems(Network network, Certificate certificate) {
    return new CertificateChecker(network).problems(certificate);
  }

  private static Set<Reason> reasons(Certificate certificate) {
    Set<Reason> reasons = new HashSet<>();
    certificate.parts().forEach(part -> part.atoms().forEach(atom -> reasons.add(atom.reason())));
    return reasons;
  }

  private static Certificate with(Certificate old, Certificate.Table table) {
    return new Certificate(old.from(), old.to(), old.traffic(), table, old.parts());
  }

  private static Certificate with(Certificate old, List<Certificate.Atom> atoms) {
    Certificate.Part part = old.parts().get(0);
    return new Certificate(
        old.from(),
        old.to(),
        old.traffic(),
        old.table(),
        List.of(new Certificate.Part(part.from(), part.to(), atoms)));
  }

  private static Certificate atoms(Certificate old, UnaryOperator<Certificate.Atom> change) {
    return new Certificate(
        old.from(),
        old.to(),
        old.traffic(),
        old.table(),
        old.parts().stream()
            .map(
                part ->
                    new Certificate.Part(
                        part.from(), part.to(), part.atoms().stream().map(change).toList()))
            .toList());
  }

  private static Certificate reasoned(Certificate old, Reason reason) {
    return atoms(old, atom -> new Certificate.Atom(atom.packets(), reason));
  }

  private static Certificate boxes(Certificate old, UnaryOperator<Box> change) {
    return atoms(old, atom -> new Certificate.Atom(change.apply(atom.packets()), atom.reason()));
  }
}
