package dev.groundtruth.verification;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import java.util.List;

/**
 * Who can send, who can be sent to, and which rules are said to hold between them.
 *
 * @param securityGroups the rules that the target enforces, as read from their source
 * @param places where packets can be sent from: every tier, and places outside the stack
 * @param destinations where packets can be sent to: every tier, and one place outside
 */
public record Topology(
    SecurityGroups securityGroups, List<Place> places, List<Destination> destinations) {

  /**
   * One place and one destination.
   *
   * @param from where packets are sent from
   * @param to where they are sent to
   */
  public record Pair(Place from, Destination to) {

    /**
     * The ports that the contract permits on this pair.
     *
     * @param protocol the transport protocol
     * @return the ports; none when no route leads from the place into the stack's network
     */
    public PortSet permitted(Protocol protocol) {
      return from.routed()
          ? WordPressContract.permitted(from.tier(), to.tier(), protocol)
          : PortSet.NONE;
    }

    @Override
    public String toString() {
      return from.name() + " -> " + to.name();
    }
  }

  /** Copies the lists. */
  public Topology {
    places = List.copyOf(places);
    destinations = List.copyOf(destinations);
  }

  /**
   * Every place with every destination but itself, where at least one of them belongs to the stack:
   * what passes between two others is not the stack's business.
   *
   * @return the pairs
   */
  public List<Pair> pairs() {
    return places.stream()
        .flatMap(
            place ->
                destinations.stream()
                    .filter(destination -> !destination.name().equals(place.name()))
                    .filter(
                        destination ->
                            destination.tier() != WordPressContract.Tier.OUTSIDE
                                || place.tier() != WordPressContract.Tier.OUTSIDE)
                    .map(destination -> new Pair(place, destination)))
        .toList();
  }
}
