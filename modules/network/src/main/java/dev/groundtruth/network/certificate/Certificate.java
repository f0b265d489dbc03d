package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Direction;
import java.util.List;

/**
 * A proof that the rules of two interfaces' security groups keep packets off: the rules, and atoms
 * of packets that cover the whole question, each with the side that keeps it off. {@link
 * CertificateChecker} verifies it without the engine.
 *
 * @param from the key of the interface that must not be able to send
 * @param to the key of the interface that must not receive
 * @param rules the table of rules it stands on, by key: all rules of the groups of both
 * @param atoms the atoms
 */
public record Certificate(String from, String to, List<Rule> rules, List<Atom> atoms) {

  /**
   * Keeps copies of the lists.
   *
   * @param from the key of the sender
   * @param to the key of the receiver
   * @param rules the rules
   * @param atoms the atoms
   */
  public Certificate {
    rules = List.copyOf(rules);
    atoms = List.copyOf(atoms);
  }

  /**
   * A rule of one of the groups.
   *
   * @param key its key
   * @param direction its direction
   * @param text what it says, as {@link dev.groundtruth.network.model.SecurityGroupRule#match()}
   *     and peer are written
   */
  public record Rule(String key, Direction direction, String text) {}

  /**
   * Some packets, and what keeps them off.
   *
   * @param protocol the protocol number
   * @param first the first destination port, or 256 times type plus code for ICMP; 0 otherwise
   * @param last the last of them; 0 for protocols with neither
   * @param source the source address
   * @param destination the destination address
   * @param keptOffBy the side none of whose rules allows them: {@link Direction#EGRESS} of the
   *     sender or {@link Direction#INGRESS} of the receiver
   */
  public record Atom(
      int protocol, int first, int last, String source, String destination, Direction keptOffBy) {}
}
