package dev.groundtruth.network.contract;

import dev.groundtruth.network.SourceLocation;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of a contract: who may talk to whom on what.
 *
 * @param from the name of a tier, {@code internet} or {@code outside}
 * @param to the name of a tier, {@code internet} or {@code outside}
 * @param traffic the traffic, at least one match
 * @param isRequired whether every packet of it must arrive; if not, it merely may
 * @param reason why it is allowed; empty if nobody said
 * @param location where it is written, if it is in a file
 */
public record Flow(
    String from,
    String to,
    List<TrafficMatch> traffic,
    boolean isRequired,
    String reason,
    Optional<SourceLocation> location) {

  /**
   * Keeps a copy of the list.
   *
   * @param from who may talk
   * @param to to whom
   * @param traffic on what
   * @param isRequired whether it must arrive
   * @param reason why it is allowed
   * @param location where it is written
   */
  public Flow {
    traffic = List.copyOf(traffic);
  }

  /** For example {@code web -> database: tcp 3306}. */
  @Override
  public String toString() {
    return traffic.stream()
        .map(TrafficMatch::toString)
        .collect(Collectors.joining(", ", from + " -> " + to + ": ", ""));
  }
}
