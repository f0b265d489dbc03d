package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.TrafficMatch;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Writes certificates: cuts the packets of a question in two, where a rule, an entry or a route
 * begins or ends, until each piece has one reason why none of it arrives.
 */
public final class Certifier {

  private final Network network;

  /**
   * Writes certificates about a network.
   *
   * @param network the network
   */
  public Certifier(Network network) {
    this.network = network;
  }

  /**
   * A certificate that no packet of some traffic arrives.
   *
   * @param from who must not be able to send
   * @param to who must not receive
   * @param traffic the traffic
   * @return the certificate; nothing if some packet arrives, or may arrive once all is known, or if
   *     nothing goes from the one to the other over the network
   */
  public Optional<Certificate> isolation(Endpoint from, Endpoint to, TrafficMatch traffic) {
    Certificate.End first = end(from);
    Certificate.End second = end(to);
    List<String> problems = new ArrayList<>();
    List<Site> senders = new Sites(network).of(first, problems);
    List<Site> receivers = new Sites(network).receivers(second, problems);
    CertificateChecker checker = new CertificateChecker(network);
    Certificate.Table table = checker.table(senders, receivers);
    List<Certificate.Part> parts = new ArrayList<>();
    for (Site sender : senders) {
      for (Site receiver : receivers) {
        if (!sender.isPointless(receiver)) {
          Optional<List<Certificate.Atom>> atoms = atoms(sender, receiver, traffic, table);
          if (atoms.isEmpty()) {
            return Optional.empty();
          }
          parts.add(new Certificate.Part(sender.place(), receiver.place(), atoms.get()));
        }
      }
    }
    Certificate certificate = new Certificate(first, second, traffic, table, parts);
    return problems.isEmpty() && checker.problems(certificate).isEmpty()
        ? Optional.of(certificate)
        : Optional.empty();
  }

  private static Certificate.End end(Endpoint endpoint) {
    if (endpoint.equals(Endpoint.internet())) {
      return new Certificate.End.Internet();
    }
    return endpoint instanceof Endpoint.Interfaces some
        ? new Certificate.End.Interfaces(
            some.interfaces().stream().map(each -> each.identity().key()).distinct().toList())
        : new Certificate.End.Addresses(((Endpoint.Addresses) endpoint).addresses().blocks());
  }

  private Optional<List<Certificate.Atom>> atoms(
      Site from, Site to, TrafficMatch traffic, Certificate.Table table) {
    Reasons reasons = new Reasons(network, from, to);
    Set<Box> edges = edges(from, to, table);
    List<Certificate.Atom> atoms = new ArrayList<>();
    for (Box box : CertificateChecker.question(from, to, traffic)) {
      if (!explain(box, reasons, List.copyOf(edges), atoms)) {
        return Optional.empty();
      }
    }
    return Optional.of(atoms);
  }

  private static boolean explain(
      Box box, Reasons reasons, List<Box> edges, List<Certificate.Atom> atoms) {
    Optional<Reason> reason = reasons.any(box);
    if (reason.isPresent()) {
      atoms.add(new Certificate.Atom(box, reason.get()));
      return true;
    }
    List<Box> near = edges.stream().filter(box::meets).toList();
    for (Box edge : near) {
      for (int axis = 0; axis < 5; axis++) {
        Range whole = box.axes().get(axis);
        Range part = edge.axes().get(axis);
        Optional<BigInteger> at =
            part.first().compareTo(whole.first()) > 0
                ? Optional.of(part.first())
                : part.last().compareTo(whole.last()) < 0
                    ? Optional.of(part.last().add(BigInteger.ONE))
                    : Optional.empty();
        if (at.isPresent()) {
          for (Box half : box.cut(axis, at.get())) {
            if (!explain(half, reasons, near, atoms)) {
              return false;
            }
          }
          return true;
        }
      }
    }
    return false;
  }

  /** Boxes by whose edges packets have to be told apart: what any rule, entry or route names. */
  private Set<Box> edges(Site from, Site to, Certificate.Table table) {
    Ways ways = new Ways(network, from, to);
    Set<Box> edges = new LinkedHashSet<>();
    List<Cidr> blocks = new ArrayList<>();
    for (Certificate.TableRoute row : sorted(table.routes())) {
      blocks.addAll(ways.blocks(row.route().destination()).orElse(List.of()));
    }
    network.vpcs().forEach(vpc -> blocks.addAll(Sites.knownBlocks(vpc.cidrs())));
    List<Range> ranges = new ArrayList<>(Sites.INTERNET);
    ranges.add(Sites.NAT64);
    ranges.addAll(Sites.ranges(blocks));
    ranges.forEach(range -> addEdges(TrafficMatch.ALL, range, edges));
    for (Certificate.GroupRule row : sorted(table.rules())) {
      TrafficMatch match = row.rule().match().known().orElse(TrafficMatch.ALL);
      edges.addAll(everywhere(match));
      for (Cidr block : ways.blocks(row.rule().peer()).orElse(List.of())) {
        addEdges(match, Range.of(block), edges);
      }
    }
    for (Certificate.AclEntry row : sorted(table.entries())) {
      // An entry about replies has an edge for all that they may answer.
      TrafficMatch match = row.entry().match().known().orElse(TrafficMatch.ALL);
      edges.addAll(everywhere(TrafficMatch.of(match.protocol(), PortRange.ALL)));
      edges.addAll(everywhere(match));
      row.entry()
          .cidr()
          .known()
          .ifPresent(block -> addEdges(TrafficMatch.ALL, Range.of(block), edges));
    }
    if (!table.entries().isEmpty()) {
      for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
        edges.addAll(everywhere(TrafficMatch.of(protocol, PortRange.ALL)));
      }
      for (int request : new int[] {8, 13, 128}) {
        edges.addAll(
            everywhere(
                new TrafficMatch(
                    request == 128 ? Protocol.ICMPV6 : Protocol.ICMP,
                    PortRange.ALL,
                    OptionalInt.of(request),
                    OptionalInt.empty())));
      }
    }
    for (Range source : from.addresses()) {
      for (Range destination : to.addresses()) {
        if (source.meets(destination) && (source.isSingle() || destination.isSingle())) {
          edges.add(Box.of(TrafficMatch.ALL, source, destination));
        }
      }
    }
    return edges;
  }

  /** In an order of its own, so that the same network gives the same certificate. */
  private static <T> List<T> sorted(Set<T> rows) {
    return rows.stream().sorted(Comparator.comparing(Object::toString)).toList();
  }

  private static void addEdges(TrafficMatch match, Range block, Set<Box> edges) {
    Range all = block.isIpv4() ? Range.ALL_IPV4 : Range.ALL_IPV6;
    edges.add(Box.of(match, block, all));
    edges.add(Box.of(match, all, block));
  }

  private static List<Box> everywhere(TrafficMatch match) {
    return List.of(
        Box.of(match, Range.ALL_IPV4, Range.ALL_IPV4),
        Box.of(match, Range.ALL_IPV6, Range.ALL_IPV6));
  }
}
