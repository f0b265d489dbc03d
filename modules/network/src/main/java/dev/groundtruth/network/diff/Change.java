package dev.groundtruth.network.diff;

import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Witness;
import java.util.List;

/**
 * Packets between two sides that arrive in one network and not in the other.
 *
 * @param kind whether they became reachable or no longer are
 * @param from who sends: the key of an interface, or {@code other addresses}
 * @param to who receives
 * @param packets the packets; the addresses of interfaces are left open, since they may change
 * @param isCertain whether it is so however what is not known yet turns out
 * @param witness one packet, with the rules that admit it in the network in which it arrives
 * @param responsible what is different in the two networks and makes it so
 */
public record Change(
    Kind kind,
    String from,
    String to,
    PacketSet packets,
    boolean isCertain,
    Witness witness,
    List<Cause> responsible) {

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
   * @param responsible what makes it so
   */
  public Change {
    responsible = List.copyOf(responsible);
  }

  /** The sides and the witness, and a line for each responsible change. */
  @Override
  public String toString() {
    String head = kind == Kind.NEWLY_REACHABLE ? "+ " : "- ";
    StringBuilder text = new StringBuilder(head);
    text.append("%s -> %s%s: ".formatted(from, to, isCertain ? "" : " (perhaps)"));
    text.append(packets).append("\n  such as ").append(witness.packet());
    responsible.forEach(cause -> text.append("\n  ").append(cause));
    return text.toString();
  }
}
