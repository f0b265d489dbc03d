package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Verifies a {@link Certificate} against a network, with plain loops and without the engine: that
 * its rule table is that of the network, that its atoms cover all packets between the two
 * interfaces, and that each atom is kept off by the side it names.
 */
public final class CertificateChecker {

  private final Network network;

  /**
   * Checks against a network.
   *
   * @param network the network
   */
  public CertificateChecker(Network network) {
    this.network = network;
  }

  /**
   * Verifies a certificate.
   *
   * @param certificate the certificate
   * @return what is wrong with it; empty if it proves that no packet arrives
   */
  public List<String> problems(Certificate certificate) {
    List<String> problems = new ArrayList<>();
    NetworkInterface from = find(certificate.from());
    NetworkInterface to = find(certificate.to());
    for (NetworkInterface side : List.of(from, to)) {
      if (side.addresses().isEmpty() || side.groupsKnown().known().isEmpty()) {
        problems.add("addresses or groups of " + side.identity().key() + " are not known");
      }
    }
    Set<Certificate.Rule> actual = new HashSet<>(table(network, from, to, problems));
    if (!actual.equals(Set.copyOf(certificate.rules()))) {
      problems.add("the rules are not those of the network");
    }
    for (InetAddress source : from.addresses()) {
      for (InetAddress destination : to.addresses()) {
        if (source instanceof Inet4Address == destination instanceof Inet4Address) {
          covered(certificate, source, destination, problems);
        }
      }
    }
    certificate.atoms().forEach(atom -> allowed(from, to, atom, problems));
    return List.copyOf(problems);
  }

  /** Names the rules that allow some packets of an atom at the side that should keep them off. */
  void allowed(
      NetworkInterface from, NetworkInterface to, Certificate.Atom atom, List<String> problems) {
    boolean atSender = atom.keptOffBy() == Direction.EGRESS;
    NetworkInterface own = atSender ? from : to;
    NetworkInterface other = atSender ? to : from;
    InetAddress address = Cidr.parseAddress(atSender ? atom.destination() : atom.source());
    for (SecurityGroupRule rule : rules(network, own, atom.keptOffBy())) {
      if (meets(rule, atom) && isPeer(rule.peer(), other, address)) {
        problems.add("%s allows some of %s".formatted(rule.identity().key(), atom));
      }
    }
  }

  /** The rule table of two interfaces; names groups that are not shown among the problems. */
  static List<Certificate.Rule> table(
      Network network, NetworkInterface from, NetworkInterface to, List<String> problems) {
    List<Certificate.Rule> table = new ArrayList<>();
    for (NetworkInterface side : List.of(from, to)) {
      Direction direction = side.equals(from) ? Direction.EGRESS : Direction.INGRESS;
      for (String key : side.groups()) {
        if (network.securityGroups().stream().noneMatch(g -> g.identity().key().equals(key))) {
          problems.add("the rules of " + key + " are not known");
        }
      }
      for (SecurityGroupRule rule : rules(network, side, direction)) {
        table.add(new Certificate.Rule(rule.identity().key(), direction, rule.toString()));
      }
    }
    return table;
  }

  private static List<SecurityGroupRule> rules(
      Network network, NetworkInterface side, Direction direction) {
    List<SecurityGroupRule> rules = new ArrayList<>();
    for (SecurityGroup group : network.securityGroups()) {
      if (side.groups().contains(group.identity().key())) {
        rules.addAll(group.rules(direction));
      }
    }
    return rules;
  }

  private NetworkInterface find(String key) {
    return network.interfaces().stream()
        .filter(each -> each.identity().key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no interface %s, perhaps you should check against the network the"
                            .formatted(network.source(), key)
                        + " certificate was made for"));
  }

  /** Whether the atoms of two addresses leave out no port, message or protocol. */
  private static void covered(
      Certificate certificate, InetAddress source, InetAddress destination, List<String> problems) {
    for (int protocol = 0; protocol <= 255; protocol++) {
      int number = protocol;
      int next = 0;
      for (Certificate.Atom atom :
          certificate.atoms().stream()
              .filter(each -> each.protocol() == number)
              .filter(each -> Cidr.parseAddress(each.source()).equals(source))
              .filter(each -> Cidr.parseAddress(each.destination()).equals(destination))
              .sorted(Comparator.comparingInt(Certificate.Atom::first))
              .toList()) {
        next = atom.first() <= next ? Math.max(next, atom.last() + 1) : next;
      }
      boolean hasRange = number == 6 || number == 17 || number == 1 || number == 58;
      if (next <= (hasRange ? 65535 : 0)) {
        problems.add(
            "no atom has protocol %d at %d from %s to %s"
                .formatted(number, next, source.getHostAddress(), destination.getHostAddress()));
      }
    }
  }

  private static boolean meets(SecurityGroupRule rule, Certificate.Atom atom) {
    if (rule.match().known().isEmpty()) {
      return true;
    }
    TrafficMatch match = rule.match().known().get();
    int number = match.protocol().number();
    if (number != -1 && number != atom.protocol()) {
      return false;
    }
    if (number == 6 || number == 17) {
      return match.ports().first() <= atom.last() && atom.first() <= match.ports().last();
    }
    if (number == 1 || number == 58) {
      for (int message = atom.first(); message <= atom.last(); message++) {
        if (match.icmpType().orElse(message / 256) == message / 256
            && match.icmpCode().orElse(message % 256) == message % 256) {
          return true;
        }
      }
      return false;
    }
    return true;
  }

  private boolean isPeer(Peer peer, NetworkInterface other, InetAddress address) {
    if (peer instanceof Peer.CidrPeer block) {
      return block.cidr().contains(address);
    }
    if (peer instanceof Peer.GroupPeer group) {
      return other.groups().contains(group.group());
    }
    if (peer instanceof Peer.PrefixListPeer named) {
      return network.prefixLists().stream()
          .filter(list -> list.identity().key().equals(named.prefixList()))
          .flatMap(list -> list.entries().known().stream())
          .findFirst()
          .map(entries -> entries.stream().anyMatch(block -> block.contains(address)))
          .orElse(true);
    }
    return true;
  }
}
