package dev.groundtruth.network.analysis;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Who can send what to whom in a network: exactly, for every address and port.
 *
 * <pre>{@code
 * Reachability reachability = Reachability.of(network);
 * reachability.isolated(Endpoint.internet(), Endpoint.of("database", databases), TrafficMatch.ALL);
 * }</pre>
 *
 * <p>From a plan, what is not known yet means "may be anything" where isolation is asked for, and
 * "nothing" where reachability is.
 */
public final class Reachability {

  /** The internet as a NAT gateway translates it for those that have IPv6 only. */
  private static final Party TRANSLATED =
      new Party(
          EndpointExpression.INTERNET,
          List.of(),
          Optional.empty(),
          AddressSet.NAT64,
          true,
          Set.of());

  /**
   * What no security group and no network ACL filters, so that no proof of isolation speaks of it
   * (<a href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html">AWS:
   * Security groups</a>).
   */
  public static final List<String> STANDING_EXCEPTIONS =
      List.of(
          "Amazon DNS (the Route 53 Resolver at the VPC's base address + 2 and 169.254.169.253)",
          "DHCP",
          "instance metadata (169.254.169.254)",
          "ECS task metadata (169.254.170.2)",
          "Amazon Time Sync (169.254.169.123)",
          "Windows licence activation (169.254.169.250 and .251)",
          "the reserved addresses of the VPC's default router");

  private final NetworkIndex index;
  private final Map<String, AddressSet> usable = new ConcurrentHashMap<>();

  private Reachability(NetworkIndex index) {
    this.index = index;
  }

  /**
   * Prepares a network for questions.
   *
   * @param network the network
   * @return what answers them
   */
  public static Reachability of(Network network) {
    return new Reachability(new NetworkIndex(network));
  }

  /**
   * Whether some packet of some traffic arrives.
   *
   * @param from who sends it
   * @param to who receives it
   * @param traffic the traffic
   * @return proved with a witness; refuted with all that is in the way; or unknown
   */
  public Verdict reachable(Endpoint from, Endpoint to, TrafficMatch traffic) {
    Answer answer = ask(from, to, traffic);
    if (answer.certain().isPresent()) {
      return new Verdict.Proved(answer.certain(), List.of(), List.of());
    }
    if (answer.possible().isEmpty()) {
      return answer.notUnderstood().isEmpty()
          ? new Verdict.Refuted(
              Optional.empty(), answer.blockers(), exceptions(from, to, answer.unanswered()))
          : new Verdict.Unknown(answer.notUnderstood(), Optional.empty());
    }
    return new Verdict.Unknown(answer.unknowns(), answer.possible());
  }

  /**
   * Whether no packet of some traffic arrives.
   *
   * @param from who must not be able to send it
   * @param to who must not receive it
   * @param traffic the traffic
   * @return proved with what is in the way; refuted with a witness; or unknown
   */
  public Verdict isolated(Endpoint from, Endpoint to, TrafficMatch traffic) {
    Answer answer = ask(from, to, traffic);
    if (answer.certain().isPresent()) {
      return new Verdict.Refuted(answer.certain(), List.of(), List.of());
    }
    if (answer.possible().isEmpty()) {
      return answer.notUnderstood().isEmpty()
          ? new Verdict.Proved(
              Optional.empty(), answer.blockers(), exceptions(from, to, answer.unanswered()))
          : new Verdict.Unknown(answer.notUnderstood(), Optional.empty());
    }
    return new Verdict.Unknown(answer.unknowns(), answer.possible());
  }

  /**
   * Whether every packet of some traffic arrives, from every address of one side at every address
   * of the other.
   *
   * @param from who sends it
   * @param to who receives it
   * @param traffic the traffic
   * @return proved with a witness; refuted with all that is in the way of what does not arrive; or
   *     unknown
   */
  public Verdict allReachable(Endpoint from, Endpoint to, TrafficMatch traffic) {
    Optional<Witness> witness = Optional.empty();
    Set<Blocker> blockers = new LinkedHashSet<>();
    Set<String> unknowns = new LinkedHashSet<>();
    Optional<Witness> candidate = Optional.empty();
    for (Passage passage : passages(from, to)) {
      if (!passage.isToBeExpected()) {
        continue;
      }
      PacketSet question = passage.question(traffic);
      PacketSet lost = passage.lost(question);
      PacketSet arriving = question.intersection(passage.certain());
      if (!lost.isEmpty()) {
        blockers.addAll(passage.blockers(lost));
      } else if (!question.minus(arriving).isEmpty()) {
        unknowns.addAll(passage.unknowns(question));
        candidate =
            candidate.or(
                () ->
                    question
                        .minus(arriving)
                        .intersection(passage.possible())
                        .witness()
                        .map(passage::witness));
      } else {
        witness = witness.or(() -> arriving.witness().map(passage::witness));
      }
    }
    if (!blockers.isEmpty()) {
      return new Verdict.Refuted(Optional.empty(), List.copyOf(blockers), List.of());
    }
    if (!unknowns.isEmpty()) {
      return new Verdict.Unknown(unknowns, candidate);
    }
    return witness.isPresent()
        ? new Verdict.Proved(witness, List.of(), List.of())
        : new Verdict.Refuted(
            Optional.empty(),
            List.of(
                new Blocker(
                    BlockerCode.NO_COMMON_IP_VERSION,
                    from.name() + " -> " + to.name(),
                    "there is no packet of %s from the one to the other".formatted(traffic))),
            List.of());
  }

  /**
   * Whether there is anything to be asked between two endpoints. There is not where both are
   * outside of the network, or one interface: what goes from the one to the other does not go over
   * it.
   *
   * @param from who sends
   * @param to who receives
   * @return true if somebody of the one can send to somebody of the other, whether it arrives or
   *     not
   */
  public boolean isBetween(Endpoint from, Endpoint to) {
    List<Party> receivers = parties(to);
    return parties(from).stream()
        .anyMatch(sender -> receivers.stream().anyMatch(receiver -> isBetween(sender, receiver)));
  }

  private static boolean isBetween(Party sender, Party receiver) {
    boolean self = sender.isSingle() && sender.members().equals(receiver.members());
    return !self && !(sender.isOutside() && receiver.isOutside());
  }

  /**
   * What arrives between two endpoints, pair by pair of alike interfaces, able to explain itself.
   *
   * @param from who sends
   * @param to who receives
   * @return the pairs, those between which nothing arrives among them
   */
  public List<Passage> passages(Endpoint from, Endpoint to) {
    return pairs(from, to, List.of()).stream().map(Passage::new).toList();
  }

  /**
   * What is not filtered on the way to somebody, or not followed: a Network Load Balancer can keep
   * the address of a client when it passes a packet on, which so gets to a target without a route
   * or public address of its own, and target groups are not modelled (<a
   * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html">AWS:
   * Client IP preservation</a>). Nor is what needs no reply where an ACL is in the way of replies
   * only, nor what takes the way over the internet to a public address, which is another question.
   */
  private List<String> exceptions(Endpoint from, Endpoint to, Set<String> unanswered) {
    List<String> exceptions = new ArrayList<>(STANDING_EXCEPTIONS);
    unanswered.forEach(
        acl ->
            exceptions.add(
                "packets that need no reply, and clients that take a port below %d, where %s keeps off replies only"
                    .formatted(Ephemeral.ANY.first(), acl)));
    if (parties(to).stream().allMatch(Party::isOutside)) {
      return List.copyOf(exceptions);
    }
    if (!parties(from).stream().allMatch(Party::isOutside)) {
      parties(to).stream()
          .flatMap(party -> party.members().stream())
          .filter(each -> each.publicAddress().known().orElse(true))
          .map(each -> each.identity().key())
          .distinct()
          .forEach(
              key ->
                  exceptions.add(
                      "packets that go over the internet to the public address of %s, if it has one"
                          .formatted(key)));
    }
    index.network().interfaces().stream()
        .filter(each -> each.kind() == NetworkInterface.Kind.NETWORK_LOAD_BALANCER)
        .map(each -> each.identity().key())
        .forEach(
            key ->
                exceptions.add(
                    "packets of clients whose addresses the Network Load Balancer %s preserves"
                            .formatted(key)
                        + " when it passes them on to its targets"));
    return List.copyOf(exceptions);
  }

  private record Answer(
      Optional<Witness> certain,
      Optional<Witness> possible,
      List<Blocker> blockers,
      Set<String> unknowns,
      Set<String> notUnderstood,
      Set<String> unanswered) {

    static Answer certain(Optional<Witness> witness) {
      return new Answer(witness, Optional.empty(), List.of(), Set.of(), Set.of(), Set.of());
    }
  }

  private Answer ask(Endpoint from, Endpoint to, TrafficMatch traffic) {
    Optional<Witness> possible = Optional.empty();
    Set<Blocker> blockers = new LinkedHashSet<>();
    Set<String> unknowns = new LinkedHashSet<>();
    Set<String> unanswered = new TreeSet<>();
    for (Pair pair : pairs(from, to, List.of(traffic))) {
      PacketSet question = PacketSet.of(pair.from().addresses(), pair.to().addresses(), traffic);
      PacketSet certain = pair.certain().intersection(question);
      if (!certain.isEmpty()) {
        return Answer.certain(certain.witness().map(pair::witness));
      }
      PacketSet maybe = pair.possible().intersection(question);
      if (!maybe.isEmpty()) {
        possible = possible.or(() -> maybe.witness().map(pair::witness));
        unknowns.addAll(pair.unknowns(maybe));
      } else if (possible.isEmpty()) {
        List<Blocker> own = pair.blockers(question);
        blockers.addAll(own);
        if (own.stream().allMatch(Blocker::isOnReplies)) {
          own.forEach(blocker -> unanswered.add(blocker.subject()));
        }
      }
    }
    Set<String> notUnderstood = notUnderstood();
    notUnderstood.addAll(nobody(from));
    notUnderstood.addAll(nobody(to));
    notUnderstood.addAll(perhapsMembers(from));
    notUnderstood.addAll(perhapsMembers(to));
    return new Answer(
        Optional.empty(), possible, List.copyOf(blockers), unknowns, notUnderstood, unanswered);
  }

  /** Of a security group as an endpoint: whose groups nobody knows may be in it too. */
  private Set<String> perhapsMembers(Endpoint endpoint) {
    Set<String> doubts = new TreeSet<>();
    boolean isGroup =
        index.network().securityGroups().stream()
            .anyMatch(group -> EndpointExpression.isNamed(group.identity(), endpoint.name()));
    if (isGroup && endpoint instanceof Endpoint.Interfaces some) {
      index.network().interfaces().stream()
          .filter(each -> !some.interfaces().contains(each))
          .forEach(each -> each.groupsKnown().attribute().ifPresent(doubts::add));
    }
    return doubts;
  }

  /** Addresses of a VPC that lie in no subnet of the source: of nobody, as far as it shows. */
  private Set<String> nobody(Endpoint endpoint) {
    return endpoint instanceof Endpoint.Addresses && parties(endpoint).isEmpty()
        ? Set.of("who has " + endpoint.name() + ", which lies in no subnet that is shown")
        : Set.of();
  }

  private Set<String> notUnderstood() {
    Set<String> subjects = new TreeSet<>();
    index.network().remarks().stream()
        .filter(remark -> remark.kind() == Remark.Kind.NOT_UNDERSTOOD)
        .forEach(remark -> subjects.add(remark.subject()));
    return subjects;
  }

  /**
   * What arrives between two endpoints, pair by pair of alike interfaces.
   *
   * @param from who sends
   * @param to who receives
   * @return the pairs, those between which nothing arrives among them
   */
  public List<Arrival> arrivals(Endpoint from, Endpoint to) {
    List<Arrival> arrivals = new ArrayList<>();
    // One by one: a pair takes much more memory than what arrives.
    each(
        from,
        to,
        List.of(),
        pair ->
            arrivals.add(
                new Arrival(
                    pair.from().name(), pair.to().name(), pair.possible(), pair.certain())));
    return List.copyOf(arrivals);
  }

  List<Pair> pairs(Endpoint from, Endpoint to, List<TrafficMatch> questions) {
    List<Pair> pairs = new ArrayList<>();
    each(from, to, questions, pairs::add);
    return pairs;
  }

  private void each(
      Endpoint from, Endpoint to, List<TrafficMatch> questions, Consumer<Pair> action) {
    List<Party> senders = parties(from);
    List<Party> receivers = parties(to);
    Map<Places, Pair.Wherever> known = new HashMap<>();
    for (Party sender : senders) {
      for (Party receiver : receivers) {
        if (isBetween(sender, receiver)) {
          action.accept(pair(sender, senders, receiver, receivers, questions, known));
        }
      }
      if (to.equals(Endpoint.internet()) && mayUseNat64(sender)) {
        Pair pair = pair(sender, senders, TRANSLATED, List.of(TRANSLATED), questions, known);
        if (!pair.possible().isEmpty()) {
          action.accept(pair);
        }
      }
    }
  }

  /** All that two sides perhaps are, if one of them is in one of several subnets. */
  private record Places(List<Party> from, List<Party> to) {}

  private Pair pair(
      Party sender,
      List<Party> senders,
      Party receiver,
      List<Party> receivers,
      List<TrafficMatch> questions,
      Map<Places, Pair.Wherever> known) {
    Pair pair = Pair.of(index, sender, receiver, questions);
    if (!sender.isInOneOfSeveral() && !receiver.isInOneOfSeveral()) {
      return pair;
    }
    Places places = new Places(places(sender, senders), places(receiver, receivers));
    Pair.Wherever wherever = known.get(places);
    if (wherever == null) {
      List<Pair> pairs = new ArrayList<>();
      for (Party from : places.from()) {
        for (Party to : places.to()) {
          if (isBetween(from, to)) {
            pairs.add(Pair.of(index, from, to, questions));
          }
        }
      }
      wherever = Pair.Wherever.of(pairs);
      known.put(places, wherever);
    }
    return pair.in(wherever);
  }

  /** The parties that a party perhaps is instead, itself among them. */
  private static List<Party> places(Party party, List<Party> all) {
    if (!party.isInOneOfSeveral() || !party.doubts().isEmpty()) {
      return List.of(party);
    }
    return all.stream()
        .filter(other -> other.doubts().isEmpty())
        .filter(other -> party.members().stream().anyMatch(other::hasMember))
        .toList();
  }

  private static boolean mayUseNat64(Party sender) {
    return !sender.isOutside() && sender.addresses().intersects(AddressSet.ALL_IPV6);
  }

  // --- endpoints to parties ---

  private List<Party> parties(Endpoint endpoint) {
    return endpoint instanceof Endpoint.Interfaces some
        ? alike(some.interfaces())
        : located((Endpoint.Addresses) endpoint);
  }

  /** Which of the addresses of interfaces a party has. */
  private enum Which {
    /** Those that are known. */
    KNOWN,
    /** Any of the subnet, since none is known. */
    ANY,
    /** Any of IPv4, since none is known and it has none of IPv6. */
    ANY_IPV4,
    /** Those of IPv6 that may come to the known ones. */
    FURTHER
  }

  private record Likeness(
      String subnet,
      Set<String> groups,
      NetworkInterface.Kind kind,
      Maybe<Boolean> groupsKnown,
      Maybe<Boolean> publicAddress,
      List<String> places,
      Which which) {}

  /** Interfaces that nothing tells apart but their addresses are one party. */
  private List<Party> alike(List<NetworkInterface> interfaces) {
    Map<Likeness, List<NetworkInterface>> classes = new LinkedHashMap<>();
    for (NetworkInterface each : interfaces) {
      for (String subnet : each.subnets()) {
        boolean hasAddress = !addresses(each, subnet).isEmpty();
        add(
            classes,
            each,
            subnet,
            hasAddress
                ? Which.KNOWN
                : each.addresses().isEmpty() && each.isIpv6Known() ? Which.ANY_IPV4 : Which.ANY);
        if (hasAddress && !each.isIpv6Known()) {
          add(classes, each, subnet, Which.FURTHER);
        }
      }
    }
    List<Party> parties = new ArrayList<>();
    classes.forEach(
        (key, members) -> {
          Subnet subnet = index.subnet(key.subnet()).orElseThrow();
          AddressSet own =
              switch (key.which()) {
                case KNOWN ->
                    AddressSet.ofAddresses(
                        members.stream()
                            .flatMap(member -> addresses(member, key.subnet()).stream())
                            .toList());
                case ANY -> usable(subnet);
                case ANY_IPV4 -> version(usable(subnet), true);
                case FURTHER -> version(usable(subnet), false);
              };
          if (key.which() == Which.KNOWN || key.which() == Which.ANY || !own.isEmpty()) {
            parties.add(
                new Party(
                    members.get(0).identity().key()
                        + (members.size() > 1 ? " and " + (members.size() - 1) + " alike" : ""),
                    members,
                    Optional.of(subnet),
                    own,
                    key.which() == Which.KNOWN,
                    key.which() == Which.FURTHER
                        ? Set.of("the IPv6 addresses of " + members.get(0).identity().key())
                        : Set.of()));
          }
        });
    return parties;
  }

  private static void add(
      Map<Likeness, List<NetworkInterface>> classes,
      NetworkInterface each,
      String subnet,
      Which which) {
    classes
        .computeIfAbsent(
            new Likeness(
                subnet,
                each.groups(),
                each.kind(),
                each.groupsKnown(),
                each.publicAddress(),
                each.isInOneOfSeveral() ? each.subnets() : List.of(),
                which),
            any -> new ArrayList<>())
        .add(each);
  }

  /**
   * The known addresses of an interface in one of its subnets. All or nothing: where the subnet has
   * an IPv4 block, each interface has an IPv4 address, and if that is not known, none counts.
   */
  private List<InetAddress> addresses(NetworkInterface each, String key) {
    Subnet subnet = index.subnet(key).orElseThrow();
    AddressSet usable = usable(subnet);
    List<InetAddress> addresses =
        each.subnets().size() == 1
            ? each.addresses()
            : each.addresses().stream().filter(usable::contains).toList();
    boolean hasIpv4 = addresses.stream().anyMatch(Inet4Address.class::isInstance);
    boolean needsIpv4 =
        subnet.cidrs().stream().flatMap(cidr -> cidr.known().stream()).anyMatch(Cidr::isIpv4);
    return needsIpv4 && !hasIpv4 ? List.of() : addresses;
  }

  /**
   * The addresses of a subnet that interfaces can have: AWS keeps the first four and the last of
   * each IPv4 block, and of IPv6 the same (<a
   * href="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html">AWS: Subnet CIDR
   * blocks</a>). Where a block is not known, it may be any of the VPC's, and where these are not
   * known, any at all.
   */
  private AddressSet usable(Subnet subnet) {
    return usable.computeIfAbsent(subnet.identity().key(), key -> usableOf(subnet));
  }

  private AddressSet usableOf(Subnet subnet) {
    List<AddressSet.Range> ranges = new ArrayList<>();
    for (Maybe<Cidr> block : subnet.cidrs()) {
      for (AddressSet.Range range :
          block.known().map(AddressSet::of).orElse(AddressSet.NONE).ranges()) {
        BigInteger first = range.first().add(BigInteger.valueOf(4));
        BigInteger last = range.last().subtract(BigInteger.ONE);
        if (first.compareTo(last) <= 0) {
          ranges.add(new AddressSet.Range(first, last));
        }
      }
    }
    AddressSet usable = AddressSet.ofRanges(ranges);
    AddressSet vpc = AddressSet.ofBlocks(index.knownCidrs(subnet.vpc()));
    for (boolean ipv4 : new boolean[] {true, false}) {
      if (!isKnown(subnet.cidrs(), ipv4)) {
        AddressSet all = ipv4 ? AddressSet.ALL_IPV4 : AddressSet.ALL_IPV6;
        boolean isVpcKnown =
            index.vpc(subnet.vpc()).map(found -> isKnown(found.cidrs(), ipv4)).orElse(false);
        usable = usable.union(isVpcKnown ? vpc.intersection(all) : all);
      }
    }
    return usable;
  }

  /** A list without a block is one that nobody has told yet. */
  private static boolean isKnown(List<Maybe<Cidr>> blocks, boolean ipv4) {
    return !blocks.isEmpty()
        && blocks.stream()
            .filter(block -> NetworkIndex.canBe(block, ipv4))
            .allMatch(block -> block.known().isPresent());
  }

  private static Set<String> unknowns(String what, List<Maybe<Cidr>> blocks, boolean ipv4) {
    Set<String> unknowns = new TreeSet<>();
    blocks.stream()
        .filter(block -> NetworkIndex.canBe(block, ipv4))
        .forEach(block -> block.attribute().ifPresent(unknowns::add));
    return unknowns.isEmpty() ? Set.of("the blocks of " + what) : unknowns;
  }

  private Set<String> doubtsOfVpcs(boolean ipv4) {
    Set<String> doubts = new TreeSet<>();
    index.network().vpcs().stream()
        .filter(vpc -> !isKnown(vpc.cidrs(), ipv4))
        .forEach(vpc -> doubts.addAll(unknowns(vpc.identity().key(), vpc.cidrs(), ipv4)));
    return doubts;
  }

  /** One party, or one for each IP version if only one of them is in doubt. */
  private static List<Party> byDoubts(
      String name,
      Optional<Subnet> subnet,
      AddressSet addresses,
      Function<Boolean, Set<String>> doubts) {
    Map<Set<String>, AddressSet> parts = new LinkedHashMap<>();
    for (boolean ipv4 : new boolean[] {true, false}) {
      AddressSet part = version(addresses, ipv4);
      if (!part.isEmpty()) {
        parts.merge(doubts.apply(ipv4), part, AddressSet::union);
      }
    }
    List<Party> parties = new ArrayList<>();
    parts.forEach(
        (doubt, part) -> parties.add(new Party(name, List.of(), subnet, part, true, doubt)));
    return parties;
  }

  private static AddressSet version(AddressSet addresses, boolean ipv4) {
    return addresses.intersection(ipv4 ? AddressSet.ALL_IPV4 : AddressSet.ALL_IPV6);
  }

  /** Addresses of interfaces, of hosts in subnets that nobody knows, and of the outside. */
  private List<Party> located(Endpoint.Addresses endpoint) {
    List<Party> parties = new ArrayList<>();
    AddressSet rest = endpoint.addresses();
    if (!endpoint.equals(Endpoint.internet())) {
      List<NetworkInterface> named =
          index.network().interfaces().stream()
              .filter(each -> each.addresses().stream().anyMatch(endpoint.addresses()::contains))
              .toList();
      for (Party party : alike(named)) {
        AddressSet own = party.addresses().intersection(endpoint.addresses());
        if (party.isAddressKnown() && !own.isEmpty()) {
          parties.add(
              new Party(
                  party.name(),
                  party.members().stream()
                      .filter(member -> member.addresses().stream().anyMatch(own::contains))
                      .toList(),
                  party.subnet(),
                  own,
                  true,
                  Set.of()));
          rest = rest.minus(own);
        }
      }
      for (Subnet subnet : index.network().subnets()) {
        AddressSet own = usable(subnet).intersection(rest);
        String key = subnet.identity().key();
        parties.addAll(
            byDoubts(
                own + " in " + key,
                Optional.of(subnet),
                own,
                ipv4 ->
                    isKnown(subnet.cidrs(), ipv4)
                        ? Set.of()
                        : unknowns(key, subnet.cidrs(), ipv4)));
      }
    }
    AddressSet outside = rest.minus(index.inside());
    parties.addAll(
        byDoubts(
            endpoint.name(),
            Optional.empty(),
            outside,
            ipv4 -> endpoint.equals(Endpoint.internet()) ? Set.of() : doubtsOfVpcs(ipv4)));
    return parties;
  }
}
