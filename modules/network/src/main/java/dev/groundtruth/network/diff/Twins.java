package dev.groundtruth.network.diff;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import dev.groundtruth.network.model.VpcEndpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What of one network is the same thing in the other one: what has one name in both, or else, as
 * where a plan knows no ids yet, what stands in the same place.
 */
final class Twins {

  private final Side here;
  private final Side there;
  private final Map<String, Optional<Vpc>> vpcs = new HashMap<>();

  /**
   * The twins of one network.
   *
   * @param here the network that is asked about
   * @param there the other one
   */
  Twins(Side here, Side there) {
    this.here = here;
    this.there = there;
  }

  Side here() {
    return here;
  }

  Side there() {
    return there;
  }

  /** What has the same key, AWS id or Terraform address. */
  static <T> Optional<T> named(List<T> others, Function<T, Identity> identity, Identity mine) {
    return Side.find(others, identity, mine.key())
        .or(() -> first(others, other -> isOne(identity.apply(other).id(), mine.id())))
        .or(() -> first(others, other -> isOne(identity.apply(other).address(), mine.address())));
  }

  private static boolean isOne(Optional<String> name, Optional<String> other) {
    return name.isPresent() && name.equals(other);
  }

  private static <T> Optional<T> first(List<T> things, Predicate<T> isWanted) {
    return things.stream().filter(isWanted).findFirst();
  }

  private Optional<Vpc> vpc(String key) {
    return vpcs.computeIfAbsent(key, this::found);
  }

  /** The VPC that the interfaces of this one are in, else the only one of the same blocks. */
  private Optional<Vpc> found(String key) {
    List<Vpc> others = there.network().vpcs();
    return Side.find(here.network().vpcs(), Vpc::identity, key)
        .flatMap(
            mine ->
                named(others, Vpc::identity, mine.identity())
                    .or(() -> only(peopled(key)))
                    .or(
                        () ->
                            only(
                                others.stream()
                                    .filter(other -> isAlike(mine.cidrs(), other.cidrs()))
                                    .toList())));
  }

  private static boolean isAlike(List<Maybe<Cidr>> mine, List<Maybe<Cidr>> others) {
    return Side.blocks(mine).equals(Side.blocks(others));
  }

  private static <T> Optional<T> only(List<T> things) {
    return things.size() == 1 ? Optional.of(things.get(0)) : Optional.empty();
  }

  /** Where the interfaces of a VPC are. */
  private List<Vpc> peopled(String key) {
    Set<String> vpcs =
        here.network().interfaces().stream()
            .filter(each -> vpcs(here, each).contains(key))
            .flatMap(each -> there.interfaces(here.nameOf(each)).stream())
            .flatMap(each -> vpcs(there, each).stream())
            .collect(Collectors.toSet());
    return there.network().vpcs().stream()
        .filter(vpc -> vpcs.contains(vpc.identity().key()))
        .toList();
  }

  private static Set<String> vpcs(Side side, NetworkInterface each) {
    return each.subnets().stream()
        .flatMap(subnet -> Side.find(side.network().subnets(), Subnet::identity, subnet).stream())
        .map(Subnet::vpc)
        .collect(Collectors.toSet());
  }

  /** The key of the VPC over there; the same if that does not show it. */
  String vpcKey(String key) {
    return vpc(key).map(vpc -> vpc.identity().key()).orElse(key);
  }

  /** What has the same name over there, or else is the first in its place. */
  private <T> Optional<T> twin(
      Function<Network, List<T>> things,
      Function<T, Identity> identity,
      String key,
      BiPredicate<T, T> isInPlaceOf) {
    List<T> others = things.apply(there.network());
    return Side.find(things.apply(here.network()), identity, key)
        .flatMap(
            mine ->
                named(others, identity, identity.apply(mine))
                    .or(() -> first(others, other -> isInPlaceOf.test(mine, other))));
  }

  /** The subnet of the same blocks in the same VPC. */
  Optional<Subnet> subnet(String key) {
    return twin(
        Network::subnets,
        Subnet::identity,
        key,
        (mine, other) ->
            other.vpc().equals(vpcKey(mine.vpc())) && isAlike(mine.cidrs(), other.cidrs()));
  }

  String subnetKey(String key) {
    return subnet(key).map(subnet -> subnet.identity().key()).orElse(key);
  }

  /**
   * A NAT gateway in the same subnet; another one of its kind at the same VPC, else the only one
   * that is at none.
   */
  Optional<Gateway> gateway(String key) {
    List<Gateway> others = there.network().gateways();
    return Side.find(here.network().gateways(), Gateway::identity, key)
        .flatMap(
            mine ->
                named(others, Gateway::identity, mine.identity())
                    .or(() -> first(others, other -> isInPlaceOf(mine, other)))
                    .or(
                        () ->
                            only(
                                others.stream()
                                    .filter(other -> other.kind() == mine.kind())
                                    .filter(other -> !isNat(other) && other.vpc().isEmpty())
                                    .toList())));
  }

  private boolean isInPlaceOf(Gateway mine, Gateway other) {
    return isNat(mine)
        ? isNat(other) && isOne(other.subnet(), mine.subnet().map(this::subnetKey))
        : other.kind() == mine.kind() && isOne(other.vpc(), mine.vpc().map(this::vpcKey));
  }

  private static boolean isNat(Gateway gateway) {
    return gateway.kind() == Gateway.Kind.PUBLIC_NAT || gateway.kind() == Gateway.Kind.PRIVATE_NAT;
  }

  String gatewayKey(String key) {
    return gateway(key).map(gateway -> gateway.identity().key()).orElse(key);
  }

  /** The peering of the same VPCs. */
  Optional<Peering> peering(String key) {
    return twin(
        Network::peerings,
        Peering::identity,
        key,
        (mine, other) ->
            other.requester().equals(vpcKey(mine.requester()))
                && other.accepter().equals(vpcKey(mine.accepter())));
  }

  String peeringKey(String key) {
    return peering(key).map(peering -> peering.identity().key()).orElse(key);
  }

  /** The endpoint of the same service in the same VPC. */
  String endpointKey(String key) {
    return twin(
            Network::endpoints,
            VpcEndpoint::identity,
            key,
            (mine, other) ->
                other.vpc().equals(vpcKey(mine.vpc())) && other.service().equals(mine.service()))
        .map(endpoint -> endpoint.identity().key())
        .orElse(key);
  }

  /** The list of the same name. */
  String prefixListKey(String key) {
    return twin(
            Network::prefixLists,
            PrefixList::identity,
            key,
            (mine, other) -> !mine.name().isEmpty() && mine.name().equals(other.name()))
        .map(list -> list.identity().key())
        .orElse(key);
  }

  String interfaceKey(String key) {
    return Side.find(here.network().interfaces(), NetworkInterface::identity, key)
        .flatMap(mine -> there.interfaces(here.nameOf(mine)).stream().findFirst())
        .map(other -> other.identity().key())
        .orElse(key);
  }
}
