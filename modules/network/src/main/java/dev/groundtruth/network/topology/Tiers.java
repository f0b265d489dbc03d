package dev.groundtruth.network.topology;

import dev.groundtruth.network.analysis.Arrival;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.TrafficSummary;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A network's tiers and the flows between them, the internet among them. */
final class Tiers {

  static final String INTERNET = "internet";

  private Tiers() {}

  private record Likeness(NetworkInterface.Kind kind, Set<String> groups) {}

  /** The tiers by name; interfaces of NAT gateways are none. */
  static List<Tier> of(Network network) {
    Map<Likeness, List<NetworkInterface>> alike = new LinkedHashMap<>();
    network.interfaces().stream()
        .filter(each -> each.kind() != NetworkInterface.Kind.NAT_GATEWAY)
        .sorted(Comparator.comparing(each -> each.identity().key()))
        .forEach(
            each ->
                alike
                    .computeIfAbsent(
                        new Likeness(each.kind(), each.groups()), any -> new ArrayList<>())
                    .add(each));
    Set<String> used = new HashSet<>(Set.of(INTERNET));
    return alike.values().stream()
        .map(
            members -> {
              String name = name(members);
              String unique = name;
              for (int times = 2; !used.add(unique); times++) {
                unique = name + " (" + times + ")";
              }
              return new Tier(unique, members);
            })
        .toList();
  }

  /** What the members belong to, without index, or the first of them. */
  private static String name(List<NetworkInterface> members) {
    TreeSet<String> names = new TreeSet<>();
    for (NetworkInterface member : members) {
      String name =
          Optional.ofNullable(member.identity().tags().get("Name"))
              .or(() -> member.owner().stream().findFirst())
              .orElse(member.identity().key());
      names.add(name.replaceFirst("\\[[^\\]]*\\]$", ""));
    }
    return names.first() + (names.size() > 1 ? " and " + (names.size() - 1) + " alike" : "");
  }

  /** The flows between tiers, and between the internet and each. */
  static List<Flow> flows(Network network, List<Tier> tiers) {
    Reachability reachability = Reachability.of(network);
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    endpoints.put(INTERNET, Endpoint.internet());
    tiers.forEach(tier -> endpoints.put(tier.name(), Endpoint.of(tier.name(), tier.members())));
    List<Flow> flows = new ArrayList<>();
    endpoints.forEach(
        (from, sender) ->
            endpoints.forEach(
                (to, receiver) ->
                    flow(from, to, reachability.arrivals(sender, receiver)).ifPresent(flows::add)));
    return List.copyOf(flows);
  }

  private static Optional<Flow> flow(String from, String to, List<Arrival> arrivals) {
    TreeSet<String> certain = new TreeSet<>();
    TreeSet<String> possible = new TreeSet<>();
    TreeSet<String> open = new TreeSet<>();
    for (Arrival arrival : arrivals) {
      add(certain, arrival.certain());
      add(possible, arrival.possible());
      add(open, arrival.possible().minus(arrival.certain()));
    }
    if (certain.isEmpty()) {
      return possible.isEmpty()
          ? Optional.empty()
          : Optional.of(new Flow(from, to, String.join("; ", possible), false));
    }
    open.removeAll(certain);
    Stream<String> said = Stream.concat(certain.stream(), open.stream().map(text -> text + "?"));
    return Optional.of(new Flow(from, to, said.collect(Collectors.joining("; ")), true));
  }

  private static void add(Set<String> texts, PacketSet packets) {
    if (!packets.isEmpty()) {
      texts.add(TrafficSummary.of(packets));
    }
  }
}
