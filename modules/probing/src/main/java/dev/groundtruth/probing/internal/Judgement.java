package dev.groundtruth.probing.internal;

import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Expectation;
import dev.groundtruth.probing.Finding;
import dev.groundtruth.probing.Flow;
import dev.groundtruth.probing.FlowClaim;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what an observation means for a claim. */
public final class Judgement {

  private static final String NOBODY = "nobody known";

  private final FlowClaim claim;
  private final Flow flow;
  private final Observation observed;
  private final Listeners.OfTarget listeners;
  private final List<Control.Outcome> vantageControls;
  private final List<Control.Outcome> targetControls;
  private final boolean canaryListens;

  public Judgement(
      FlowClaim claim,
      Observation observed,
      Listeners.OfTarget listeners,
      List<Control.Outcome> vantageControls,
      List<Control.Outcome> targetControls) {
    this.claim = claim;
    this.flow = claim.flow();
    this.observed = observed;
    this.listeners = listeners;
    this.vantageControls = vantageControls;
    this.targetControls = targetControls;
    this.canaryListens = listeners.listens(flow.transport(), flow.port());
  }

  /** The verdict with its reasons. */
  public Finding finding() {
    if (observed instanceof Observation.Unresolved unresolved) {
      return notObservable(
          "%s could not be probed: the name `%s` has no address at %s%s; a name that does not resolve is not isolation: is `%s` started and on a network of %s?"
              .formatted(
                  flow,
                  claim.target().host(),
                  flow.from(),
                  Durations.inBrackets(unresolved.detail()),
                  flow.to(),
                  flow.from()));
    }
    if (observed instanceof Observation.NotObservable none) {
      return notObservable("%s could not be probed: %s".formatted(flow, none.why()));
    }
    return claim.expectation() == Expectation.ALLOWED ? allowed() : denied();
  }

  private Finding allowed() {
    if (observed instanceof Observation.Open) {
      if (canaryListens && !canaryAnswered()) {
        return notObservable(
            "%s should be allowed and was answered, but by %s: does `%s` lead to another host, or does a proxy answer in its place?"
                .formatted(flow, answerer(), claim.target().host()));
      }
      return finding(
          Verdict.AGREEMENT,
          "%s was answered by %s after %s, as the security groups allow"
              .formatted(flow, answerer(), latency()));
    }
    if (!vantageControls.isEmpty() && nonePassed(vantageControls)) {
      return notObservable(
          "%s should be allowed but was %s, and %s reached nothing else either [%s]: is %s connected to the network?"
              .formatted(
                  flow, observed.describe(), flow.from(), list(vantageControls), flow.from()));
    }
    if (observed instanceof Observation.Refused) {
      return disagreement(
          canaryListens
              ? "%s should be allowed by the security groups but was %s although the canary listens there: which rule or host on the way rejects it?"
                  .formatted(flow, observed.describe())
              : "%s should be allowed by the security groups but was %s: the packets reached the host and nobody listens there, is the service of `%s` running?"
                  .formatted(flow, observed.describe(), flow.to()));
    }
    if (observed instanceof Observation.Unroutable) {
      return disagreement(
          "%s should be allowed by the security groups but is %s: is `%s` running and on a network of %s?"
              .formatted(flow, observed.describe(), flow.to(), flow.from()));
    }
    String alsoSilent =
        !targetControls.isEmpty() && nonePassed(targetControls)
            ? ", and `%s` was not reached from anywhere else [%s]"
                .formatted(flow.to(), list(targetControls))
            : "";
    return disagreement(
        "%s should be allowed by the security groups but was %s%s: do both the egress rules of %s and the ingress rules of `%s` admit it, and is `%s` running?"
            .formatted(flow, observed.describe(), alsoSilent, flow.from(), flow.to(), flow.to()));
  }

  private Finding denied() {
    if (observed instanceof Observation.Open) {
      String next =
          canaryListens && !canaryAnswered()
              ? "does `%s` lead to another host, or does a proxy answer in its place?"
                  .formatted(claim.target().host())
              : rulesQuestion();
      return disagreement(
          "%s should be filtered by the security groups but was answered by %s after %s: %s"
              .formatted(flow, answerer(), latency(), next));
    }
    if (observed instanceof Observation.Refused) {
      return disagreement(
          canaryListens
              ? "%s should be filtered by the security groups but was %s although the canary listens there; security groups drop silently: which rule or host on the way rejects it?"
                  .formatted(flow, observed.describe())
              : "%s should be filtered by the security groups but was %s: the packets reached the host, and a closed port is not isolation: %s"
                  .formatted(flow, observed.describe(), rulesQuestion()));
    }
    List<String> doubts = doubts();
    if (!doubts.isEmpty()) {
      return notObservable(
          "%s was %s, which proves nothing: %s"
              .formatted(flow, observed.describe(), String.join("; ", doubts)));
    }
    return finding(
        Verdict.AGREEMENT,
        "%s is %s, as the security groups deny it: %s listens there [%s]"
            .formatted(
                flow,
                observed.describe(),
                listener(),
                list(
                    Stream.concat(vantageControls.stream(), targetControls.stream())
                        .filter(Control.Outcome::passed)
                        .toList())));
  }

  private List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    if (vantageControls.isEmpty()) {
      doubts.add(
          "no control shows that %s reaches anything, perhaps you should give the claim one"
              .formatted(flow.from()));
    } else if (nonePassed(vantageControls)) {
      doubts.add(
          "%s reached none of its controls [%s]: is it connected to the network?"
              .formatted(flow.from(), list(vantageControls)));
    }
    if (targetControls.isEmpty()) {
      doubts.add(
          "no control shows that `%s` is reached by anybody, perhaps you should give the claim one"
              .formatted(flow.to()));
    } else if (nonePassed(targetControls)) {
      doubts.add(
          "`%s` was not reached by those who may reach it [%s]: is it running?"
              .formatted(flow.to(), list(targetControls)));
    }
    if (listener().equals(NOBODY)) {
      doubts.add(
          "nobody is known to listen on %s/%d of `%s`%s"
              .formatted(
                  flow.transport(),
                  flow.port(),
                  flow.to(),
                  listeners.whyNot().isEmpty() ? "" : ", " + listeners.whyNot()));
    }
    return doubts;
  }

  private String rulesQuestion() {
    return "is the rule set of `%s` loaded, or does another rule admit it?".formatted(flow.to());
  }

  private boolean canaryAnswered() {
    return canaryListens
        && observed instanceof Observation.Open open
        && listeners.greeting().filter(open.banner().strip()::equals).isPresent();
  }

  private String answerer() {
    if (!canaryListens || !(observed instanceof Observation.Open open)) {
      return "the service listening there";
    }
    if (canaryAnswered()) {
      return "the canary listening there";
    }
    return open.banner().isBlank()
        ? "something that is not the canary listening there (it said nothing)"
        : "something that is not the canary listening there (it said \"%s\")"
            .formatted(open.banner().strip());
  }

  private String listener() {
    if (canaryListens) {
      return "the canary";
    }
    boolean reachedByControl =
        targetControls.stream()
            .anyMatch(control -> control.passed() && control.endpoint().equals(claim.endpoint()));
    if (reachedByControl || listeners.busy(flow.transport(), flow.port())) {
      return "the service";
    }
    return NOBODY;
  }

  private String latency() {
    return observed instanceof Observation.Open open ? Durations.text(open.latency()) : "";
  }

  private static boolean nonePassed(List<Control.Outcome> controls) {
    return controls.stream().noneMatch(Control.Outcome::passed);
  }

  private static String list(List<Control.Outcome> controls) {
    return controls.stream().map(Control.Outcome::toString).collect(Collectors.joining(", "));
  }

  private Finding disagreement(String sentence) {
    return finding(Verdict.MODEL_VS_WIRE, sentence);
  }

  private Finding notObservable(String sentence) {
    return finding(Verdict.NOT_OBSERVABLE, sentence);
  }

  private Finding finding(Verdict verdict, String sentence) {
    return new Finding(
        flow,
        verdict,
        claim.expectation(),
        observed,
        Stream.concat(vantageControls.stream(), targetControls.stream()).toList(),
        listener(),
        sentence);
  }
}
