package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Writes certificates: cuts the packets between two interfaces wherever a rule begins or ends. */
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
   * A certificate that security groups keep every packet of one interface from another.
   *
   * @param from who must not be able to send, with known addresses
   * @param to who must not receive, with known addresses
   * @return the certificate, or nothing if it does not hold or groups alone are not the reason
   */
  public Optional<Certificate> isolation(NetworkInterface from, NetworkInterface to) {
    List<Certificate.Atom> atoms = new ArrayList<>();
    for (InetAddress source : from.addresses()) {
      for (InetAddress destination : to.addresses()) {
        if (source instanceof Inet4Address == destination instanceof Inet4Address) {
          for (int protocol = 0; protocol <= 255; protocol++) {
            atoms(protocol, source, destination, atoms);
          }
        }
      }
    }
    List<Certificate.Rule> rules = CertificateChecker.table(network, from, to, new ArrayList<>());
    List<Certificate.Atom> keptOff = new ArrayList<>();
    for (Certificate.Atom atom : atoms) {
      Optional<Certificate.Atom> reasoned =
          List.of(Direction.INGRESS, Direction.EGRESS).stream()
              .map(side -> at(atom, side))
              .filter(candidate -> holds(from, to, candidate))
              .findFirst();
      if (reasoned.isEmpty()) {
        return Optional.empty();
      }
      keptOff.add(reasoned.get());
    }
    Certificate certificate =
        new Certificate(from.identity().key(), to.identity().key(), rules, keptOff);
    return new CertificateChecker(network).problems(certificate).isEmpty()
        ? Optional.of(certificate)
        : Optional.empty();
  }

  private boolean holds(NetworkInterface from, NetworkInterface to, Certificate.Atom atom) {
    List<String> problems = new ArrayList<>();
    new CertificateChecker(network).allowed(from, to, atom, problems);
    return problems.isEmpty();
  }

  private static Certificate.Atom at(Certificate.Atom atom, Direction side) {
    return new Certificate.Atom(
        atom.protocol(), atom.first(), atom.last(), atom.source(), atom.destination(), side);
  }

  private void atoms(
      int protocol, InetAddress source, InetAddress destination, List<Certificate.Atom> atoms) {
    boolean hasPorts = protocol == 6 || protocol == 17;
    boolean isIcmp = protocol == 1 || protocol == 58;
    TreeSet<Integer> starts = new TreeSet<>(List.of(0));
    for (SecurityGroup group : network.securityGroups()) {
      for (SecurityGroupRule rule : group.rules()) {
        rule.match()
            .known()
            .filter(match -> match.protocol().number() == protocol && hasPorts)
            .ifPresent(
                match -> starts.addAll(List.of(match.ports().first(), match.ports().last() + 1)));
      }
    }
    if (isIcmp) {
      // Cut at the types only: sides that allow different codes of one type get no certificate.
      for (int type = 1; type <= 255; type++) {
        starts.add(type * 256);
      }
    }
    int end = hasPorts || isIcmp ? 65535 : 0;
    for (int start : starts) {
      if (start <= end) {
        Integer next = starts.higher(start);
        atoms.add(
            new Certificate.Atom(
                protocol,
                start,
                next == null ? end : next - 1,
                source.getHostAddress(),
                destination.getHostAddress(),
                Direction.INGRESS));
      }
    }
  }
}
