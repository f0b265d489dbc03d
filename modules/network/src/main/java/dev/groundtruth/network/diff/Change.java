package dev.groundtruth.network.diff;

import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Witness;
import java.util.List;

/**
 * Packets between two sides that arrive in one network and not in the other.
 *
 * @param kind whether they became reachable or no longer are
 * @param from who sends: the key of an interface, or {@code outside}
 * @param to who receives
 * @param packets the packets; the addresses of interfaces are left open, since they may change
 * @param isCertain whether it is so however what is not known yet turns out
 * @param witness one packet, with the rules that admit it in the network in which it arrives
 * @param responsible the admitting rules that are not in the other network, or are different there;
 *     none if it is something else, such as a membership or a rule that was in the way
 */
public record Change(
    Kind kind,
    String from,
    String to,
    PacketSet packets,
    boolean isCertain,
    Witness witness,
    List<String> responsible) {

  /** The kinds of changes. */
  public enum Kind {
    /** The packets arrive in the new network only. */
    NEWLY_REACHABLE,
    /** The packets arrive in the old network only. */
    NO_LONGER_REACHABLE
  }

  /**
   * Keeps a copy of the list.
   *
   * @param kind what kind of change it is
   * @param from who sends
   * @param to who receives
   * @param packets the packets
   * @param isCertain whether it is so in any case
   * @param witness one packet
   * @param responsible the rules
   */
  public Change {
    responsible = List.copyOf(responsible);
  }

  /** The sides and the witness, and a line for each responsible rule. */
  @Override
  public String toString() {
    String head = kind == Kind.NEWLY_REACHABLE ? "+ " : "- ";
    StringBuilder text = new StringBuilder(head);
    text.append("%s -> %s%s: ".formatted(from, to, isCertain ? "" : " (perhaps)"));
    text.append(packets).append("\n  such as ").append(witness.packet());
    String verb = kind == Kind.NEWLY_REACHABLE ? "added or changed: " : "removed or changed: ";
    responsible.forEach(rule -> text.append("\n  ").append(verb).append(rule));
    return text.toString();
  }
}
