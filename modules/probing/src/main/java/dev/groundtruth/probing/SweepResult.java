package dev.groundtruth.probing;

import dev.groundtruth.network.PortSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sweep of every port saw.
 *
 * @param transport TCP or UDP
 * @param open ports that answered
 * @param closed ports that refused: the packet reached the host
 * @param filtered ports without an answer
 */
public record SweepResult(Transport transport, PortSet open, PortSet closed, PortSet filtered) {

  /**
   * Where the sweep contradicts the model.
   *
   * @param admitted the ports the model admits
   * @return a sentence for each disagreement; none if they agree
   */
  public List<String> disagreements(PortSet admitted) {
    List<String> sentences = new ArrayList<>();
    PortSet openInExcess = open.minus(admitted);
    if (!openInExcess.isEmpty()) {
      sentences.add(
          "%s ports %s answered though the security groups deny them: does another rule admit them?"
              .formatted(transport, openInExcess));
    }
    PortSet reachedInExcess = closed.minus(admitted);
    if (!reachedInExcess.isEmpty()) {
      sentences.add(
          "%s ports %s refused though the security groups deny them; the packets reached the host: is the rule set loaded?"
              .formatted(transport, reachedInExcess));
    }
    PortSet missing = admitted.intersection(filtered);
    if (!missing.isEmpty()) {
      sentences.add(
          "%s ports %s were filtered though the security groups admit them: are the rules of both sides loaded?"
              .formatted(transport, missing));
    }
    PortSet unseen = PortSet.of(0).complement().minus(open.union(closed).union(filtered));
    if (!unseen.isEmpty()) {
      sentences.add("%s ports %s were not swept".formatted(transport, unseen));
    }
    return sentences;
  }
}
