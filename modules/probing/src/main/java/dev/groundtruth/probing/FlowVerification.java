package dev.groundtruth.probing;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.internal.Checks;
import dev.groundtruth.probing.internal.InParallel;
import dev.groundtruth.probing.internal.Judgement;
import dev.groundtruth.probing.internal.Listeners;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what is claimed about flows with what packets say.
 *
 * <ul>
 *   <li>An answer on a denied flow is a disagreement, and so is a refusal: the packet reached the
 *       host, and security groups drop silently.
 *   <li>Silence on a denied flow counts only if the vantage reached one of its controls, one of the
 *       target's controls was answered, and something listens at the port: a canary, a service that
 *       has the port, or what a control on the same port met.
 *   <li>A name that does not resolve says nothing about packets.
 *   <li>Silence on an allowed flow or a control is asked again, as a packet may be lost; the first
 *       observation of a denied flow stands.
 * </ul>
 *
 * <p>A canary is opened for all claimed ports of a target but those that its own service is to
 * listen on.
 */
public final class FlowVerification {

  private static final int DEFAULT_ATTEMPTS = 3;
  private static final int AT_ONCE = 8;

  private final Duration timeout;
  private final int attempts;

  /** Waits {@link Probe#DEFAULT_TIMEOUT} and asks allowed flows and controls up to three times. */
  public FlowVerification() {
    this(Probe.DEFAULT_TIMEOUT, DEFAULT_ATTEMPTS);
  }

  /**
   * With its own patience.
   *
   * @param timeout how long a probe waits
   * @param attempts how often an allowed flow or a control is probed at most while there is no
   *     answer
   * @throws IllegalArgumentException if the timeout is not above zero or attempts is below 1
   */
  public FlowVerification(Duration timeout, int attempts) {
    this.timeout = Checks.positive("timeout", timeout);
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "%d attempts probe nothing, perhaps you should allow at least one".formatted(attempts));
    }
    this.attempts = attempts;
  }

  /**
   * Verifies one claim.
   *
   * @param claim what to verify
   * @return the finding
   */
  public Finding verify(FlowClaim claim) {
    return verify(List.of(claim)).get(0);
  }

  /**
   * Verifies claims with few round trips: one canary a target, one list of probes a vantage, the
   * same again for what is asked again.
   *
   * <p>Vantages and canary hosts are used from several threads, each of them from one at a time.
   *
   * @param claims what to verify
   * @return a finding for each claim, in their order
   */
  public List<Finding> verify(List<FlowClaim> claims) {
    if (claims.isEmpty()) {
      return List.of();
    }
    try (Listeners listeners = Listeners.open(wantedCanaries(claims))) {
      Map<Vantage, Map<Endpoint, Observation>> observed = probe(claims, listeners);
      List<Finding> findings = new ArrayList<>();
      for (FlowClaim claim : claims) {
        Observation observation = observed(observed, claim.vantage(), claim.endpoint());
        findings.add(
            new Judgement(
                    claim,
                    observation,
                    listeners.of(claim.target()),
                    outcomes(claim.vantageControls(), observed),
                    outcomes(claim.targetControls(), observed))
                .finding());
      }
      return findings;
    }
  }

  private static Map<Target, Map<Transport, PortSet>> wantedCanaries(List<FlowClaim> claims) {
    Map<Target, Map<Transport, PortSet>> wanted = new HashMap<>();
    for (FlowClaim claim : claims) {
      Target target = claim.target();
      if (target.canaries().isPresent()
          && !target.served(claim.transport()).contains(claim.port())) {
        wanted
            .computeIfAbsent(target, any -> new HashMap<>())
            .merge(claim.transport(), PortSet.of(claim.port()), PortSet::union);
      }
    }
    return wanted;
  }

  private Map<Vantage, Map<Endpoint, Observation>> probe(
      List<FlowClaim> claims, Listeners listeners) {
    Map<Vantage, Work> work = new LinkedHashMap<>();
    for (FlowClaim claim : claims) {
      Work ofVantage = work.computeIfAbsent(claim.vantage(), any -> new Work());
      ofVantage.endpoints.add(claim.endpoint());
      if (listeners.of(claim.target()).listens(claim.transport(), claim.port())) {
        ofVantage.banners.add(claim.endpoint());
      }
      if (claim.expectation() == Expectation.DENIED) {
        ofVantage.denied.add(claim.endpoint());
      }
      for (List<Control> controls : List.of(claim.vantageControls(), claim.targetControls())) {
        for (Control control : controls) {
          work.computeIfAbsent(control.vantage(), any -> new Work())
              .endpoints
              .add(control.endpoint());
        }
      }
    }
    List<Vantage> vantages = List.copyOf(work.keySet());
    List<Map<Endpoint, Observation>> results =
        InParallel.map(
            vantages, AT_ONCE, vantage -> probe(vantage, work.getOrDefault(vantage, new Work())));
    Map<Vantage, Map<Endpoint, Observation>> observed = new LinkedHashMap<>();
    for (int i = 0; i < vantages.size(); i++) {
      observed.put(vantages.get(i), results.get(i));
    }
    return observed;
  }

  private Map<Endpoint, Observation> probe(Vantage vantage, Work work) {
    Map<Endpoint, Observation> observed = new HashMap<>();
    List<Endpoint> open = List.copyOf(work.endpoints);
    for (int attempt = 0; attempt < attempts && !open.isEmpty(); attempt++) {
      List<Probe> probes =
          open.stream().map(e -> new Probe(e, timeout, work.banners.contains(e))).toList();
      List<Observation> answers = answers(vantage, probes);
      for (int i = 0; i < open.size(); i++) {
        observed.put(open.get(i), answers.get(i));
      }
      open =
          open.stream()
              .filter(e -> observed.get(e) instanceof Observation.Filtered)
              .filter(e -> !work.denied.contains(e))
              .toList();
    }
    return observed;
  }

  private static List<Observation> answers(Vantage vantage, List<Probe> probes) {
    String why;
    try {
      List<Observation> answers = vantage.probe(probes);
      if (answers.size() == probes.size()) {
        return answers;
      }
      why = "%d answers to %d probes".formatted(answers.size(), probes.size());
    } catch (RuntimeException e) {
      why = "probing failed: " + e;
    }
    Observation none = new Observation.NotObservable(why);
    return probes.stream().map(any -> none).toList();
  }

  private static Observation observed(
      Map<Vantage, Map<Endpoint, Observation>> observed, Vantage vantage, Endpoint endpoint) {
    return observed
        .getOrDefault(vantage, Map.of())
        .getOrDefault(endpoint, new Observation.NotObservable("not probed"));
  }

  private static List<Control.Outcome> outcomes(
      List<Control> controls, Map<Vantage, Map<Endpoint, Observation>> observed) {
    return controls.stream()
        .map(
            control ->
                new Control.Outcome(
                    control.vantage().name(),
                    control.endpoint(),
                    observed(observed, control.vantage(), control.endpoint())))
        .toList();
  }

  /** What one vantage has to probe. */
  private static final class Work {
    final Set<Endpoint> endpoints = new LinkedHashSet<>();
    final Set<Endpoint> banners = new LinkedHashSet<>();
    final Set<Endpoint> denied = new LinkedHashSet<>();
  }
}
