package dev.groundtruth.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.RequiresCapability;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.VerifiesInfrastructure;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.CanaryHost;
import dev.groundtruth.probing.PortSweep;
import dev.groundtruth.probing.SweepResult;
import dev.groundtruth.probing.Transport;
import dev.groundtruth.verification.WordPressContract.Tier;
import io.qameta.allure.Epic;
import io.qameta.allure.Feature;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * All 65,535 ports, one after the other: the slow second opinion on {@link NetworkVerification}.
 *
 * <p>While a destination is swept, canaries listen on all its ports but those that it needs for
 * connections of its own. On these nobody may listen, and a port behind a missing rule refuses; a
 * refusal counts as a packet that came through.
 */
@VerifiesInfrastructure
@RequiresEnvironment(WordPressStack.class)
@RequiresCapability(Capability.SECURITY_GROUPS_ENFORCED)
@Order(5)
@Epic("WordPress on MySQL")
@Feature("Every port")
@DisplayName("Every port")
class PortSweepVerification {

  private static final PortSet LISTENED_ON = PortSet.parse("1-32767,61000-65535");

  private final WordPressStack stack;
  private final Evidence evidence;

  PortSweepVerification(WordPressStack stack, Evidence evidence) {
    this.stack = stack;
    this.evidence = evidence;
  }

  /** HAProxy finds its replicas again once the canaries no longer hold its ports. */
  @AfterEach
  void load_balancer_is_in_service() {
    WordPressSession visitor = WordPressSession.anonymous(stack.site());
    await("the load balancer has replicas in service after the sweep")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> visitor.get("/wp-includes/images/blank.gif").statusCode() == 200);
  }

  @TestFactory
  Stream<DynamicTest> web_reaches_no_port_of_the_database_but_that_of_mysql() {
    String first =
        stack.topology().places().stream()
            .filter(place -> place.tier() == Tier.WEB)
            .map(Place::name)
            .findFirst()
            .orElseThrow();
    return sweeps(pair -> pair.from().name().equals(first) && pair.to().tier() == Tier.DATABASE);
  }

  @Tag("sweep")
  @TestFactory
  Stream<DynamicTest> no_tier_is_reached_on_a_port_that_is_not_permitted() {
    return sweeps(pair -> pair.to().tier() != Tier.OUTSIDE);
  }

  private Stream<DynamicTest> sweeps(Predicate<Topology.Pair> chosen) {
    List<DynamicTest> sweeps =
        stack.topology().pairs().stream()
            .filter(chosen)
            .flatMap(
                pair ->
                    pair.from().sweep().stream()
                        .map(sweep -> dynamicTest(pair.toString(), () -> sweep(pair, sweep))))
            .toList();
    assumeThat(sweeps)
        .as("NOT_OBSERVABLE: no place of the stack sends to every port of another")
        .isNotEmpty();
    return sweeps.stream();
  }

  private void sweep(Topology.Pair pair, PortSweep sweep) {
    CanaryHost canaries = pair.to().target().canaries().orElseThrow();
    try (Canary canary = canaries.open(LISTENED_ON, PortSet.NONE)) {
      SweepResult result = sweep.sweep(pair.to().target().host(), Transport.TCP);
      evidence.observed(
          "%s: a canary listened on %d ports; open %s, refused %s, silent %d"
              .formatted(
                  pair,
                  canary.listening(Transport.TCP).size(),
                  result.open(),
                  result.closed(),
                  result.filtered().size()));

      assertThat(result.disagreements(pair.permitted(Protocol.TCP)))
          .as("ports of %s as %s sees them", pair.to().name(), pair.from().name())
          .isEmpty();
    }
  }
}
