package dev.groundtruth.provisioning.terraform;

import java.util.HashSet;
import java.util.Set;

/**
 * A command to run.
 *
 * @param phase what limits its time and its retries
 * @param arguments its arguments
 * @param successCodes the exit codes that are no failure
 * @param features what it needs that not every version has
 * @param streams whether its standard output is a stream of events
 * @param secretOutput whether its standard output shows sensitive values, so that its log is
 *     removed
 */
record Invocation(
    Phase phase,
    Arguments arguments,
    Set<Integer> successCodes,
    Set<Feature> features,
    boolean streams,
    boolean secretOutput) {

  Invocation {
    successCodes = Set.copyOf(successCodes);
    features = Set.copyOf(features);
  }

  static Invocation of(Phase phase, String... words) {
    return new Invocation(phase, Arguments.of(words), Set.of(0), Set.of(), false, false);
  }

  Invocation with(Arguments more) {
    return new Invocation(
        phase, arguments.and(more), successCodes, features, streams, secretOutput);
  }

  Invocation succeedingWith(Integer... codes) {
    return new Invocation(phase, arguments, Set.of(codes), features, streams, secretOutput);
  }

  Invocation needing(Set<Feature> more) {
    Set<Feature> all = new HashSet<>(features);
    all.addAll(more);
    return new Invocation(phase, arguments, successCodes, all, streams, secretOutput);
  }

  /** With {@code -json}, as a stream of events. */
  Invocation streaming(Feature feature) {
    return new Invocation(phase, arguments.and("-json"), successCodes, features, true, secretOutput)
        .needing(Set.of(feature));
  }

  Invocation showingSecrets() {
    return new Invocation(phase, arguments, successCodes, features, streams, true);
  }
}
