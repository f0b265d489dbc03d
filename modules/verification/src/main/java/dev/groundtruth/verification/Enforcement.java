package dev.groundtruth.verification;

import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.CanaryHost;
import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Probe;
import dev.groundtruth.probing.Transport;
import dev.groundtruth.probing.Vantage;
import java.util.List;

/** Whether security groups are enforced, found out by trying. */
public final class Enforcement {

  /** Where the canary listens that nobody but its own host may hear. */
  private static final int DENIED_TO_ALL = 3307;

  private Enforcement() {}

  /**
   * Opens a listener where no rule admits anybody, hears it from its own host, and tries to hear it
   * from a stranger.
   *
   * @param stranger a place that no security group knows
   * @param database the database's place
   * @param canaries opens the listener there
   * @param address the database's address
   * @return what came out
   */
  public static CapabilityMeasurement measure(
      Vantage stranger, Vantage database, CanaryHost canaries, String address) {
    try (Canary canary = canaries.open(PortSet.of(DENIED_TO_ALL), PortSet.NONE)) {
      if (!canary.listening(Transport.TCP).contains(DENIED_TO_ALL)) {
        return CapabilityMeasurement.missing(
            "no canary could be opened on database tcp/" + DENIED_TO_ALL);
      }
      Observation inside = heard(database, "127.0.0.1");
      Observation outside = heard(stranger, address);
      String seen =
          "a listener on database tcp/%d, which no rule admits anybody to, was heard from its own host (%s) and from a stranger on its network: %s"
              .formatted(DENIED_TO_ALL, inside.describe(), outside.describe());
      return inside instanceof Observation.Open && outside instanceof Observation.Filtered
          ? CapabilityMeasurement.present(seen)
          : CapabilityMeasurement.missing(seen);
    }
  }

  private static Observation heard(Vantage vantage, String host) {
    return vantage.probe(List.of(Probe.of(Endpoint.tcp(host, DENIED_TO_ALL)))).get(0);
  }
}
