package dev.groundtruth.probing;

import java.util.List;

/** Compares what is claimed about flows with what packets say. */
public final class FlowVerification {

  /**
   * Verifies claims with few round trips: one canary a target, one list of probes a vantage.
   *
   * @param claims what to verify
   * @return a finding for each claim, in their order
   */
  public List<Finding> verify(List<FlowClaim> claims) {
    return claims.stream()
        .map(
            claim ->
                new Finding(
                    claim.flow(),
                    Verdict.NOT_OBSERVABLE,
                    claim.expectation(),
                    new Observation.NotObservable("not verified yet"),
                    List.of(),
                    "",
                    "not verified yet"))
        .toList();
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
}
