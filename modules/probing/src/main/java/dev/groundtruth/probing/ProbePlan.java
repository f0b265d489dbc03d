package dev.groundtruth.probing;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.PortSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which ports of a pair of places to probe.
 *
 * <p>The ports that security groups tell apart are runs, the <em>atoms</em>: as long as the model
 * is right, every port of a run behaves the same. Probed are both ends of every run, and so the
 * port before, at and after each boundary, and ports that must not be open by mistake.
 *
 * @param expectations the ports to probe in ascending order, and what the model says about each
 * @param atoms how many runs of ports there are, admitted and denied
 * @param coveredAtoms how many of them have a probed port
 */
public record ProbePlan(Map<Integer, Expectation> expectations, int atoms, int coveredAtoms) {

  /**
   * Ports of services that are found open by mistake: remote access, name service, databases,
   * caches, orchestrators.
   */
  public static final List<Integer> SENSITIVE_PORTS =
      List.of(
          21, 22, 23, 25, 53, 80, 111, 139, 389, 443, 445, 873, 2049, 2375, 2376, 3306, 3389, 4444,
          5432, 5900, 6379, 6443, 8080, 8443, 9000, 9090, 9100, 9200, 10250, 11211, 27017, 33060);

  /**
   * Copies the map, in ascending order.
   *
   * @param expectations the ports to probe in ascending order, and what the model says about each
   * @param atoms how many runs of ports there are, admitted and denied
   * @param coveredAtoms how many of them have a probed port
   */
  public ProbePlan {
    expectations = Collections.unmodifiableMap(new TreeMap<>(expectations));
  }

  /**
   * Chooses the boundaries and the {@linkplain #SENSITIVE_PORTS sensitive ports}.
   *
   * @param admitted the ports the model admits
   * @return the plan
   */
  public static ProbePlan of(PortSet admitted) {
    return of(admitted, PortSet.of(SENSITIVE_PORTS.stream().mapToInt(port -> port).toArray()));
  }

  /**
   * Chooses the boundaries and the ports given.
   *
   * @param admitted the ports the model admits
   * @param others ports to probe as well
   * @return the plan
   */
  public static ProbePlan of(PortSet admitted, PortSet others) {
    PortSet denied = admitted.complement();
    List<PortRange> atoms = new ArrayList<>();
    for (PortSet part : List.of(admitted, denied)) {
      part.ranges().stream().filter(range -> range.last() > 0).forEach(atoms::add);
    }
    Set<Integer> ports = new TreeSet<>();
    for (PortRange atom : atoms) {
      ports.add(Math.max(1, atom.first()));
      ports.add(atom.last());
    }
    others.ports().filter(port -> port > 0).forEach(ports::add);
    Map<Integer, Expectation> expectations = new TreeMap<>();
    for (int port : ports) {
      expectations.put(port, admitted.contains(port) ? Expectation.ALLOWED : Expectation.DENIED);
    }
    int covered =
        (int) atoms.stream().filter(atom -> ports.stream().anyMatch(atom::contains)).count();
    return new ProbePlan(expectations, atoms.size(), covered);
  }

  /**
   * The ports for which the model says so.
   *
   * @param expectation what the model says
   * @return the ports
   */
  public PortSet ports(Expectation expectation) {
    return PortSet.of(
        expectations.entrySet().stream()
            .filter(entry -> entry.getValue() == expectation)
            .mapToInt(Map.Entry::getKey)
            .toArray());
  }

  /** Such as {@code 35 ports probed, 3 of 3 atoms covered}. */
  @Override
  public String toString() {
    return "%d ports probed, %d of %d atoms covered"
        .formatted(expectations.size(), coveredAtoms, atoms);
  }
}
