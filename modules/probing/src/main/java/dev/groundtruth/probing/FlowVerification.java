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
    throw new UnsupportedOperationException("being written: " + claims.size());
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
