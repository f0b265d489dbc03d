package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies a {@link Certificate} against a network, with plain loops and without the engine: that
 * its table is that of the network, that its atoms cover all packets of the question, and that each
 * reason is true of every packet of its atom. What is not known yet counts as the worst.
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
    for (Remark remark : network.remarks()) {
      if (remark.kind() == Remark.Kind.NOT_UNDERSTOOD) {
        problems.add("nothing is proved about a network with what is not understood: " + remark);
      }
    }
    List<Site> senders = new Sites(network).of(certificate.from(), problems);
    List<Site> receivers = new Sites(network).receivers(certificate.to(), problems);
    compare(certificate.table(), table(senders, receivers), problems);
    if (!isSomethingBetween(senders, receivers)) {
      problems.add("nothing is asked, for nothing goes from the one to the other");
    }
    List<Certificate.Part> rest = new ArrayList<>(certificate.parts());
    for (Site from : senders) {
      for (Site to : receivers) {
        if (!from.isPointless(to)) {
          List<Certificate.Part> parts = new ArrayList<>();
          for (Certificate.Part part : certificate.parts()) {
            if (part.from().equals(from.place()) && part.to().equals(to.place())) {
              parts.add(part);
            }
          }
          rest.removeAll(parts);
          check(from, to, question(from, to, certificate.traffic()), parts, problems);
        }
      }
    }
    for (Certificate.Part part : rest) {
      problems.add("%s to %s is not asked for".formatted(part.from(), part.to()));
    }
    return List.copyOf(problems);
  }

  private static boolean isSomethingBetween(List<Site> senders, List<Site> receivers) {
    return senders.stream()
        .filter(from -> !from.addresses().isEmpty())
        .anyMatch(
            from ->
                receivers.stream()
                    .anyMatch(to -> !to.addresses().isEmpty() && !from.isPointless(to)));
  }

  /** Whether the atoms cover the question between two places, and their reasons are true. */
  private void check(
      Site from, Site to, List<Box> question, List<Certificate.Part> parts, List<String> problems) {
    Reasons reasons = new Reasons(network, from, to);
    List<Box> uncovered = question;
    for (Certificate.Part part : parts) {
      for (Certificate.Atom atom : part.atoms()) {
        uncovered = Box.minus(uncovered, atom.packets());
        if (!reasons.hold(atom.reason(), atom.packets())) {
          problems.add(
              "%s is no reason that keeps off %s from %s to %s"
                  .formatted(atom.reason(), atom.packets(), from.place(), to.place()));
        }
      }
    }
    for (Box box : uncovered) {
      problems.add("no atom has %s from %s to %s".formatted(box, from.place(), to.place()));
    }
  }

  /** All packets of some traffic between two places; both addresses are of one IP version. */
  static List<Box> question(Site from, Site to, TrafficMatch traffic) {
    List<Box> question = new ArrayList<>();
    for (Range source : from.addresses()) {
      for (Range destination : to.addresses()) {
        if (source.isIpv4() == destination.isIpv4()) {
          Protocol foreign = source.isIpv4() ? Protocol.ICMPV6 : Protocol.ICMP;
          question.addAll(
              Box.minus(
                  List.of(Box.of(traffic, source, destination)),
                  Box.of(TrafficMatch.of(foreign, PortRange.ALL), source, destination)));
        }
      }
    }
    return question;
  }

  private static void compare(
      Certificate.Table claimed, Certificate.Table actual, List<String> problems) {
    compare(claimed.rules(), actual.rules(), problems);
    compare(claimed.entries(), actual.entries(), problems);
    compare(claimed.routes(), actual.routes(), problems);
  }

  private static <T> void compare(Set<T> claimed, Set<T> actual, List<String> problems) {
    for (T row : claimed) {
      if (!actual.contains(row)) {
        problems.add("the network does not have " + row);
      }
    }
    for (T row : actual) {
      if (!claimed.contains(row)) {
        problems.add("the table does not have " + row);
      }
    }
  }

  /** All rules, entries and routes of a network that bear on a question. */
  Certificate.Table table(List<Site> senders, List<Site> receivers) {
    Set<Certificate.GroupRule> rules = new HashSet<>();
    rules(senders, Direction.EGRESS, rules);
    rules(receivers, Direction.INGRESS, rules);
    Set<String> subnets = new HashSet<>();
    for (Site from : senders) {
      for (Site to : receivers) {
        subnets.addAll(new Ways(network, from, to).subnets());
      }
    }
    Set<Certificate.AclEntry> entries = new HashSet<>();
    Set<Certificate.TableRoute> routes = new HashSet<>();
    for (Subnet subnet : network.subnets()) {
      if (subnets.contains(subnet.identity().key())) {
        for (NetworkAcl acl : network.networkAcls()) {
          if (Optional.of(acl.identity().key()).equals(subnet.networkAcl())) {
            acl.entries().forEach(e -> entries.add(entry(acl.identity().key(), e)));
          }
        }
        network.routeTables().stream()
            .filter(table -> Optional.of(table.identity().key()).equals(subnet.routeTable()))
            .forEach(
                table -> table.routes().forEach(r -> routes.add(route(table.identity().key(), r))));
      }
    }
    return new Certificate.Table(rules, entries, routes);
  }

  private void rules(List<Site> sites, Direction direction, Set<Certificate.GroupRule> rules) {
    for (Site site : sites) {
      for (SecurityGroup group : network.securityGroups()) {
        String key = group.identity().key();
        if (site.member().isPresent() && site.member().get().groups().contains(key)) {
          for (SecurityGroupRule rule : group.rules(direction)) {
            rules.add(
                new Certificate.GroupRule(
                    key,
                    new SecurityGroupRule(
                        bare(rule.identity()), direction, rule.match(), rule.peer(), "")));
          }
        }
      }
    }
  }

  private static Certificate.AclEntry entry(String acl, NetworkAclEntry e) {
    return new Certificate.AclEntry(
        acl,
        new NetworkAclEntry(
            bare(e.identity()), e.number(), e.direction(), e.allow(), e.match(), e.cidr()));
  }

  private static Certificate.TableRoute route(String table, Route r) {
    return new Certificate.TableRoute(
        table, new Route(bare(r.identity()), r.destination(), r.target()));
  }

  private static Identity bare(Identity identity) {
    return Identity.of(identity.key());
  }
}
