package dev.groundtruth.network.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateJsonTest {

  private static final TrafficMatch PING =
      new TrafficMatch(Protocol.ICMP, PortRange.ALL, OptionalInt.of(8), OptionalInt.of(0));

  /** Nothing that it says is true, but it has one of each kind. */
  private final Certificate certificate =
      new Certificate(
          new Certificate.End.Internet(),
          new Certificate.End.Addresses(
              List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32"))),
          PING,
          new Certificate.Table(
              Set.of(
                  rule("a", Maybe.of(PING), new Peer.CidrPeer(Cidr.parse("::/0"))),
                  rule("b", Maybe.unknown("b.from_port"), new Peer.GroupPeer("sg")),
                  rule("c", Maybe.of(TrafficMatch.ALL), new Peer.PrefixListPeer("pl")),
                  rule(
                      "d",
                      Maybe.of(TrafficMatch.of(new Protocol(50), PortRange.ALL)),
                      new Peer.UnknownPeer("d.cidr"))),
              Set.of(
                  entry(10, true, Maybe.of(Cidr.parse("10.0.0.0/8"))),
                  entry(20, false, Maybe.unknown("acl.cidr"))),
              routes()),
          List.of(
              new Certificate.Part(
                  new Certificate.Place(Optional.empty(), Optional.empty()),
                  new Certificate.Place(Optional.of("eni"), Optional.of("subnet")),
                  List.of(
                      atom(new Reason.SameAddress()),
                      atom(new Reason.SecurityGroups(Direction.EGRESS)),
                      atom(
                          new Reason.NetworkAcl(
                              "subnet", "acl", Direction.INGRESS, true, List.of(10, 32767))),
                      atom(
                          new Reason.Routes(
                              Direction.INGRESS,
                              "subnet",
                              List.of(
                                  new Reason.Obstacle("local", Reason.Why.LEADS_ELSEWHERE))))))));

  private static Certificate.GroupRule rule(String key, Maybe<TrafficMatch> match, Peer peer) {
    return new Certificate.GroupRule(
        "sg", new SecurityGroupRule(Identity.of(key), Direction.INGRESS, match, peer, ""));
  }

  private static Certificate.AclEntry entry(int number, boolean allow, Maybe<Cidr> cidr) {
    return new Certificate.AclEntry(
        "acl",
        new NetworkAclEntry(
            Identity.of("acl." + number),
            number,
            Direction.EGRESS,
            allow,
            Maybe.of(TrafficMatch.of(Protocol.UDP, new PortRange(53, 54))),
            cidr));
  }

  private static Set<Certificate.TableRoute> routes() {
    Set<Certificate.TableRoute> routes = new HashSet<>();
    for (RouteTarget target :
        List.of(
            new RouteTarget.Local(),
            new RouteTarget.InternetGateway("igw"),
            new RouteTarget.NatGateway("nat"),
            new RouteTarget.EgressOnlyGateway("eigw"),
            new RouteTarget.Peering("pcx"),
            new RouteTarget.GatewayEndpoint("vpce"),
            new RouteTarget.Appliance("eni"),
            new RouteTarget.Elsewhere("transit gateway", "tgw"),
            new RouteTarget.Blackhole(),
            new RouteTarget.UnknownTarget("route.gateway_id"))) {
      routes.add(
          new Certificate.TableRoute(
              "rt",
              new Route(
                  Identity.of("rt." + target),
                  new Peer.CidrPeer(Cidr.parse("0.0.0.0/0")),
                  target)));
    }
    return routes;
  }

  private static Certificate.Atom atom(Reason reason) {
    return new Certificate.Atom(
        new Box(
            Range.of(1, 1),
            Range.of(8, 8),
            Range.of(0, 255),
            Range.of(Cidr.parse("2600::/16")),
            Range.of(Cidr.parseAddress("10.0.0.4"), Cidr.parseAddress("10.0.0.9"))),
        reason);
  }

  @Test
  void what_is_written_is_read_again() {
    String json = CertificateWriter.json(certificate);

    assertThat(read(json)).isEqualTo(certificate);
    assertThat(CertificateWriter.json(read(json))).isEqualTo(json);
  }

  @Test
  void garbage_gives_one_error_that_says_what_to_do() {
    String json = CertificateWriter.json(certificate);
    assertProblem("", "The certificate is ");
    assertProblem("{", "The certificate is not JSON");
    assertProblem("[]", "The certificate has no schemaVersion");
    assertProblem(json.replace("\"1.0\"", "\"2.0\""), "schemaVersion of the certificate is not");
    assertProblem(json.replace("\"internet\" : true", "\"x\" : 1"), "from of the certificate");
    assertProblem(json.replace("2001:db8::/32", "2001:db8::/99x"), "to.addresses[1] of the");
    assertProblem(json.replace("sameAddress", "magic"), "reason.kind");
    assertProblem(json.replace("\"EGRESS\"", "\"OUT\""), ".direction of the certificate is not");
    assertProblem(json.replace("\"number\" : 10", "\"number\" : 1.5"), ".number of the");
    assertProblem(json.replace("\"10.0.0.9\"", "\"10.0.0.3\""), ".destinations of the");
    assertProblem(json.replace("[ 8, 8 ]", "[ 8 ]"), ".ports of the certificate is not");
    assertProblem(json.replace("LEADS_ELSEWHERE", "HOPE"), ".why of the certificate is not");
    assertProblem(json.replace("\"natGateway\"", "\"magic\""), ".target of the certificate");
  }

  private static void assertProblem(String json, String problem) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(MalformedCertificateException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("perhaps you should");
  }

  private static Certificate read(String json) {
    return CertificateReader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
