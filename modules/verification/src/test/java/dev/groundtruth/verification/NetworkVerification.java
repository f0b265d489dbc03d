package dev.groundtruth.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.RequiresCapability;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.VerifiesInfrastructure;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.Expectation;
import dev.groundtruth.probing.Finding;
import dev.groundtruth.probing.FlowClaim;
import dev.groundtruth.probing.FlowVerification;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Probe;
import dev.groundtruth.probing.ProbePlan;
import dev.groundtruth.probing.ReachabilityMatrix;
import dev.groundtruth.probing.Transport;
import dev.groundtruth.probing.Verdict;
import dev.groundtruth.verification.WordPressContract.Tier;
import io.qameta.allure.Epic;
import io.qameta.allure.Feature;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Who can talk to whom: what the contract says, what the rules say and what the wire says agree.
 *
 * <p>Probed are, for every place and every destination, the ports around each boundary of what is
 * permitted and the ports that are found open by mistake; what is not probed is covered by {@link
 * PortSweepVerification} and, for the rules, by the exact comparison of port sets.
 */
@VerifiesInfrastructure
@RequiresEnvironment(WordPressStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
@Epic("WordPress on MySQL")
@Feature("Reachability and isolation")
@DisplayName("Reachability and isolation")
class NetworkVerification {

  private static final PortSet DATAGRAMS = PortSet.of(53, 80, 443, 3306);

  private final WordPressStack stack;
  private final Topology topology;
  private final Evidence evidence;
  private final List<Finding> findings = new ArrayList<>();

  NetworkVerification(WordPressStack stack, Evidence evidence) {
    this.stack = stack;
    this.evidence = evidence;
    this.topology = stack.topology();
  }

  @BeforeAll
  void packets_are_sent() {
    List<FlowClaim> claims =
        topology.pairs().stream().flatMap(NetworkVerification::claims).toList();
    findings.addAll(new FlowVerification().verify(claims));
  }

  @Test
  void rules_admit_exactly_what_the_contract_permits() {
    List<String> disagreements = new ArrayList<>();
    for (Topology.Pair pair : topology.pairs()) {
      if (!pair.from().routed()) {
        continue;
      }
      for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
        PortSet permitted = pair.permitted(protocol);
        PortSet admitted =
            topology
                .securityGroups()
                .admitted(pair.from().networkInterface(), pair.to().networkInterface(), protocol);
        PortSet excess = admitted.minus(permitted);
        PortSet missing = permitted.minus(admitted);
        if (!excess.isEmpty()) {
          disagreements.add(
              "%s %s %s is admitted but not permitted".formatted(pair, protocol, excess));
        }
        if (!missing.isEmpty()) {
          disagreements.add(
              "%s %s %s is permitted but not admitted".formatted(pair, protocol, missing));
        }
      }
    }

    assertThat(disagreements)
        .as("disagreements between %s and the contract", topology.securityGroups().source())
        .isEmpty();
  }

  @Test
  void security_groups_are_enforced() {
    CapabilityMeasurement measured =
        stack
            .capabilities()
            .getOrDefault(
                Capability.SECURITY_GROUPS_ENFORCED,
                CapabilityMeasurement.missing("nobody measured it"));
    evidence.observed(measured.observation());

    assertThat(measured.present())
        .as("security groups are enforced: %s", measured.observation())
        .isTrue();
  }

  @TestFactory
  Stream<DynamicTest> permitted_flow_works() {
    return tests(Expectation.ALLOWED);
  }

  @TestFactory
  @RequiresCapability(Capability.SECURITY_GROUPS_ENFORCED)
  Stream<DynamicTest> flow_that_is_not_permitted_is_dropped() {
    return tests(Expectation.DENIED);
  }

  @Test
  @RequiresCapability(Capability.SECURITY_GROUPS_ENFORCED)
  void wire_agrees_with_the_contract_in_every_cell() {
    evidence.matrix(new ReachabilityMatrix(findings));
    evidence.observed(
        "%d flows were probed from %d places to %d destinations; %d agree"
            .formatted(
                findings.size(),
                topology.places().size(),
                topology.destinations().size(),
                findings.stream().filter(Finding::agrees).count()));

    assertThat(findings.stream().filter(finding -> !finding.agrees()).map(Finding::toString))
        .as("cells of the matrix where wire and contract disagree, or nothing could be observed")
        .isEmpty();
  }

  @Test
  void visitor_reaches_wordpress_through_the_load_balancer() {
    Response page = WordPressSession.anonymous(stack.site()).get("/wp-login.php");
    evidence.observed("GET /wp-login.php answered " + page.statusCode());

    assertThat(page.statusCode()).as("status through the load balancer").isEqualTo(200);
    assertThat(page.asString()).contains("loginform");
  }

  @TestFactory
  Stream<DynamicTest> load_balancer_gets_http_from_every_replica() {
    return stack.replicas().stream()
        .map(
            replica ->
                dynamicTest(
                    "load balancer gets http from " + replica.name(),
                    () ->
                        assertThat(
                                WordPressSession.anonymous(stack.site())
                                    .at(replica)
                                    .get("/wp-login.php")
                                    .statusCode())
                            .as("status of the login form at %s", replica.name())
                            .isEqualTo(200)));
  }

  @TestFactory
  Stream<DynamicTest> mysql_greets_every_web_container() {
    return topology.places().stream()
        .filter(place -> place.tier() == Tier.WEB)
        .map(
            place ->
                dynamicTest(
                    "mysql greets " + place.name(),
                    () -> {
                      Observation observation =
                          place
                              .vantage()
                              .probe(
                                  List.of(
                                      new Probe(
                                          Endpoint.tcp(stack.database().host(), 3306),
                                          Probe.DEFAULT_TIMEOUT,
                                          true)))
                              .get(0);

                      assertThat(observation)
                          .as("what %s hears first from the database on 3306", place.name())
                          .isInstanceOfSatisfying(
                              Observation.Open.class,
                              open ->
                                  assertThat(open.banner())
                                      .as("a greeting of MySQL's protocol")
                                      .containsAnyOf("caching_sha2_password", "mysql_native"));
                    }));
  }

  @Test
  void nothing_but_the_load_balancer_is_published() {
    assertThat(stack.publishedPorts())
        .as("ports that can be reached without being in the stack's network")
        .allSatisfy(
            published -> {
              assertThat(published.service())
                  .as("service of %s", published)
                  .startsWith("load-balancer");
              assertThat(published.port()).as("port of %s", published).isIn(80, 443);
            })
        .isNotEmpty();
  }

  private Stream<DynamicTest> tests(Expectation expectation) {
    return findings.stream()
        .filter(finding -> finding.expected() == expectation)
        .map(finding -> dynamicTest(finding.flow().toString(), () -> judge(finding)));
  }

  private void judge(Finding finding) {
    evidence.finding(finding);
    if (finding.verdict() == Verdict.NOT_OBSERVABLE) {
      abort(finding.sentence());
    }
    if (finding.verdict() != Verdict.AGREEMENT) {
      throw new AssertionError(finding.sentence());
    }
  }

  private static Stream<FlowClaim> claims(Topology.Pair pair) {
    return Stream.concat(
        claims(pair, Transport.TCP, ProbePlan.of(pair.permitted(Protocol.TCP))),
        claims(pair, Transport.UDP, ProbePlan.of(pair.permitted(Protocol.UDP), DATAGRAMS)));
  }

  private static Stream<FlowClaim> claims(Topology.Pair pair, Transport transport, ProbePlan plan) {
    return plan.expectations().entrySet().stream()
        .map(
            entry ->
                claim(pair, transport, entry.getKey(), entry.getValue() == Expectation.ALLOWED));
  }

  private static FlowClaim claim(
      Topology.Pair pair, Transport transport, int port, boolean permitted) {
    return permitted
        ? FlowClaim.allowed(pair.from().vantage(), pair.to().target(), transport, port)
        : FlowClaim.denied(
            pair.from().vantage(),
            pair.to().target(),
            transport,
            port,
            List.of(pair.from().control()),
            List.of(pair.to().control()));
  }
}
