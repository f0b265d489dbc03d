package dev.groundtruth.network.contract;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of checking a contract against a network.
 *
 * @param missing what is required and does not arrive, or may not
 * @param excess what arrives, or may, and is not allowed
 * @param notUnderstood what of the network can carry traffic and was not understood
 * @param table who can send what to whom, tier by tier; the interfaces of no tier and the outside
 *     are rows of their own
 */
public record ContractReport(
    List<MissingFlow> missing,
    List<ExcessFlow> excess,
    Set<String> notUnderstood,
    ReachabilityTable table) {

  /**
   * Keeps copies of the collections.
   *
   * @param missing what is missing
   * @param excess what is in excess
   * @param notUnderstood what was not understood
   * @param table the matrix
   */
  public ContractReport {
    missing = List.copyOf(missing);
    excess = List.copyOf(excess);
    notUnderstood = Set.copyOf(notUnderstood);
  }

  /**
   * Whether the contract holds.
   *
   * @return violated if anything is certainly missing or in excess, unknown if anything may be
   */
  public Outcome outcome() {
    if (missing.stream().anyMatch(MissingFlow::isCertain)
        || excess.stream().anyMatch(ExcessFlow::isCertain)) {
      return Outcome.VIOLATED;
    }
    return missing.isEmpty() && excess.isEmpty() && notUnderstood.isEmpty()
        ? Outcome.HOLDS
        : Outcome.UNKNOWN;
  }

  /**
   * What the answer depends on.
   *
   * @return the attributes that are not known yet and the things that were not understood
   */
  public Set<String> unknowns() {
    Set<String> all = new TreeSet<>(notUnderstood);
    missing.forEach(flow -> all.addAll(flow.unknowns()));
    excess.forEach(flow -> all.addAll(flow.unknowns()));
    return all;
  }

  /** The outcome, then what is missing and in excess. */
  @Override
  public String toString() {
    Stream<String> lines =
        Stream.of(
                missing.stream().map(MissingFlow::toString),
                excess.stream().map(ExcessFlow::toString),
                notUnderstood.stream().sorted().map(subject -> "not understood: " + subject))
            .flatMap(each -> each);
    String head =
        switch (outcome()) {
          case HOLDS -> "the contract holds";
          case VIOLATED -> "the contract is violated";
          case UNKNOWN -> "whether the contract holds is not known yet";
        };
    return Stream.concat(Stream.of(head), lines).collect(Collectors.joining("\n"));
  }
}
