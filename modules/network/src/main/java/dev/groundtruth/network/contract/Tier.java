package dev.groundtruth.network.contract;

import dev.groundtruth.network.SourceLocation;
import java.util.List;
import java.util.Optional;

/**
 * A part of the network that a contract speaks of by a name.
 *
 * @param name the name
 * @param expressions what belongs to it, as {@link
 *     dev.groundtruth.network.analysis.EndpointExpression} reads it; at least one
 * @param location where it is written, if it is in a file
 */
public record Tier(String name, List<String> expressions, Optional<SourceLocation> location) {

  /**
   * Keeps a copy of the list.
   *
   * @param name the name
   * @param expressions what belongs to it
   * @param location where it is written
   */
  public Tier {
    expressions = List.copyOf(expressions);
  }
}
