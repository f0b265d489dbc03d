package dev.groundtruth.probing;

import static dev.groundtruth.probing.Transport.TCP;
import static dev.groundtruth.probing.Verdict.AGREEMENT;
import static dev.groundtruth.probing.Verdict.MODEL_VS_WIRE;
import static dev.groundtruth.probing.Verdict.NOT_OBSERVABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundtruth.network.PortSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowVerificationTest {

  private static final Observation OPEN = open("");
  private static final Observation CANARY = open("groundtruth-canary T\n");
  private static final Observation REFUSED = new Observation.Refused("ECONNREFUSED");
  private static final Observation FILTERED = new Observation.Filtered("no answer within 1500 ms");
  private static final Endpoint SITE = Endpoint.tcp("load-balancer", 80);
  private static final Endpoint DATABASE = Endpoint.tcp("database", 3306);
  private static final Endpoint SSH = Endpoint.tcp("database", 22);

  private final FakeVantage stranger = new FakeVantage("stranger").sees(SITE, OPEN);
  private final FakeVantage web = new FakeVantage("web-a").sees(DATABASE, OPEN);
  private final FakeCanaryHost host = new FakeCanaryHost(PortSet.NONE);
  private final Target database = Target.of("database", host, PortSet.of(3306));

  private static Observation open(String banner) {
    return new Observation.Open(Duration.ofNanos(400_000), banner);
  }

  private FlowClaim denied(int port) {
    return FlowClaim.denied(
        stranger,
        database,
        TCP,
        port,
        List.of(new Control(stranger, SITE)),
        List.of(new Control(web, DATABASE)));
  }

  private static Finding verify(FlowClaim claim) {
    return new FlowVerification().verify(claim);
  }

  private static void says(Finding finding, Verdict verdict, String sentence) {
    assertThat(finding.verdict()).as(finding.sentence()).isEqualTo(verdict);
    assertThat(finding.sentence()).isEqualTo(sentence);
  }

  @Test
  void an_answer_of_the_service_on_a_denied_flow_is_a_disagreement() {
    stranger.sees(DATABASE, OPEN);
    says(
        verify(denied(3306)),
        MODEL_VS_WIRE,
        "stranger -> database tcp/3306 should be filtered by the security groups but was answered"
            + " by the service listening there after 0.4 ms: is the rule set of `database` loaded,"
            + " or does another rule admit it?");
  }

  @Test
  void an_answer_of_the_canary_on_a_denied_flow_is_a_disagreement() {
    stranger.sees(SSH, CANARY);
    says(
        verify(denied(22)),
        MODEL_VS_WIRE,
        "stranger -> database tcp/22 should be filtered by the security groups but was answered"
            + " by the canary listening there after 0.4 ms: is the rule set of `database` loaded,"
            + " or does another rule admit it?");
  }

  @Test
  void an_answer_of_somebody_else_where_the_canary_listens_is_still_open() {
    stranger.sees(SSH, open("SSH-2.0-x\r\n"));
    says(
        verify(denied(22)),
        MODEL_VS_WIRE,
        "stranger -> database tcp/22 should be filtered by the security groups but was answered by"
            + " something that is not the canary listening there (it said \"SSH-2.0-x\") after 0.4"
            + " ms: does `database` lead to another host, or does a proxy answer in its place?");
    stranger.sees(SSH, OPEN);
    assertThat(verify(denied(22)).sentence()).contains("(it said nothing)");
  }

  @Test
  void an_answer_on_a_denied_flow_needs_no_controls() {
    stranger.sees(SSH, CANARY);
    FlowClaim claim = FlowClaim.denied(stranger, database, TCP, 22, List.of(), List.of());
    assertThat(verify(claim).verdict()).isEqualTo(MODEL_VS_WIRE);
  }

  @Test
  void refused_is_not_isolation() {
    stranger.sees(DATABASE, REFUSED);
    says(
        verify(denied(3306)),
        MODEL_VS_WIRE,
        "stranger -> database tcp/3306 should be filtered by the security groups but was refused"
            + " (ECONNREFUSED): the packets reached the host, and a closed port is not isolation:"
            + " is the rule set of `database` loaded, or does another rule admit it?");
    stranger.sees(SSH, REFUSED);
    assertThat(verify(denied(22)))
        .returns(MODEL_VS_WIRE, Finding::verdict)
        .asString()
        .contains("although the canary listens there", "which rule or host on the way rejects it?");
  }

  @Test
  void silence_with_controls_and_a_canary_is_isolation() {
    Finding finding = verify(denied(22));
    says(
        finding,
        AGREEMENT,
        "stranger -> database tcp/22 is filtered (no answer within 1500 ms), as the security groups"
            + " deny it: the canary listens there [stranger -> load-balancer tcp/80: answered after"
            + " 0.4 ms, web-a -> database tcp/3306: answered after 0.4 ms]");
    assertThat(finding.agrees()).isTrue();
    assertThat(host.openedTcp).containsExactly(PortSet.of(22));
    assertThat(host.closed).isEqualTo(1);
  }

  @Test
  void silence_at_a_port_that_an_allowed_vantage_reaches_is_isolation() {
    assertThat(verify(denied(3306)))
        .returns(AGREEMENT, Finding::verdict)
        .returns("the service", Finding::listener);
    assertThat(host.openedTcp).isEmpty();
  }

  @Test
  void silence_at_a_port_that_the_target_has_itself_is_isolation() {
    FakeCanaryHost busy = new FakeCanaryHost(PortSet.of(33060));
    FlowClaim claim =
        FlowClaim.denied(
            stranger,
            Target.of("database", busy, PortSet.of(3306)),
            TCP,
            33060,
            List.of(new Control(stranger, SITE)),
            List.of(new Control(web, DATABASE)));
    assertThat(verify(claim))
        .returns(AGREEMENT, Finding::verdict)
        .returns("the service", Finding::listener);
  }

  @Test
  void no_route_with_controls_is_isolation() {
    stranger.sees(SSH, new Observation.Unroutable("No route to host"));
    assertThat(verify(denied(22)))
        .returns(AGREEMENT, Finding::verdict)
        .asString()
        .contains("is unroutable (No route to host), as the security groups deny it");
  }

  @Test
  void silence_of_a_vantage_that_reaches_nothing_is_not_observable() {
    stranger.sees(SITE, FILTERED);
    says(
        verify(denied(22)),
        NOT_OBSERVABLE,
        "stranger -> database tcp/22 was filtered (no answer within 1500 ms), which proves nothing:"
            + " stranger reached none of its controls [stranger -> load-balancer tcp/80: filtered"
            + " (no answer within 1500 ms)]: is it connected to the network?");
  }

  @Test
  void silence_of_a_target_that_nobody_reaches_is_not_observable() {
    web.sees(DATABASE, REFUSED);
    says(
        verify(denied(22)),
        NOT_OBSERVABLE,
        "stranger -> database tcp/22 was filtered (no answer within 1500 ms), which proves nothing:"
            + " `database` was not reached by those who may reach it [web-a -> database tcp/3306:"
            + " refused (ECONNREFUSED)]: is it running?");
  }

  @Test
  void silence_without_controls_and_listener_is_not_observable() {
    Target bare = Target.withoutCanaries("database", "database");
    says(
        verify(FlowClaim.denied(stranger, bare, TCP, 22, List.of(), List.of())),
        NOT_OBSERVABLE,
        "stranger -> database tcp/22 was filtered (no answer within 1500 ms), which proves nothing:"
            + " no control shows that stranger reaches anything, perhaps you should give the claim"
            + " one; no control shows that `database` is reached by anybody, perhaps you should"
            + " give the claim one; nobody is known to listen on tcp/22 of `database`");
  }

  @Test
  void silence_where_the_canary_could_not_be_opened_is_not_observable() {
    CanaryHost broken =
        (tcp, udp) -> {
          throw new CanaryException("no such container");
        };
    Target target =
        new Target("database", "database", Optional.of(broken), PortSet.NONE, PortSet.NONE);
    FlowClaim claim =
        FlowClaim.denied(
            stranger,
            target,
            TCP,
            22,
            List.of(new Control(stranger, SITE)),
            List.of(new Control(web, DATABASE)));
    assertThat(verify(claim))
        .returns(NOT_OBSERVABLE, Finding::verdict)
        .asString()
        .endsWith(
            "nobody is known to listen on tcp/22 of `database`, the canary could not be opened: no"
                + " such container");
  }

  @Test
  void unresolved_is_never_isolation() {
    stranger.sees(SSH, new Observation.Unresolved("NXDOMAIN"));
    says(
        verify(denied(22)),
        NOT_OBSERVABLE,
        "stranger -> database tcp/22 could not be probed: the name `database` has no address at"
            + " stranger (NXDOMAIN); a name that does not resolve is not isolation: is `database`"
            + " started and on a network of stranger?");
  }

  @Test
  void a_probe_that_could_not_be_made_is_not_observable() {
    stranger.sees(SSH, new Observation.NotObservable("docker exec failed"));
    says(
        verify(denied(22)),
        NOT_OBSERVABLE,
        "stranger -> database tcp/22 could not be probed: docker exec failed");
  }

  @Test
  void a_vantage_that_fails_makes_its_flows_not_observable() {
    Vantage broken =
        new Vantage() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public List<Observation> probe(List<Probe> probes) {
            throw new IllegalStateException("gone");
          }
        };
    assertThat(verify(FlowClaim.allowed(broken, database, TCP, 3306)))
        .returns(NOT_OBSERVABLE, Finding::verdict)
        .asString()
        .endsWith("could not be probed: probing failed: java.lang.IllegalStateException: gone");
  }

  @Test
  void an_answer_on_an_allowed_flow_is_agreement() {
    says(
        verify(FlowClaim.allowed(web, database, TCP, 3306)),
        AGREEMENT,
        "web-a -> database tcp/3306 was answered by the service listening there after 0.4 ms, as"
            + " the security groups allow");
  }

  @Test
  void an_answer_of_somebody_else_on_an_allowed_flow_proves_nothing() {
    web.sees(Endpoint.tcp("database", 443), open("hello"));
    assertThat(verify(FlowClaim.allowed(web, database, TCP, 443)))
        .returns(NOT_OBSERVABLE, Finding::verdict)
        .asString()
        .contains("should be allowed and was answered, but by something that is not the canary");
    web.sees(Endpoint.tcp("database", 443), CANARY);
    assertThat(verify(FlowClaim.allowed(web, database, TCP, 443)).verdict()).isEqualTo(AGREEMENT);
  }

  @Test
  void silence_on_an_allowed_flow_is_a_disagreement() {
    web.sees(DATABASE, FILTERED);
    says(
        verify(FlowClaim.allowed(web, database, TCP, 3306)),
        MODEL_VS_WIRE,
        "web-a -> database tcp/3306 should be allowed by the security groups but was filtered (no"
            + " answer within 1500 ms): do both the egress rules of web-a and the ingress rules of"
            + " `database` admit it, and is `database` running?");
  }

  @Test
  void a_refusal_on_an_allowed_flow_asks_for_the_service() {
    web.sees(DATABASE, REFUSED);
    says(
        verify(FlowClaim.allowed(web, database, TCP, 3306)),
        MODEL_VS_WIRE,
        "web-a -> database tcp/3306 should be allowed by the security groups but was refused"
            + " (ECONNREFUSED): the packets reached the host and nobody listens there, is the"
            + " service of `database` running?");
  }

  @Test
  void no_route_on_an_allowed_flow_is_a_disagreement() {
    web.sees(DATABASE, new Observation.Unroutable(""));
    assertThat(verify(FlowClaim.allowed(web, database, TCP, 3306)))
        .returns(MODEL_VS_WIRE, Finding::verdict)
        .asString()
        .contains("is unroutable: is `database` running and on a network of web-a?");
  }

  @Test
  void an_allowed_flow_of_a_vantage_that_reaches_nothing_is_not_observable() {
    web.sees(DATABASE, FILTERED).sees(SITE, FILTERED);
    FlowClaim claim =
        new FlowClaim(
            web,
            database,
            TCP,
            3306,
            Expectation.ALLOWED,
            List.of(new Control(web, SITE)),
            List.of());
    assertThat(verify(claim))
        .returns(NOT_OBSERVABLE, Finding::verdict)
        .asString()
        .contains("web-a reached nothing else either", "is web-a connected to the network?");
  }

  @Test
  void a_lost_packet_of_an_allowed_flow_is_sent_again() {
    web.sees(DATABASE, FILTERED, FILTERED, OPEN);
    assertThat(verify(FlowClaim.allowed(web, database, TCP, 3306)).verdict()).isEqualTo(AGREEMENT);
    assertThat(web.rounds).hasSize(3);
  }

  @Test
  void a_denied_flow_is_asked_once_and_its_first_answer_stands() {
    stranger.sees(SSH, CANARY, FILTERED);
    assertThat(verify(denied(22)).verdict()).isEqualTo(MODEL_VS_WIRE);
    assertThat(stranger.rounds).hasSize(1);
  }

  @Test
  void many_claims_take_one_canary_a_target_and_one_round_a_vantage() {
    List<Finding> findings =
        new FlowVerification().verify(List.of(denied(22), denied(80), denied(3306)));
    assertThat(findings).extracting(f -> f.flow().port()).containsExactly(22, 80, 3306);
    assertThat(findings).allMatch(Finding::agrees);
    assertThat(host.openedTcp).containsExactly(PortSet.of(22, 80));
    assertThat(stranger.rounds).hasSize(1);
    assertThat(web.rounds).hasSize(1);
    assertThat(stranger.rounds.get(0))
        .filteredOn(Probe::readBanner)
        .extracting(p -> p.endpoint().port())
        .containsExactly(22, 80);
  }

  @Test
  void refuses_a_control_of_another_vantage() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FlowClaim.denied(
                    stranger, database, TCP, 22, List.of(new Control(web, DATABASE)), List.of()))
        .withMessage(
            "the control web-a -> database tcp/3306 says nothing about stranger, perhaps you should"
                + " use one that starts there");
  }
}
