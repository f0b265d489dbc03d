package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A proof that no packet of some traffic arrives: for every place the packets can start from and
 * end at, atoms that cover all of them, each with one reason; and the table of the rules, entries
 * and routes it stands on. {@link CertificateChecker} verifies it without the engine.
 *
 * @param from who must not be able to send
 * @param to who must not receive
 * @param traffic the traffic
 * @param table what it stands on
 * @param parts the proof, place by place
 */
public record Certificate(End from, End to, TrafficMatch traffic, Table table, List<Part> parts) {

  /**
   * Keeps a copy of the list.
   *
   * @param from who must not be able to send
   * @param to who must not receive
   * @param traffic the traffic
   * @param table what it stands on
   * @param parts the proof, place by place
   */
  public Certificate {
    parts = List.copyOf(parts);
  }

  /**
   * What is proved, as a sentence.
   *
   * @return for example {@code no tcp 3306 arrives from internet at aws_instance.db}
   */
  public String question() {
    return "no %s arrives from %s at %s"
        .formatted(traffic.protocol().equals(Protocol.ALL) ? "packet" : traffic, from, to);
  }

  /** One end of the question. */
  public sealed interface End {

    /** Every address that is routed in the public internet. */
    record Internet() implements End {
      @Override
      public String toString() {
        return "internet";
      }
    }

    /**
     * Addresses, whosever they are.
     *
     * @param blocks the addresses
     */
    record Addresses(List<Cidr> blocks) implements End {

      /**
       * Keeps a copy of the list.
       *
       * @param blocks the addresses
       */
      public Addresses {
        blocks = List.copyOf(blocks);
      }

      @Override
      public String toString() {
        return String.join(", ", blocks.stream().map(Cidr::toString).toList());
      }
    }

    /**
     * Interfaces.
     *
     * @param keys their keys
     */
    record Interfaces(List<String> keys) implements End {

      /**
       * Keeps a copy of the list.
       *
       * @param keys their keys
       */
      public Interfaces {
        keys = List.copyOf(keys);
      }

      @Override
      public String toString() {
        return String.join(", ", keys);
      }
    }
  }

  /**
   * Where packets start or end: an interface in a subnet, a host in a subnet that is none of the
   * network's interfaces, or, with neither, the world outside of all VPCs.
   *
   * @param networkInterface the key of the interface
   * @param subnet the key of the subnet
   */
  public record Place(Optional<String> networkInterface, Optional<String> subnet) {

    @Override
    public String toString() {
      return networkInterface.orElse(subnet.map(key -> "hosts in " + key).orElse("outside"));
    }
  }

  /**
   * The proof for two places.
   *
   * @param from where the packets start
   * @param to where they end
   * @param atoms atoms that cover all packets of the question between the two
   */
  public record Part(Place from, Place to, List<Atom> atoms) {

    /**
     * Keeps a copy of the list.
     *
     * @param from where the packets start
     * @param to where they end
     * @param atoms the atoms
     */
    public Part {
      atoms = List.copyOf(atoms);
    }
  }

  /**
   * Some packets, and why none of them arrives.
   *
   * @param packets the packets
   * @param reason why none arrives
   */
  public record Atom(Box packets, Reason reason) {}

  /**
   * All the rules, entries and routes that bear on the question. The identities are keys only, and
   * the descriptions are left out.
   *
   * @param rules the rules of the security groups: outbound ones of senders, inbound ones of
   *     receivers
   * @param entries the entries of the network ACLs
   * @param routes the routes
   */
  public record Table(Set<GroupRule> rules, Set<AclEntry> entries, Set<TableRoute> routes) {

    /**
     * Keeps copies of the sets.
     *
     * @param rules the rules
     * @param entries the entries
     * @param routes the routes
     */
    public Table {
      rules = Set.copyOf(rules);
      entries = Set.copyOf(entries);
      routes = Set.copyOf(routes);
    }
  }

  /**
   * A rule of a security group.
   *
   * @param group the key of the group
   * @param rule the rule
   */
  public record GroupRule(String group, SecurityGroupRule rule) {}

  /**
   * An entry of a network ACL.
   *
   * @param acl the key of the ACL
   * @param entry the entry
   */
  public record AclEntry(String acl, NetworkAclEntry entry) {}

  /**
   * A route.
   *
   * @param routeTable the key of the route table
   * @param route the route
   */
  public record TableRoute(String routeTable, Route route) {}
}
