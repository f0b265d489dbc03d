package dev.groundtruth.network.contract;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a network must let through, and nothing else. Whatever no flow allows is forbidden: between
 * tiers, within a tier, to and from interfaces that are in no tier, and to and from all addresses
 * outside.
 *
 * <pre>{@code
 * NetworkContract contract =
 *     NetworkContract.builder()
 *         .tier("load balancer", "aws_lb.this")
 *         .tier("web", "aws_ecs_service.wordpress")
 *         .tier("database", "aws_instance.database")
 *         .allowTcp("internet", "load balancer", 80, 443)
 *         .allowTcp("load balancer", "web", 80)
 *         .allowTcp("web", "database", 3306)
 *         .allowTcp("web", "outside", 443)
 *         .allowTcp("database", "outside", 443)
 *         .build();
 * contract.check(network).outcome(); // HOLDS, VIOLATED or UNKNOWN
 * }</pre>
 *
 * <p>The last two lines say {@code outside}, not {@code internet}: a rule that lets out to
 * 0.0.0.0/0 lets out to the stack's own addresses as well, the load balancer's among them. {@code
 * outside} allows the traffic to every address there is, and requires it to the internet only.
 * {@code elsewhere} does the same but for the addresses of the network's own VPCs, so that what
 * such a rule lets out to has to be named.
 *
 * @param tiers the tiers, each name once
 * @param flows who may talk to whom on what
 */
public record NetworkContract(List<Tier> tiers, List<Flow> flows) {

  /** What a flow may name without a tier of that name. */
  static final Set<String> GIVEN =
      Set.of(EndpointExpression.INTERNET, EndpointExpression.OUTSIDE, EndpointExpression.ELSEWHERE);

  /**
   * Checks that each name means something.
   *
   * @param tiers the tiers
   * @param flows who may talk to whom on what
   * @throws IllegalArgumentException if there is no tier, two have one name, or a flow names one
   *     that is not there
   */
  public NetworkContract {
    tiers = List.copyOf(tiers);
    flows = List.copyOf(flows);
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException(
          "A contract without tiers holds of nothing, perhaps you should name at least one tier");
    }
    for (Tier tier : tiers) {
      if (GIVEN.contains(tier.name())) {
        throw new IllegalArgumentException(
            "\"%s\" means the same in every contract, perhaps you should rename the tier"
                .formatted(tier.name()));
      }
      if (tiers.stream().filter(each -> each.name().equals(tier.name())).count() > 1) {
        throw new IllegalArgumentException(
            "Two tiers are called \"%s\", perhaps you should name both expressions in one tier"
                .formatted(tier.name()));
      }
      if (tier.expressions().isEmpty()) {
        throw new IllegalArgumentException(
            "Nothing is in tier \"%s\", perhaps you should name a resource address"
                .formatted(tier.name()));
      }
    }
    Set<String> names = tiers.stream().map(Tier::name).collect(Collectors.toSet());
    for (Flow flow : flows) {
      for (String side : List.of(flow.from(), flow.to())) {
        if (!names.contains(side) && !GIVEN.contains(side)) {
          throw new IllegalArgumentException(
              "There is no tier \"%s\", perhaps you should name one of %s"
                  .formatted(
                      side, tiers.stream().map(Tier::name).collect(Collectors.joining(", "))));
        }
      }
      if (flow.traffic().isEmpty()) {
        throw new IllegalArgumentException(
            "The flow from %s to %s has no traffic, perhaps you should name a protocol and ports"
                .formatted(flow.from(), flow.to()));
      }
    }
  }

  /**
   * A contract to be written in Java.
   *
   * @return a builder of a contract that allows nothing yet
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Checks the contract against a network, for every address and port.
   *
   * @param network the network
   * @return what is missing, what is in excess, and what depends on attributes not known yet
   * @throws IllegalArgumentException if a tier means nothing in the network
   */
  public ContractReport check(Network network) {
    return new ContractCheck(this, network).report();
  }

  /** Writes a contract. */
  public static final class Builder {

    private final List<Tier> tiers = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();

    private Builder() {}

    /**
     * Names a tier.
     *
     * @param name the name
     * @param expressions what belongs to it, see {@link EndpointExpression}
     * @return this
     */
    public Builder tier(String name, String... expressions) {
      tiers.add(new Tier(name, List.of(expressions), Optional.empty()));
      return this;
    }

    /**
     * Allows traffic, every packet of which must arrive.
     *
     * @param from who may talk: the name of a tier, {@code internet} or {@code outside}
     * @param to to whom
     * @param traffic on what, at least one match
     * @return this
     */
    public Builder allow(String from, String to, TrafficMatch... traffic) {
      return flow(from, to, true, List.of(traffic));
    }

    /**
     * Allows TCP to some ports, every packet of which must arrive.
     *
     * @param from who may talk
     * @param to to whom
     * @param ports the ports
     * @return this
     */
    public Builder allowTcp(String from, String to, int... ports) {
      return flow(
          from,
          to,
          true,
          Arrays.stream(ports)
              .mapToObj(port -> TrafficMatch.of(Protocol.TCP, PortRange.of(port)))
              .toList());
    }

    /**
     * Allows traffic that may arrive but need not.
     *
     * @param from who may talk
     * @param to to whom
     * @param traffic on what, at least one match
     * @return this
     */
    public Builder tolerate(String from, String to, TrafficMatch... traffic) {
      return flow(from, to, false, List.of(traffic));
    }

    private Builder flow(String from, String to, boolean isRequired, List<TrafficMatch> traffic) {
      flows.add(new Flow(from, to, traffic, isRequired, "", Optional.empty()));
      return this;
    }

    /**
     * The contract.
     *
     * @return the contract
     * @throws IllegalArgumentException if there is no tier, two have one name, or a flow names one
     *     that is not there
     */
    public NetworkContract build() {
      return new NetworkContract(tiers, flows);
    }
  }
}
