package dev.groundtruth.probing;

import java.util.List;

/**
 * A place packets can be sent from: a container, an ECS task, an EC2 instance, this JVM.
 *
 * <p>An implementation sends all probes of a list in one go, because the way to the place is what
 * costs time. {@link ProbeScript} speaks with the {@code probe} program of the sidecar image.
 */
public interface Vantage {

  /**
   * What this place is called in flows and reports.
   *
   * @return the name, such as {@code web-a}
   */
  String name();

  /**
   * Sends the probes and waits for all of them.
   *
   * <p>A failure to probe is an observation, {@link Observation.NotObservable}, not an exception.
   *
   * @param probes what to probe; may be many and may be none
   * @return one observation for each probe, in their order
   */
  List<Observation> probe(List<Probe> probes);
}
