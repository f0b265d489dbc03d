package dev.groundtruth.network.assertions;

import dev.groundtruth.network.analysis.Blocker;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.contract.ContractReport;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Outcome;
import dev.groundtruth.network.diff.NetworkDiff;
import dev.groundtruth.network.finding.Finding;
import dev.groundtruth.network.finding.Findings;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions of a network. Sides are named by {@link EndpointExpression}. An answer that depends on
 * what is not known yet fails the assertion and names the attributes.
 */
public final class NetworkAssert extends AbstractAssert<NetworkAssert, Network> {

  NetworkAssert(Network actual) {
    super(actual, NetworkAssert.class);
  }

  /**
   * Nothing one side sends arrives at the other.
   *
   * <pre>{@code
   * // passes if no packet from the internet arrives at the database
   * assertThat(network).isIsolated("internet", "aws_instance.database");
   *
   * // fails and shows a packet with the rules that admit it
   * assertThat(network).isIsolated("internet", "aws_lb.this");
   * }</pre>
   *
   * @param from who must not be able to send
   * @param to who must not receive
   * @return this
   * @throws AssertionError if a packet arrives or may arrive
   * @throws IllegalArgumentException if an expression means nothing in the network, or nothing goes
   *     from the one to the other over it: both are outside, or they are one interface
   */
  public NetworkAssert isIsolated(String from, String to) {
    return isIsolated(from, to, TrafficMatch.ALL);
  }

  /**
   * Nothing of some traffic arrives.
   *
   * @param from who must not be able to send it
   * @param to who must not receive it
   * @param traffic the traffic
   * @return this
   * @throws AssertionError if a packet arrives or may arrive
   * @throws IllegalArgumentException if an expression means nothing in the network, or nothing goes
   *     from the one to the other over it: both are outside, or they are one interface
   */
  public NetworkAssert isIsolated(String from, String to, TrafficMatch traffic) {
    Endpoint sender = resolve(from);
    Endpoint receiver = resolve(to);
    Reachability reachability = Reachability.of(actual);
    Verdict verdict = reachability.isolated(sender, receiver, traffic);
    if (verdict.isProved() && !reachability.isBetween(sender, receiver)) {
      throw new IllegalArgumentException(
          "Nothing goes from %s to %s over this network: both are outside, or they are one interface, perhaps you should name another of them"
              .formatted(from, to));
    }
    if (!verdict.isProved()) {
      failWithMessage(
          "Expected nothing of %s to arrive from %s at %s, but %s",
          traffic, from, to, because(verdict));
    }
    return this;
  }

  /**
   * Every packet of some traffic arrives.
   *
   * <pre>{@code
   * // passes if the web tier's every address reaches the database on 3306
   * assertThat(network)
   *     .canReach("aws_ecs_service.web", "aws_instance.database", mysql);
   *
   * // fails and lists what is in the way
   * assertThat(network).canReach("internet", "aws_instance.database", mysql);
   * }</pre>
   *
   * @param from who sends it
   * @param to who must receive it
   * @param traffic the traffic
   * @return this
   * @throws AssertionError if a packet does not arrive or may not
   * @throws IllegalArgumentException if an expression means nothing in the network
   */
  public NetworkAssert canReach(String from, String to, TrafficMatch traffic) {
    Verdict verdict = Reachability.of(actual).allReachable(resolve(from), resolve(to), traffic);
    if (!verdict.isProved()) {
      failWithMessage(
          "Expected %s to arrive from %s at %s, but %s", traffic, from, to, because(verdict));
    }
    return this;
  }

  /**
   * The network lets through what a contract requires, and nothing it does not allow.
   *
   * <pre>{@code
   * // passes if the contract holds, fails with every missing and excess flow otherwise
   * assertThat(network).satisfies(ContractReader.read(Path.of("contract.json")));
   * }</pre>
   *
   * @param contract the contract
   * @return this
   * @throws AssertionError if something is missing or in excess, or may be
   * @throws IllegalArgumentException if a tier means nothing in the network
   */
  public NetworkAssert satisfies(NetworkContract contract) {
    ContractReport report = contract.check(actual);
    if (report.outcome() != Outcome.HOLDS) {
      failWithMessage("Expected the contract to hold of %s, but %s", actual.source(), report);
    }
    return this;
  }

  /**
   * The same packets arrive as in another network.
   *
   * <pre>{@code
   * // passes if the refactor changed nothing, fails with what became or is no longer reachable
   * assertThat(after).isEquivalentTo(before);
   * }</pre>
   *
   * @param other the other network; interfaces correspond by their keys
   * @return this
   * @throws AssertionError if a packet arrives in one of them only, or may, be it by what the
   *     readers did not understand
   */
  public NetworkAssert isEquivalentTo(Network other) {
    NetworkDiff diff = NetworkDiff.of(other, actual);
    if (!diff.isEmpty()) {
      failWithMessage(
          "Expected %s to let the same packets through as %s, but %s:%n%s",
          actual.source(),
          other.source(),
          diff.changes().isEmpty()
              ? "not all of them was understood"
              : "there are %d differences".formatted(diff.changes().size()),
          diff);
    }
    return this;
  }

  /**
   * Nothing is worth knowing beside the proofs.
   *
   * <pre>{@code
   * // passes if no group is unattached, no entry shadowed, ...; fails with the findings otherwise
   * assertThat(network).hasNoFindings();
   * }</pre>
   *
   * @return this
   * @throws AssertionError if there are findings
   */
  public NetworkAssert hasNoFindings() {
    return none(Findings.of(actual));
  }

  /**
   * Nothing is worth knowing beside the proofs, rules wider than a contract needs included.
   *
   * @param contract what the network must let through
   * @return this
   * @throws AssertionError if there are findings
   * @throws IllegalArgumentException if a tier means nothing in the network
   */
  public NetworkAssert hasNoFindings(NetworkContract contract) {
    return none(Findings.of(actual, contract));
  }

  private NetworkAssert none(List<Finding> findings) {
    if (!findings.isEmpty()) {
      failWithMessage(
          "Expected no findings in %s, but there are %d:%n%s",
          actual.source(),
          findings.size(),
          findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
    return this;
  }

  private dev.groundtruth.network.analysis.Endpoint resolve(String expression) {
    return EndpointExpression.resolve(actual, expression);
  }

  private static String because(Verdict verdict) {
    if (verdict instanceof Verdict.Unknown unknown) {
      return "that depends on " + String.join(", ", new TreeSet<>(unknown.attributes()));
    }
    Verdict.Refuted refuted = (Verdict.Refuted) verdict;
    return refuted
        .witness()
        .map(witness -> "this does: " + witness)
        .orElseGet(
            () ->
                "this is in the way:\n"
                    + refuted.blockers().stream()
                        .map(Blocker::toString)
                        .collect(Collectors.joining("\n")));
  }
}
