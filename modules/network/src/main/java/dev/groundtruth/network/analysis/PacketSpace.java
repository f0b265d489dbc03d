package dev.groundtruth.network.analysis;

import dev.groundtruth.network.model.TrafficMatch;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * All packets between some sources and some destinations, cut into cells: traffic atom x source
 * atom x destination atom. No rule by which it was cut tells two packets of one cell apart.
 */
final class PacketSpace {

  private final TrafficAxis traffic;
  private final AddressAxis sources;
  private final AddressAxis destinations;

  PacketSpace(TrafficAxis traffic, AddressAxis sources, AddressAxis destinations) {
    this.traffic = traffic;
    this.sources = sources;
    this.destinations = destinations;
  }

  static PacketSpace of(
      AddressSet sources,
      AddressSet destinations,
      Collection<TrafficMatch> matches,
      Collection<AddressSet> sourceCuts,
      Collection<AddressSet> destinationCuts) {
    return new PacketSpace(
        new TrafficAxis(matches),
        AddressAxis.of(sources, sourceCuts),
        AddressAxis.of(destinations, destinationCuts));
  }

  /** The packets of both, in cells that are parts of those of both. */
  PacketSpace refinedBy(PacketSpace other) {
    return along(
        traffic.refinedBy(other.traffic),
        sources.refinedBy(other.sources),
        destinations.refinedBy(other.destinations));
  }

  /** The same packets, in cells that are parts of those of both. */
  PacketSpace cutBy(PacketSpace other) {
    return along(
        traffic.refinedBy(other.traffic),
        sources.cutBy(other.sources),
        destinations.cutBy(other.destinations));
  }

  /** This space if these are its axes: then cells need not be looked for. */
  private PacketSpace along(TrafficAxis some, AddressAxis from, AddressAxis to) {
    boolean same = some == traffic && from == sources && to == destinations;
    return same ? this : new PacketSpace(some, from, to);
  }

  TrafficAxis traffic() {
    return traffic;
  }

  AddressAxis sources() {
    return sources;
  }

  AddressAxis destinations() {
    return destinations;
  }

  int cell(int trafficAtom, int source, int destination) {
    return (trafficAtom * sources.size() + source) * destinations.size() + destination;
  }

  int trafficOf(int cell) {
    return cell / destinations.size() / sources.size();
  }

  int sourceOf(int cell) {
    return cell / destinations.size() % sources.size();
  }

  int destinationOf(int cell) {
    return cell % destinations.size();
  }

  /**
   * Whether there are packets in a cell: both addresses of one IP version that carries the traffic.
   */
  boolean exists(int trafficAtom, int source, int destination) {
    boolean ipv4 = sources.isIpv4(source);
    return ipv4 == destinations.isIpv4(destination)
        && traffic.atoms().get(trafficAtom).isCarriedBy(ipv4)
        && !isOneAddress(source, destination);
  }

  private boolean isOneAddress(int source, int destination) {
    AddressSet from = sources.atoms().get(source);
    return from.isSingle() && from.equals(destinations.atoms().get(destination));
  }

  BitSet all() {
    BitSet all = new BitSet();
    for (int t = 0; t < traffic.size(); t++) {
      for (int s = 0; s < sources.size(); s++) {
        for (int d = 0; d < destinations.size(); d++) {
          all.set(cell(t, s, d), exists(t, s, d));
        }
      }
    }
    return all;
  }

  Packet representative(int cell) {
    AddressSet from = sources.atoms().get(sourceOf(cell));
    AddressSet to = destinations.atoms().get(destinationOf(cell));
    InetAddress source = from.first();
    if (source.equals(to.first())) {
      if (to.isSingle()) {
        source = from.minus(to).first();
      } else {
        to = to.minus(AddressSet.ofAddresses(List.of(source)));
      }
    }
    return new Packet(source, to.first(), traffic.atoms().get(trafficOf(cell)).representative());
  }
}
