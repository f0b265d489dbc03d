package dev.groundtruth.network.contract;

import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Blocker;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Passage;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Witness;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks one contract against one network. Interfaces are told apart by the tiers they are in, so
 * that each pair is asked about once; what is outside is all addresses of no VPC.
 */
final class ContractCheck {

  private static final String NO_TIER = "(in no tier)";

  private final NetworkContract contract;
  private final Network network;
  private final Reachability reachability;
  private final Map<String, List<NetworkInterface>> interfaces = new LinkedHashMap<>();
  private final Map<String, AddressSet> addresses = new LinkedHashMap<>();
  private final AddressSet inside;

  ContractCheck(NetworkContract contract, Network network) {
    this.contract = contract;
    this.network = network;
    reachability = Reachability.of(network);
    inside =
        AddressSet.ofBlocks(
            network.vpcs().stream()
                .flatMap(vpc -> vpc.cidrs().stream())
                .flatMap(cidr -> cidr.known().stream())
                .toList());
    resolve();
  }

  private void resolve() {
    // A NAT gateway leads from IPv6 to the IPv4 addresses of the internet as well.
    addresses.put(EndpointExpression.INTERNET, AddressSet.INTERNET.union(AddressSet.NAT64));
    addresses.put(EndpointExpression.OUTSIDE, AddressSet.ALL);
    addresses.put(EndpointExpression.ELSEWHERE, AddressSet.ALL.minus(inside));
    List<String> faults = new ArrayList<>();
    for (Tier tier : contract.tiers()) {
      TierMembers members =
          TierMembers.of(
              network,
              tier,
              fault ->
                  faults.add(
                      tier.location().map(place -> place + ": ").orElse("")
                          + "tier \"%s\": %s".formatted(tier.name(), fault.getMessage())));
      interfaces.put(tier.name(), members.interfaces());
      addresses.put(tier.name(), members.blocks());
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
  }

  private static AddressSet addressesOf(List<NetworkInterface> some) {
    return AddressSet.ofAddresses(
        some.stream().flatMap(each -> each.addresses().stream()).toList());
  }

  ContractReport report() {
    List<Side> sides = sides();
    List<ExcessFlow> excess = new ArrayList<>();
    List<ReachabilityTable.Cell> cells = new ArrayList<>();
    for (Side from : sides) {
      for (Side to : sides) {
        if (from.isAddresses() && to.isAddresses()) {
          continue;
        }
        List<Passage> passages = reachability.passages(from.endpoint(), to.endpoint());
        cells.add(ReachabilityTable.Cell.of(from.name(), to.name(), passages));
        PacketSet permitted = permitted(from, to);
        excess.addAll(excess(from, to, passages, permitted));
      }
    }
    List<MissingFlow> missing = new ArrayList<>();
    for (Flow flow : contract.flows()) {
      if (flow.isRequired()) {
        missing.addAll(missing(flow));
      }
    }
    Set<String> notUnderstood =
        network.remarks().stream()
            .filter(remark -> remark.kind() == Remark.Kind.NOT_UNDERSTOOD)
            .map(Remark::subject)
            .collect(Collectors.toCollection(TreeSet::new));
    return new ContractReport(
        missing,
        excess,
        notUnderstood,
        new ReachabilityTable(sides.stream().map(Side::name).toList(), cells));
  }

  // --- sides: interfaces of the same tiers, or addresses ---

  private record Side(Set<String> tiers, Endpoint endpoint) {

    String name() {
      return endpoint.name();
    }

    boolean isAddresses() {
      return endpoint instanceof Endpoint.Addresses;
    }
  }

  private List<Side> sides() {
    Map<Set<String>, List<NetworkInterface>> byTiers = new LinkedHashMap<>();
    Map<NetworkInterface, Set<String>> tiersOf = new LinkedHashMap<>();
    interfaces.forEach(
        (tier, members) ->
            members.forEach(
                each -> tiersOf.computeIfAbsent(each, any -> new LinkedHashSet<>()).add(tier)));
    for (NetworkInterface each : network.interfaces()) {
      Set<String> tiers = tiersOf.getOrDefault(each, Set.of());
      if (!tiers.isEmpty() || each.kind() != NetworkInterface.Kind.NAT_GATEWAY) {
        byTiers.computeIfAbsent(tiers, any -> new ArrayList<>()).add(each);
      }
    }
    List<Side> sides = new ArrayList<>();
    AddressSet outside = AddressSet.ALL.minus(inside);
    sides.add(new Side(Set.of(), new Endpoint.Addresses(EndpointExpression.OUTSIDE, outside)));
    AddressSet taken = addressesOf(network.interfaces());
    for (Tier tier : contract.tiers()) {
      AddressSet blocks = addressesOf(tier.name());
      AddressSet unused = blocks.minus(taken);
      AddressSet here = unused.intersection(inside);
      if (!here.isEmpty()) {
        sides.add(new Side(Set.of(), new Endpoint.Addresses(tier.name(), here)));
      }
    }
    byTiers.forEach(
        (tiers, members) ->
            sides.add(
                new Side(
                    tiers,
                    Endpoint.of(
                        tiers.isEmpty() ? NO_TIER : String.join(" and ", tiers), members))));
    return sides;
  }

  private AddressSet addressesOf(String tier) {
    return addresses.getOrDefault(tier, AddressSet.NONE);
  }

  // --- excess ---

  private PacketSet permitted(Side from, Side to) {
    PacketSet permitted = PacketSet.none();
    for (Flow flow : contract.flows()) {
      AddressSet sources = meant(flow.from(), from);
      AddressSet destinations = meant(flow.to(), to);
      if (!sources.isEmpty() && !destinations.isEmpty()) {
        for (TrafficMatch match : flow.traffic()) {
          permitted = permitted.union(PacketSet.of(sources, destinations, match));
        }
      }
    }
    return permitted;
  }

  /** The addresses of a side that a line means by a name. */
  private AddressSet meant(String name, Side side) {
    if (name.equals(EndpointExpression.ELSEWHERE) && !side.isAddresses()) {
      // An interface is of the network, whatever address it gets.
      return AddressSet.NONE;
    }
    return side.tiers().contains(name) ? AddressSet.ALL : addressesOf(name);
  }

  /** One of what certainly arrives and one of what may, however many subnets there are. */
  private static List<ExcessFlow> excess(
      Side from, Side to, List<Passage> passages, PacketSet permitted) {
    PacketSet certain = PacketSet.none();
    Optional<Witness> arriving = Optional.empty();
    for (Passage passage : passages) {
      PacketSet own = passage.certain().minus(permitted);
      if (arriving.isEmpty()) {
        arriving = own.witness().map(passage::witness);
      }
      certain = certain.union(own);
    }
    PacketSet open = PacketSet.none();
    Optional<Witness> candidate = Optional.empty();
    Set<String> unknowns = new TreeSet<>();
    for (Passage passage : passages) {
      PacketSet own = passage.possible().minus(permitted).minus(passage.certain());
      if (own.isEmpty()) {
        continue;
      }
      if (candidate.isEmpty()) {
        candidate = own.witness().map(passage::witness);
      }
      unknowns.addAll(unknowns(passage, own));
      open = open.union(own);
    }
    List<ExcessFlow> excess = new ArrayList<>();
    if (arriving.isPresent()) {
      excess.add(new ExcessFlow(from.name(), to.name(), certain, arriving.get(), Set.of()));
    }
    if (candidate.isPresent()) {
      excess.add(new ExcessFlow(from.name(), to.name(), open, candidate.get(), unknowns));
    }
    return excess;
  }

  // --- missing ---

  private List<MissingFlow> missing(Flow flow) {
    List<MissingFlow> missing = new ArrayList<>();
    for (Endpoint from : required(flow.from())) {
      for (Endpoint to : required(flow.to())) {
        for (Passage passage : reachability.passages(from, to)) {
          if (!passage.isToBeExpected()) {
            continue;
          }
          missing(flow, passage).forEach(each -> add(missing, each));
        }
      }
    }
    return missing;
  }

  /** What lacks between the same two in several subnets is one. */
  private static void add(List<MissingFlow> missing, MissingFlow more) {
    for (int at = 0; at < missing.size(); at++) {
      MissingFlow each = missing.get(at);
      if (each.from().equals(more.from())
          && each.to().equals(more.to())
          && each.isCertain() == more.isCertain()) {
        Set<Blocker> blockers = new LinkedHashSet<>(each.blockers());
        blockers.addAll(more.blockers());
        Set<String> unknowns = new TreeSet<>(each.unknowns());
        unknowns.addAll(more.unknowns());
        missing.set(
            at,
            new MissingFlow(
                each.flow(),
                each.from(),
                each.to(),
                each.packets().union(more.packets()),
                List.copyOf(blockers),
                unknowns));
        return;
      }
    }
    missing.add(more);
  }

  /** What is outside is required of the internet only: nothing leads to other networks. */
  private List<Endpoint> required(String name) {
    if (NetworkContract.GIVEN.contains(name)) {
      return List.of(
          new Endpoint.Addresses(EndpointExpression.INTERNET, AddressSet.INTERNET.minus(inside)));
    }
    List<Endpoint> endpoints = new ArrayList<>();
    List<NetworkInterface> members = interfaces.getOrDefault(name, List.of());
    if (!members.isEmpty()) {
      endpoints.add(Endpoint.of(name, members));
    }
    AddressSet blocks = addressesOf(name).minus(addressesOf(members));
    if (!blocks.isEmpty()) {
      endpoints.add(new Endpoint.Addresses(name, blocks));
    }
    return endpoints;
  }

  private static List<MissingFlow> missing(Flow flow, Passage passage) {
    PacketSet question = PacketSet.none();
    for (TrafficMatch match : flow.traffic()) {
      question = question.union(passage.question(match));
    }
    List<MissingFlow> missing = new ArrayList<>();
    PacketSet lost = passage.lost(question);
    if (!lost.isEmpty()) {
      missing.add(
          new MissingFlow(
              flow, passage.from(), passage.to(), lost, passage.blockers(lost), Set.of()));
    }
    PacketSet open = question.minus(passage.certain()).minus(lost);
    if (!open.isEmpty()) {
      missing.add(
          new MissingFlow(
              flow, passage.from(), passage.to(), open, List.of(), unknowns(passage, open)));
    }
    return missing;
  }

  /** Never empty: what may be is not what is. */
  private static Set<String> unknowns(Passage passage, PacketSet open) {
    Set<String> unknowns = passage.unknowns(open);
    return unknowns.isEmpty()
        ? Set.of("what is not known yet of %s -> %s".formatted(passage.from(), passage.to()))
        : unknowns;
  }
}
